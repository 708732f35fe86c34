"""The small books: quarantine, feeds, access, identities and wrapped keys."""

from alembic import op

revision = "0003"
down_revision = "0002"

QUARANTINE = """
CREATE TABLE quarantine (
    id text PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    feed text NOT NULL,
    parked_at bigint NOT NULL,
    path text NOT NULL,
    rule text NOT NULL,
    words text NOT NULL,
    sealed bytea NOT NULL,
    topic text,
    lane integer,
    position bigint,
    state text NOT NULL CHECK (state IN ('parked', 'redriven', 'dropped')),
    message_digest text
)
"""

FEED_SIGHTING = """
CREATE TABLE feed_sighting (
    feed text NOT NULL,
    message_id text NOT NULL,
    digest bytea NOT NULL,
    noted_at bigint NOT NULL,
    PRIMARY KEY (feed, message_id, digest)
)
"""

FEED_COUNT = """
CREATE TABLE feed_count (
    feed text PRIMARY KEY,
    received bigint NOT NULL,
    accepted bigint NOT NULL,
    ignored bigint NOT NULL,
    rejected bigint NOT NULL,
    duplicates bigint NOT NULL,
    findings bigint NOT NULL,
    last_at bigint,
    last_sequence bigint
) WITH (fillfactor = 50)
"""

ACCESS_LINE = """
CREATE TABLE access_line (
    seq bigint PRIMARY KEY,
    at bigint NOT NULL,
    username text NOT NULL,
    role text NOT NULL,
    organisation text NOT NULL,
    action text NOT NULL,
    view text NOT NULL,
    subject bytea,
    purpose text NOT NULL,
    decision text NOT NULL,
    policy text NOT NULL,
    reason text,
    previous bytea NOT NULL,
    digest bytea NOT NULL
)
"""

# The newest line's place and digest: the row that writers queue on, and what shows that the tail was cut off.
ACCESS_HEAD = """
CREATE TABLE access_head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    seq bigint NOT NULL,
    digest bytea NOT NULL
) WITH (fillfactor = 50)
"""

APPEND_ONLY = """
CREATE FUNCTION access_line_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'access_line is append-only';
END $$
"""

IDENTITY = """
CREATE TABLE identity_identifier (
    digest bytea PRIMARY KEY,
    subject bytea NOT NULL
)
"""

PERSON = """
CREATE TABLE identity_person (
    subject bytea PRIMARY KEY,
    born bytea,
    family bytea,
    given bytea
)
"""

# A destroyed key leaves an old version of its row behind: have it cleared away at once, not after a fifth of the table.
WRAPPED_KEY = """
CREATE TABLE wrapped_key (
    key_id bytea PRIMARY KEY,
    subject bytea NOT NULL,
    retention text NOT NULL,
    wrapped bytea NOT NULL,
    master text NOT NULL,
    destroyed_at bigint,
    UNIQUE (subject, retention)
) WITH (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0)
"""

AFTERWARDS = (
    "CREATE INDEX quarantine_newest ON quarantine (state, parked_at DESC, seq DESC)",
    "INSERT INTO access_head (seq, digest) VALUES (0, '')",
    "CREATE INDEX access_line_subject ON access_line (subject, seq DESC) WHERE subject IS NOT NULL",
    "CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON access_line EXECUTE FUNCTION access_line_stays()",
    "CREATE INDEX identity_identifier_subject ON identity_identifier (subject)",
)
TABLES = (QUARANTINE, FEED_SIGHTING, FEED_COUNT, ACCESS_LINE, ACCESS_HEAD, IDENTITY, PERSON, WRAPPED_KEY)


def upgrade() -> None:
    """Make the tables, then their indexes, the first head and the guard."""
    for statement in (*TABLES, APPEND_ONLY, *AFTERWARDS):
        op.execute(statement)
