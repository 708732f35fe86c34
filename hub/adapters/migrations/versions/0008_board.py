"""The board asks for one status and a range of days at a time, and each such question has an index that ends there.

So a page takes as long whatever the past holds: people whose weeks are over stay listed, and are passed over unread.
"""

from alembic import op

revision = "0008"
down_revision = "0007"

LISTED = "status IS NOT NULL AND now_ref IS NULL"
PLACE = "status, last_covered_day, subject"
# What the choices of the filters are made of lies in the index too, so that they need not read the states.
COVERED = "ics, council, trust, providers"
OLD = ("board", "board_ics", "board_council", "board_trust", "board_providers", "past")
NEW = (
    f"CREATE INDEX state_listed ON state (processor, {PLACE}) INCLUDE ({COVERED}) WHERE {LISTED}",
    f"CREATE INDEX state_listed_ics ON state (processor, ics, {PLACE}) WHERE {LISTED}",
    f"CREATE INDEX state_listed_council ON state (processor, council, {PLACE}) WHERE {LISTED}",
    f"CREATE INDEX state_listed_trust ON state (processor, trust, {PLACE}) WHERE {LISTED}",
    f"CREATE INDEX state_listed_providers ON state USING gin (providers) WHERE {LISTED}",
)


def upgrade() -> None:
    """Put the new indexes in the place of the old ones."""
    for name in OLD:
        op.execute(f"DROP INDEX state_{name}")
    for statement in NEW:
        op.execute(statement)
