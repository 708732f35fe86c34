"""The table of times that rules set: `policies.csv`."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from hub.domain.policies import LONGEST, NAMES, Policies, Setting, policies
from hub.errors import Rejected

POLICIES: Final = "policies.csv"
_COLUMNS: Final = ("policy", "from", "days")


def load_policies(read: Sequence[Path]) -> Policies:
    """Read the table from folders; a later one replaces the row of the same policy and day.

    Raises `Rejected`, naming file, column and line, when a row is not what it should be.
    """
    rows = {(row.name, row.since): row for folder in read for row in _rows(folder / POLICIES)}
    return policies(rows.values())


def _rows(path: Path) -> Iterator[Setting]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.DictReader(file)
        missing = [column for column in _COLUMNS if column not in (lines.fieldnames or ())]
        if missing:
            message = "The file has no such column in its header row."
            raise Rejected(f"{POLICIES}/{missing[0]}", "column_missing", message)
        for line in lines:
            yield _row(line, lines.line_num)


def _row(line: Mapping[str, str | None], number: int) -> Setting:
    name, since, days = ((line[column] or "").strip() for column in _COLUMNS)
    if name not in NAMES:
        message = f"Line {number} names a policy that is none of {', '.join(sorted(NAMES))}."
        raise Rejected(f"{POLICIES}/policy", "policy_unknown", message)
    try:
        begins = date.fromisoformat(since)
    except ValueError:
        raise Rejected(f"{POLICIES}/from", "day_malformed", f"Line {number} has no day YYYY-MM-DD.") from None
    if not (days.isascii() and days.isdecimal() and len(days) <= len(str(LONGEST)) and 1 <= int(days) <= LONGEST):
        message = f"Line {number} has no whole number of days from 1 to {LONGEST}."
        raise Rejected(f"{POLICIES}/days", "days_malformed", message)
    return Setting(name, begins, int(days))
