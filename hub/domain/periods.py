"""Days and weeks that numbers are counted over: whole Europe/London days, and weeks from Monday to Sunday.

Only whole periods exist.  Whoever could ask for any stretch of days could subtract two that differ by one.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

_DAYS: Final = {"day": 1, "week": 7}


class Every(StrEnum):
    """How often there is a point."""

    DAY = "day"
    WEEK = "week"


class Period(NamedTuple):
    """The first and the last day that a point is of."""

    first: date
    last: date


def periods(first: date, last: date, every: Every) -> list[Period]:
    """Return the whole periods from one day to another, both included; none when none fits."""
    length = _DAYS[every]
    start = first.toordinal()
    if every is Every.WEEK:
        start += -first.weekday() % length
    ends = range(start + length - 1, last.toordinal() + 1, length)
    return [Period(date.fromordinal(end - length + 1), date.fromordinal(end)) for end in ends]


def flow(amounts: Iterable[tuple[date, int]], over: Sequence[Period]) -> list[int]:
    """Return what falls into each period, of amounts by day."""
    counted = [0] * len(over)
    places = {day: place for place, period in enumerate(over) for day in _days(period)}
    for day, amount in amounts:
        if day in places:
            counted[places[day]] += amount
    return counted


def stock(levels: Iterable[tuple[date, int]], over: Sequence[Period]) -> list[int]:
    """Return the level at the end of each period, of levels that hold from a day until the next one given.

    Periods come in the order of time, so that each level is looked at once, however many years are asked for.
    """
    held, at, level = sorted(levels), 0, 0
    found = []
    for period in over:
        while at < len(held) and held[at][0] <= period.last:
            level, at = held[at][1], at + 1
        found.append(level)
    return found


def _days(period: Period) -> Iterable[date]:
    return (period.first + timedelta(days=n) for n in range((period.last - period.first).days + 1))
