"""From which day on an Act makes passing people on for early help a duty: `statutory_duty.csv`."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from hub.domain.lawful_bases import StatutoryDuty
from hub.errors import Rejected

DUTY: Final = "statutory_duty.csv"
_COLUMNS: Final = ("from", "in_force")
_WORDS: Final[Mapping[str, bool]] = {"yes": True, "no": False}


def load_duty(read: Sequence[Path]) -> StatutoryDuty:
    """Read the table from folders; a later one replaces the row of the same day, and no row is no duty.

    Raises `Rejected`, naming file, column and line, when a row is not what it should be.
    """
    rows = {since: holds for folder in read for since, holds in _rows(folder / DUTY)}
    return StatutoryDuty(tuple(sorted(rows.items())))


def _rows(path: Path) -> Iterator[tuple[date, bool]]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.DictReader(file)
        missing = [column for column in _COLUMNS if column not in (lines.fieldnames or ())]
        if missing:
            raise Rejected(f"{DUTY}/{missing[0]}", "column_missing", "The file has no such column in its header row.")
        for line in lines:
            yield _row(line, lines.line_num)


def _row(line: Mapping[str, str | None], number: int) -> tuple[date, bool]:
    since, word = ((line[column] or "").strip() for column in _COLUMNS)
    try:
        begins = date.fromisoformat(since)
    except ValueError:
        raise Rejected(f"{DUTY}/from", "day_malformed", f"Line {number} has no day YYYY-MM-DD.") from None
    if word not in _WORDS:
        raise Rejected(f"{DUTY}/in_force", "not_yes_or_no", f"Line {number} says neither yes nor no.")
    return begins, _WORDS[word]
