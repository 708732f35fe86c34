"""The table of times, and of one amount, that rules set: `policies.csv`."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from hub.adapters.dated_table import first_day, headings_of, rows_of
from hub.domain.policies import Policies, Setting, policies
from hub.domain.policy_names import NAMES, UNITS
from hub.errors import Rejected

POLICIES: Final = "policies.csv"
_VALUE, _OLD = "value", "days"
"""The heading of the number, and the one that it had while every policy was a time in days: that is read as well."""


def load_policies(read: Sequence[Path]) -> Policies:
    """Read the table from folders; a later one replaces the row of the same policy and day.

    Raises `Rejected`, naming file, column and line, when a row is not what it should be.
    """
    rows = (row for folder in read for row in _settings(folder / POLICIES))
    return policies({(row.name, row.since): row for row in rows}.values())


def _settings(path: Path) -> Iterator[Setting]:
    headings = headings_of(path)
    number = _OLD if _OLD in headings and _VALUE not in headings else _VALUE
    for line, cells in rows_of(path, ("policy", "from", number)):
        yield _row(line, cells, number)


def _row(line: int, cells: Sequence[str], number: str) -> Setting:
    name, since, written = cells
    if name not in NAMES:
        message = f"Line {line} names a policy that is none of {', '.join(sorted(NAMES))}."
        raise Rejected(f"{POLICIES}/policy", "policy_unknown", message)
    begins, unit = first_day(POLICIES, line, since), UNITS[name]
    value = unit.read(written)
    if value is None:
        raise Rejected(f"{POLICIES}/{number}", f"{unit.name}_malformed", f"Line {line} has no {unit.allowed}.")
    return Setting(name, begins, value)
