"""What lies in a container is found by the container; the next run looks at what is there already."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the index, and mark every container as due to be looked at."""
    op.create_index("arrival_container", "arrival", ["container"], sqlite_where=sa.text("container != ''"))
    op.execute(
        "INSERT OR IGNORE INTO due (stage, work) "
        "SELECT DISTINCT 'packed', 'package:' || container FROM arrival WHERE container != ''"
    )
