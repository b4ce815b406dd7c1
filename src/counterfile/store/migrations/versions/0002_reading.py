"""What reading knows besides: the reader, the sandbox, places on pages, pages that wait for recognition."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add columns and a table; what was recorded before keeps no reader, so it is read again when asked."""
    for table in ("outcome", "document_state"):
        op.add_column(table, sa.Column("reader", sa.Text))
        op.add_column(table, sa.Column("sandbox", sa.Text))
    op.add_column("document_state", sa.Column("stage", sa.Text))
    op.add_column("document_state", sa.Column("waiting", sa.Integer, nullable=False, server_default="0"))
    op.create_index("document_state_waiting", "document_state", ["digest"], sqlite_where=sa.text("waiting > 0"))
    op.create_table(
        "line",
        sa.Column("reading", sa.Integer, primary_key=True),
        sa.Column("packed", sa.LargeBinary, nullable=False),
    )
    op.execute(
        "UPDATE document_state SET reader = (SELECT reader FROM reading WHERE reading.seq = document_state.reading), "
        "sandbox = (SELECT sandbox FROM reading WHERE reading.seq = document_state.reading)"
    )
