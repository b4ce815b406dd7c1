"""By which keys work is found near other work; the next run fills the table from what notices say."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the table, empty."""
    op.create_table(
        "place",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("work", sa.Text, primary_key=True),
        sa.Column("stage", sa.Text, primary_key=True),
        sa.Column("most", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("place_work", "place", ["work", "stage"])
