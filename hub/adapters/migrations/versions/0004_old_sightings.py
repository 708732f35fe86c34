"""Old messages of the feed book are found without reading the whole table."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make an index of block ranges: rows come in the order of their time, and it costs an insert next to nothing."""
    op.execute("CREATE INDEX feed_sighting_noted_at ON feed_sighting USING brin (noted_at)")
