"""From which day on an Act makes passing people on for early help a duty: `statutory_duty.csv`."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from hub.adapters.dated_table import first_day, rows_of
from hub.domain.lawful_bases import StatutoryDuty
from hub.errors import Rejected

DUTY: Final = "statutory_duty.csv"
_COLUMNS: Final = ("from", "in_force")
_WORDS: Final[Mapping[str, bool]] = {"yes": True, "no": False}


def load_duty(read: Sequence[Path]) -> StatutoryDuty:
    """Read the table from folders; a later one replaces the row of the same day, and no row is no duty.

    Raises `Rejected`, naming file, column and line, when a row is not what it should be.
    """
    rows = dict(_row(*row) for folder in read for row in rows_of(folder / DUTY, _COLUMNS))
    return StatutoryDuty(tuple(sorted(rows.items())))


def _row(number: int, cells: Sequence[str]) -> tuple[date, bool]:
    since, word = cells
    begins = first_day(DUTY, number, since)
    if word not in _WORDS:
        raise Rejected(f"{DUTY}/in_force", "not_yes_or_no", f"Line {number} says neither yes nor no.")
    return begins, _WORDS[word]
