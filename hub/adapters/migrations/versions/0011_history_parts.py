"""The history lies in sixteen parts by the person's reference, and what is let go of is cleared away soon.

A part holds everybody whose reference begins with the same four bits: references are random, so parts grow alike, and
a person's events lie in one of them.  A vacuum or a new index then works on a sixteenth at a time, and whoever looks
for people of whom nothing was heard for years reads part after part from end to end (`docs/adr/0019`).

What is there is copied, in the one transaction of all steps: it is whole before and after, wherever the step is cut
off.  That takes free disk of the size of the history, and a while (`docs/upgrading.md`), during which writers wait.
"""

from alembic import op

revision = "0011"
down_revision = "0010"

DIGITS = 16
COLUMNS = "subject, order_key, event_id, type, received_at, topic, position, value"

# Nothing but retention removes rows, about one in twenty at a time.  With the server's own share of a fifth no vacuum
# would ever come of it, and what was freed would not be used again.  At ten million rows one part is vacuumed in 4 s
# (`hub bench history`), where one table took 41 s in a piece.
PART_SETTINGS = "autovacuum_vacuum_scale_factor = 0.02"

HISTORY = """
CREATE TABLE history (
    subject bytea NOT NULL,
    order_key bytea NOT NULL,
    event_id bytea NOT NULL,
    type text NOT NULL,
    received_at bigint NOT NULL,
    topic text NOT NULL,
    position bigint NOT NULL,
    value bytea NOT NULL
) PARTITION BY RANGE (subject)
"""

OLD_AWAY = (
    "ALTER TABLE history RENAME TO history_whole",
    "ALTER INDEX history_pkey RENAME TO history_whole_pkey",
    "DROP INDEX history_event",
)
# Indexes are built over what was copied: they come out packed, and faster than row by row.
COPY = (
    f"INSERT INTO history ({COLUMNS}) SELECT {COLUMNS} FROM history_whole",  # noqa: S608 - column names of this file
    "DROP TABLE history_whole",
    "ALTER TABLE history ADD CONSTRAINT history_pkey PRIMARY KEY (subject, order_key)",
    "CREATE INDEX history_event ON history (event_id)",
    # The server gathers statistics of parts by itself, and of what they make up never.
    "ANALYZE history",
)

# Nearly all states are of people whose weeks are over; those who are cared for are written again and again, and a fifth
# of the table would be dead versions of theirs before the server's own share calls for a vacuum.  After 22,000 updates
# the table had 8.8 MB without any vacuum and 5.7 with one every few batches, its indexes 4.4 and 2.7 MB.
# The outbox is nearly empty and turns over all day: its oldest rows are found behind the dead ones.  With 400,000 of
# these its question took 54 ms, vacuumed 1.3 ms.
OTHER_SETTINGS = (
    "ALTER TABLE state SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000)",
    "ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)",
)


def part(digit: int) -> str:
    """Give the statement that makes the part of references that begin with a hexadecimal digit."""
    first = "MINVALUE" if digit == 0 else rf"'\x{digit:x}0'"
    last = "MAXVALUE" if digit == DIGITS - 1 else rf"'\x{digit + 1:x}0'"
    bounds = f"FROM ({first}) TO ({last})"
    return f"CREATE TABLE history_{digit:x} PARTITION OF history FOR VALUES {bounds} WITH ({PART_SETTINGS})"


def upgrade() -> None:
    """Put the parts in the place of the one table, with all that it holds."""
    for statement in (*OLD_AWAY, HISTORY, *map(part, range(DIGITS)), *COPY, *OTHER_SETTINGS):
        op.execute(statement)
