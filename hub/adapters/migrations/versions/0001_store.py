"""State, history, positions, outbox, and the lanes that all of them were laid out for."""

from alembic import op

revision = "0001"
down_revision = None

LAYOUT = """
CREATE TABLE layout (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    lanes integer NOT NULL CHECK (lanes > 0)
)
"""

POSITION = """
CREATE TABLE position (
    group_name text NOT NULL,
    topic text NOT NULL,
    number integer NOT NULL,
    position bigint NOT NULL,
    epoch bigint NOT NULL,
    PRIMARY KEY (group_name, topic, number)
) WITH (fillfactor = 50)
"""

# The subject comes first in the key: the rows of one person lie together, so a batch touches fewer pages.
# Room is left in each page, so that a new version of a row can stay beside the old one.
STATE = """
CREATE TABLE state (
    subject bytea NOT NULL,
    processor text NOT NULL,
    lane integer NOT NULL,
    value bytea NOT NULL,
    due_on date,
    card_key bytea,
    now_ref bytea,
    status text,
    ics text,
    council text,
    trust text,
    providers text[],
    discharged_on date,
    last_covered_day date,
    expected_on date,
    PRIMARY KEY (subject, processor)
) WITH (fillfactor = 70)
"""

HISTORY = """
CREATE TABLE history (
    subject bytea NOT NULL,
    order_key bytea NOT NULL,
    event_id bytea NOT NULL,
    type text NOT NULL,
    received_at bigint NOT NULL,
    topic text NOT NULL,
    position bigint NOT NULL,
    value bytea NOT NULL,
    PRIMARY KEY (subject, order_key)
)
"""

OUTBOX = """
CREATE TABLE outbox (
    id bytea PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    lane integer NOT NULL,
    topic text NOT NULL,
    key bytea NOT NULL,
    value bytea NOT NULL
)
"""

# Who is on the board now is a small part of everybody who ever was: the partial indexes hold the former alone.
PAST = "status IN ('ended', 'died') AND now_ref IS NULL"
BOARD = "status IN ('in_hospital', 'open', 'suspended') AND now_ref IS NULL"
DAY = "coalesce(last_covered_day, DATE '9999-12-31')"
INDEXES = (
    "CREATE INDEX state_due ON state (lane, due_on) WHERE due_on IS NOT NULL",
    f"CREATE INDEX state_board ON state (({DAY}), subject) WHERE {BOARD}",
    f"CREATE INDEX state_board_ics ON state (ics, ({DAY}), subject) WHERE {BOARD}",
    f"CREATE INDEX state_board_council ON state (council, ({DAY}), subject) WHERE {BOARD}",
    f"CREATE INDEX state_board_trust ON state (trust, ({DAY}), subject) WHERE {BOARD}",
    f"CREATE INDEX state_board_providers ON state USING gin (providers) WHERE {BOARD}",
    f"CREATE INDEX state_past ON state (status, ({DAY}), subject) WHERE {PAST}",
    "CREATE INDEX history_event ON history (event_id)",
    "CREATE INDEX outbox_oldest ON outbox (lane, seq)",
)


def upgrade() -> None:
    """Make the tables."""
    for statement in (LAYOUT, POSITION, STATE, HISTORY, OUTBOX, *INDEXES):
        op.execute(statement)
