"""What each reader was shown of people when they last opened a page, and the time before: digests alone.

`reader` is a keyed digest of who looks.  The day serves letting go of old rows and nothing else.
"""

from alembic import op

revision = "0012"
down_revision = "0011"

LOOK = """
CREATE TABLE look (
    reader bytea NOT NULL,
    page text NOT NULL,
    subject bytea NOT NULL,
    seen bytea NOT NULL,
    seen_before bytea,
    noted_on date NOT NULL,
    PRIMARY KEY (reader, page, subject)
)
"""


def upgrade() -> None:
    """Make the table, and what old rows are found by."""
    op.execute(LOOK)
    op.execute("CREATE INDEX look_noted ON look (noted_on)")
