"""Days: Europe/London dates, never hours.

A period of days is counted in local dates, so a change of the clocks never makes a day longer or shorter.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_QUARTER: Final = 15 * 60 * 1000
_QUARTERS_HOLD: Final = -3_000_000_000_000
"""Since 1874: London's offset has been whole quarters of an hour, so that a day never begins inside one."""


def day_of(at: int) -> date:
    """Return the Europe/London date of a moment (milliseconds since the epoch).

    A moment that no calendar holds counts as the first or the last day there is: a foreign producer's mistake must
    not stop a lane.
    """
    return _day_of_quarter(at // _QUARTER) if at > _QUARTERS_HOLD else _day(at)


@lru_cache(maxsize=1 << 14)
def _day_of_quarter(quarter: int) -> date:
    return _day(quarter * _QUARTER)


def _day(at: int) -> date:
    try:
        return datetime.fromtimestamp(at / 1000, LONDON).date()
    except (OverflowError, ValueError):
        return date.max if at > 0 else date.min


@lru_cache(maxsize=1 << 14)
def start_of(day: date) -> int:
    """Return the first millisecond of a Europe/London date."""
    return int(datetime(day.year, day.month, day.day, tzinfo=LONDON).timestamp() * 1000)


@lru_cache(maxsize=1 << 14)
def end_of(day: date) -> int:
    """Return the last millisecond of a Europe/London date; the last date there is has 24 hours."""
    if day == date.max:
        return start_of(day) + 24 * 60 * 60 * 1000 - 1
    return start_of(day + timedelta(days=1)) - 1


def runs_ahead(day: date, at: int) -> bool:
    """Say whether a day lies more than one day after a moment: no clock that may be believed has it begun.

    Rule of this product: one day is left for machines whose clocks differ about midnight.
    """
    return (day - day_of(at)).days > 1


def days_apart(one: int, other: int) -> bool:
    """Say whether two clocks differ by more than a day, either way.  Rule of this product."""
    return runs_ahead(day_of(one), other) or runs_ahead(day_of(other), one)


def rfc3339(at: int) -> str:
    """Write a moment with the Europe/London offset of that moment; one that no calendar holds as its nearest day."""
    try:
        return datetime.fromtimestamp(at / 1000, UTC).astimezone(LONDON).isoformat()
    except (OverflowError, ValueError):
        return day_of(at).isoformat()
