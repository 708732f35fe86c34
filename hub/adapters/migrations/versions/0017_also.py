"""The board by what waits finds everybody for whom a step waits, also behind the one that comes next for them.

What else waits stands beside the step that comes next: of most people nothing, and nothing is then kept.  Each entry
is a step and who holds it, its day is at the same place of the other column.  The index holds those alone of whom
something else waits, and is looked into by step and holder; what comes next has its own indexes (step 0013).
"""

from alembic import op

revision = "0017"
down_revision = "0016"

INDEX = "CREATE INDEX state_also ON state USING gin (also) WHERE also IS NOT NULL AND now_ref IS NULL"


def upgrade() -> None:
    """Add the columns, empty until people are folded again, and the index."""
    op.execute("ALTER TABLE state ADD COLUMN also text[], ADD COLUMN also_due date[]")
    op.execute(INDEX)
