"""A lane that a defect stopped is noted where the operator's commands find it."""

from alembic import op

revision = "0006"
down_revision = "0005"

STOPPED_LANE = """
CREATE TABLE stopped_lane (
    group_name text NOT NULL,
    lane integer NOT NULL,
    stopped_at bigint NOT NULL,
    kinds text[] NOT NULL,
    topics text[] NOT NULL,
    positions bigint[] NOT NULL,
    PRIMARY KEY (group_name, lane)
)
"""


def upgrade() -> None:
    """Make the table."""
    op.execute(STOPPED_LANE)
