"""The table of how integrated care systems and councils share what is joint: `funding_splits.csv`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hub.adapters.dated_table import first_day, rows_of
from hub.domain.shares import share_of
from hub.domain.splits import Split, Splits
from hub.errors import Rejected

SPLITS: Final = "funding_splits.csv"
_COLUMNS: Final = ("ics", "from", "council_per_cent")


def load_splits(read: Sequence[Path]) -> Splits:
    """Read the table from folders; a later one replaces the row of the same system and day.

    Raises `Rejected`, naming file, column and line, when a row is not what it should be.
    """
    found = (_row(*row) for folder in read for row in rows_of(folder / SPLITS, _COLUMNS))
    rows = {(row.ics, row.since): row for row in found}
    return Splits(tuple(rows[key] for key in sorted(rows)))


def _row(number: int, cells: Sequence[str]) -> Split:
    ics, since, share = cells
    if not ics:
        raise Rejected(f"{SPLITS}/ics", "ics_missing", f"Line {number} names no system; * stands for every one.")
    return Split(ics, first_day(SPLITS, number, since), _council(share, number))


def _council(text: str, number: int) -> int:
    share = share_of(text)
    if share is None:
        message = f"Line {number} has no share between 0 and 100 with at most two decimal places."
        raise Rejected(f"{SPLITS}/council_per_cent", "share_malformed", message)
    return share
