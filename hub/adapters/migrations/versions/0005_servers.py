"""A database remembers which of how many servers it is: lanes are spread by that, and must not change places."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Say of every database that is there that it is the only one."""
    op.execute(
        "ALTER TABLE layout ADD COLUMN server integer NOT NULL DEFAULT 0, ADD COLUMN servers integer NOT NULL DEFAULT 1"
    )
