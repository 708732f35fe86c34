"""Reading a reference table whose rows hold from a day on: its header row, each row's cells, and the day."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from hub.errors import Rejected


def headings_of(path: Path) -> Sequence[str]:
    """Return the headings of a table; none of a file that is not there."""
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8-sig", newline="") as file:
        return csv.DictReader(file).fieldnames or ()


def rows_of(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Give the line number and the cells of these columns of each row, without the blanks around them.

    A file that is not there has none.  Raises `Rejected`, naming file and column, where a column is missing.
    """
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.DictReader(file)
        missing = [column for column in columns if column not in (lines.fieldnames or ())]
        if missing:
            message = "The file has no such column in its header row."
            raise Rejected(f"{path.name}/{missing[0]}", "column_missing", message)
        for line in lines:
            yield lines.line_num, [(line[column] or "").strip() for column in columns]


def first_day(table: str, number: int, text: str) -> date:
    """Read the day from which a row of a table holds.  Raises `Rejected`, naming the line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Rejected(f"{table}/from", "day_malformed", f"Line {number} has no day YYYY-MM-DD.") from None
