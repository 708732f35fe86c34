"""The table of how integrated care systems and councils share what is joint: `funding_splits.csv`."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from hub.domain.shares import share_of
from hub.domain.splits import Split, Splits
from hub.errors import Rejected

SPLITS: Final = "funding_splits.csv"
_COLUMNS: Final = ("ics", "from", "council_per_cent")


def load_splits(read: Sequence[Path]) -> Splits:
    """Read the table from folders; a later one replaces the row of the same system and day.

    Raises `Rejected`, naming file, column and line, when a row is not what it should be.
    """
    rows = {(row.ics, row.since): row for folder in read for row in _rows(folder / SPLITS)}
    return Splits(tuple(rows[key] for key in sorted(rows)))


def _rows(path: Path) -> Iterator[Split]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.DictReader(file)
        missing = [column for column in _COLUMNS if column not in (lines.fieldnames or ())]
        if missing:
            raise Rejected(f"{SPLITS}/{missing[0]}", "column_missing", "The file has no such column in its header row.")
        for line in lines:
            yield _row(line, lines.line_num)


def _row(line: Mapping[str, str | None], number: int) -> Split:
    ics, since, share = ((line[column] or "").strip() for column in _COLUMNS)
    if not ics:
        raise Rejected(f"{SPLITS}/ics", "ics_missing", f"Line {number} names no system; * stands for every one.")
    try:
        begins = date.fromisoformat(since)
    except ValueError:
        raise Rejected(f"{SPLITS}/from", "day_malformed", f"Line {number} has no day YYYY-MM-DD.") from None
    return Split(ics, begins, _council(share, number))


def _council(text: str, number: int) -> int:
    share = share_of(text)
    if share is None:
        message = f"Line {number} has no share between 0 and 100 with at most two decimal places."
        raise Rejected(f"{SPLITS}/council_per_cent", "share_malformed", message)
    return share
