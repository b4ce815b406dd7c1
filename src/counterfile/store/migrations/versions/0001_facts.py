"""The three facts, the activities they come from, and the indexes over them."""

from importlib import resources

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Build the first schema, statement by statement."""
    script = (resources.files("counterfile.store") / "sql" / "0001_facts.sql").read_text("utf-8")
    for statement in script.split(";\n"):
        if statement.strip():
            op.execute(statement)
