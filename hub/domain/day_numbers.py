"""Days by their ordinal number, so that many of them are put together, left out and counted as sets."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

Days = AbstractSet[int]
"""Europe/London days by their ordinal number."""

Stretches = Sequence[tuple[date, date]]
"""First and last day of runs of days, both included."""


def numbers(first: date, last: date) -> range:
    """Return the ordinal numbers of the days from one to another, both included; none where there are none."""
    return range(first.toordinal(), last.toordinal() + 1)


def runs(days: Days) -> Iterator[tuple[date, date]]:
    """Give the first and the last day of each run of days that follow each other, in order."""
    starts = (day for day in sorted(days) if day - 1 not in days)
    ends = (day for day in sorted(days) if day + 1 not in days)
    for first, last in zip(starts, ends, strict=True):
        yield date.fromordinal(first), date.fromordinal(last)
