"""The table of times that rules set: `policies.csv`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hub.adapters.dated_table import first_day, rows_of
from hub.domain.policies import LONGEST, NAMES, Policies, Setting, policies
from hub.errors import Rejected

POLICIES: Final = "policies.csv"
_COLUMNS: Final = ("policy", "from", "days")


def load_policies(read: Sequence[Path]) -> Policies:
    """Read the table from folders; a later one replaces the row of the same policy and day.

    Raises `Rejected`, naming file, column and line, when a row is not what it should be.
    """
    rows = (_row(*row) for folder in read for row in rows_of(folder / POLICIES, _COLUMNS))
    return policies({(row.name, row.since): row for row in rows}.values())


def _row(number: int, cells: Sequence[str]) -> Setting:
    name, since, days = cells
    if name not in NAMES:
        message = f"Line {number} names a policy that is none of {', '.join(sorted(NAMES))}."
        raise Rejected(f"{POLICIES}/policy", "policy_unknown", message)
    begins = first_day(POLICIES, number, since)
    if not (days.isascii() and days.isdecimal() and len(days) <= len(str(LONGEST)) and 1 <= int(days) <= LONGEST):
        message = f"Line {number} has no whole number of days from 1 to {LONGEST}."
        raise Rejected(f"{POLICIES}/days", "days_malformed", message)
    return Setting(name, begins, int(days))
