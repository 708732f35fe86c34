"""Boards of other days than today look for people by the days on which they may have been on one, and by codes.

One index of days, each row with its codes: whoever left the board before the day that is asked for is not read, and
nothing but the index of whoever is of another area.  The columns change when somebody comes to the board or leaves it.
"""

from alembic import op

revision = "0016"
down_revision = "0015"

COLUMNS = "ADD COLUMN board_from date, ADD COLUMN board_to date, ADD COLUMN board_codes text[]"
INDEX = (
    "CREATE INDEX state_board_days ON state (processor, board_to, subject) INCLUDE (board_from, board_codes) "
    "WHERE board_to IS NOT NULL"
)


def upgrade() -> None:
    """Add the columns, empty until people are folded again, and the index."""
    op.execute(f"ALTER TABLE state {COLUMNS}")
    op.execute(INDEX)
