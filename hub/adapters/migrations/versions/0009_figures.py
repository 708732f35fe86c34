"""Figures of the dashboards: sums by day and place, and what is kept of people to take them away again.

Places and series (a measure with a category) are numbered, so that a cell is seven numbers.  A group's rows carry the
number of its set: what replaces another set, or throws one away, changes one row, and the old rows are swept later.
"""

from alembic import op

revision = "0009"
down_revision = "0008"

SET = """
CREATE TABLE figures_set (
    group_name text PRIMARY KEY,
    id integer NOT NULL UNIQUE GENERATED ALWAYS AS IDENTITY
)
"""

PLACE = """
CREATE TABLE figures_place (
    id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    ics text NOT NULL,
    council text NOT NULL,
    trust text NOT NULL,
    provider text NOT NULL,
    UNIQUE (ics, council, trust, provider)
)
"""

SERIES = """
CREATE TABLE figures_series (
    id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    measure text NOT NULL,
    category text NOT NULL,
    UNIQUE (measure, category)
)
"""

# One range of the key for each series and place; days follow each other in it.
CELL = """
CREATE TABLE figures_cell (
    set_id integer NOT NULL,
    series integer NOT NULL,
    place integer NOT NULL,
    day date NOT NULL,
    told_on date NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (set_id, series, place, day, told_on)
) WITH (fillfactor = 80)
"""

PERSON = """
CREATE TABLE figures_person (
    set_id integer NOT NULL,
    subject bytea NOT NULL,
    kept bytea NOT NULL,
    PRIMARY KEY (set_id, subject)
) WITH (fillfactor = 70)
"""

# One row for each lane, so that lanes do not wait for each other.
TOLD = """
CREATE TABLE figures_told (
    set_id integer NOT NULL,
    lane integer NOT NULL,
    told_on date NOT NULL,
    PRIMARY KEY (set_id, lane)
)
"""

INDEXES = (
    "CREATE INDEX figures_place_council ON figures_place (council)",
    "CREATE INDEX figures_place_trust ON figures_place (trust)",
    "CREATE INDEX figures_place_provider ON figures_place (provider)",
)


def upgrade() -> None:
    """Make the tables."""
    for statement in (SET, PLACE, SERIES, CELL, PERSON, TOLD, *INDEXES):
        op.execute(statement)
