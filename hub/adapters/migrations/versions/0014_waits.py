"""The board is asked for who is ready and has not left: what each waits for, and in which hospital.

They are few among all that the table holds, so they have indexes of their own, which nobody else is in: each status is
one range, for everybody, a system, a council or the hospital in which they wait.  The reason stands at the end of the
index, so that a row with another one is not read.
"""

from alembic import op

revision = "0014"
down_revision = "0013"

WAITS = "waits_for IS NOT NULL AND now_ref IS NULL"
PLACE = "status, last_covered_day, subject, waits_for"
INDEXES = (
    # The choices of the filter are made of this one alone.
    f"CREATE INDEX state_waits ON state (processor, {PLACE}) INCLUDE (waits_at) WHERE {WAITS}",
    *(
        f"CREATE INDEX state_waits_{name} ON state (processor, {column}, {PLACE}) WHERE {WAITS}"
        for name, column in (("ics", "ics"), ("council", "council"), ("trust", "waits_at"))
    ),
)


def upgrade() -> None:
    """Add the columns, empty until people are folded again, and the indexes."""
    op.execute("ALTER TABLE state ADD COLUMN waits_for text, ADD COLUMN waits_at text")
    for statement in INDEXES:
        op.execute(statement)
