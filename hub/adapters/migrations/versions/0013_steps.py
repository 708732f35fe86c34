"""The board is asked for what waits: the step of each person, who holds it and by when, in the order of the days.

One step is one range of an index, for everybody, a system, a council or a hospital.  People for whom nothing waits are
in none of them, so that what is over costs them nothing.
"""

from alembic import op

revision = "0013"
down_revision = "0012"

WAITS = "step IS NOT NULL AND now_ref IS NULL"
PLACE = "step, (COALESCE(step_due, DATE '9999-12-31')), subject"
# What is counted of a step lies in the index too, so that the states need not be read.
COVERED = "holder, status, last_covered_day"
INDEXES = (
    f"CREATE INDEX state_step ON state (processor, {PLACE}) INCLUDE ({COVERED}) WHERE {WAITS}",
    *(
        f"CREATE INDEX state_step_{name} ON state (processor, {name}, {PLACE}) INCLUDE ({COVERED}) WHERE {WAITS}"
        for name in ("ics", "council", "trust")
    ),
)


def upgrade() -> None:
    """Add the columns, empty until people are folded again, and the indexes."""
    op.execute("ALTER TABLE state ADD COLUMN step text, ADD COLUMN holder text, ADD COLUMN step_due date")
    for statement in INDEXES:
        op.execute(statement)
