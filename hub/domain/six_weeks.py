"""The window after a discharge: Europe/London days, day 1 is the day of discharge.

Source: the joint six weeks of the National Care Service proposal (6.5); the existing free period of SI 2014/2672
regulation 3 counts from the service and is another clock.  The length is policy: data with a date, not code.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

SIX_WEEKS: Final = 42


class Policy(NamedTuple):
    """How long the window is for discharges from a day on; the newest entry not after the day holds."""

    lengths: tuple[tuple[date, int], ...] = ((date.min, SIX_WEEKS),)

    def length_on(self, day: date) -> int:
        """Return the length in days for a discharge on a day."""
        return max((entry for entry in self.lengths if entry[0] <= day), default=(date.min, SIX_WEEKS))[1]


class Window(NamedTuple):
    """The covered days of one discharge, both ends included."""

    first: date
    last: date

    def day_number(self, on: date) -> int | None:
        """Return which day of the window `on` is, from 1; none before the discharge."""
        number = (on - self.first).days + 1
        return number if number > 0 else None

    @property
    def decision_due(self) -> date:
        """The day by which the long-term decision is due: a week before the end (day 35 of 42)."""
        return max(self.first, self.last - timedelta(days=7))

    def milestones(self) -> tuple[tuple[int, date], ...]:
        """Return the milestones as (day number, date): 1, 14, 28, 35, 42 and 43 for six weeks.

        A week before the end the decision is due; the day after the last covered one the window is closed.
        """
        return _milestones(self.first, self.last)


@lru_cache(maxsize=2048)
def _milestones(first: date, last: date) -> tuple[tuple[int, date], ...]:
    """Kept, because everybody discharged on one day has the same ones."""
    length = (last - first).days + 1
    numbers = sorted({1, 14, 28, length - 7, length, length + 1})
    return tuple((n, plus(first, n - 1)) for n in numbers if 1 <= n <= length + 1)


@lru_cache(maxsize=2048)
def window(discharged_on: date, policy: Policy) -> Window:
    """Return the covered days of a discharge: with 42 days the last one is the day of discharge + 41."""
    return Window(discharged_on, plus(discharged_on, policy.length_on(discharged_on) - 1))


@lru_cache(maxsize=2048)
def plus(day: date, days: int) -> date:
    """Return a later date, at most the last one there is (a sender's 31 December 9999 is kept)."""
    return day + timedelta(days=min(days, (date.max - day).days))
