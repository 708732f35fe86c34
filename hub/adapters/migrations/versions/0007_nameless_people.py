"""People of whom nobody has sent a name are found without reading every state."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make an index that holds them alone: nearly everybody is named by the first message, and is never in it."""
    op.execute("CREATE INDEX state_nameless ON state (processor, subject) WHERE card_key IS NULL AND now_ref IS NULL")
