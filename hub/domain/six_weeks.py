"""The window after a discharge: Europe/London days, day 1 is the day of discharge.

Source: the joint six weeks of the National Care Service proposal (6.5); the existing free period of SI 2014/2672
regulation 3 counts from the service and is another clock (`hub.domain.law`).  The length, and what else holds for one
discharge, is policy: data with a date, not code.  The day of the discharge decides which entry holds.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec

from hub.domain.by_date import Entries, always, on_day

SIX_WEEKS: Final = 42


class Times(msgspec.Struct, frozen=True, cache_hash=True):
    """What holds for one discharge beside the length of the window.

    Sources: the joint six weeks (6.5) for the days; 7.4 of the same proposal for coordinator and safety net.
    """

    milestone: int = 14
    """The day of the window that is a milestone before the review."""
    review: int = 28
    """The day of the window from which a review is due."""
    decide_before: int = 7
    """So many days before the last covered one the long-term decision is due."""
    coordinator: int = 1
    """After so many working days without a coordinator somebody is told."""
    safety_hours: int = 72
    """For so many hours after the discharge visits are watched across organisations."""


USUAL: Final = Times()


class Policy(msgspec.Struct, frozen=True, cache_hash=True):
    """How long the window is for discharges from a day on, and what else holds for them; the newest entry holds."""

    lengths: Entries = always(SIX_WEEKS)
    milestones: Entries = always(USUAL.milestone)
    reviews: Entries = always(USUAL.review)
    decisions: Entries = always(USUAL.decide_before)
    coordinators: Entries = always(USUAL.coordinator)
    safety_hours: Entries = always(USUAL.safety_hours)

    def length_on(self, day: date) -> int:
        """Return the length in days for a discharge on a day."""
        return on_day(self.lengths, day, SIX_WEEKS)

    def times_on(self, day: date) -> Times:
        """Return what else holds for a discharge on a day."""
        return Times(
            on_day(self.milestones, day, USUAL.milestone),
            on_day(self.reviews, day, USUAL.review),
            on_day(self.decisions, day, USUAL.decide_before),
            on_day(self.coordinators, day, USUAL.coordinator),
            on_day(self.safety_hours, day, USUAL.safety_hours),
        )


class Window(NamedTuple):
    """The covered days of one discharge, both ends included."""

    first: date
    last: date

    def day_number(self, on: date) -> int | None:
        """Return which day of the window `on` is, from 1; none before the discharge."""
        number = (on - self.first).days + 1
        return number if number > 0 else None

    def decision_due(self, times: Times = USUAL) -> date:
        """Return the day by which the long-term decision is due: a week before the end (day 35 of 42)."""
        before = min(times.decide_before, (self.last - self.first).days)
        return self.last - timedelta(days=before)

    def milestones(self, times: Times = USUAL) -> tuple[tuple[int, date], ...]:
        """Return the milestones as (day number, date): 1, 14, 28, 35, 42 and 43 for six weeks.

        Days 14 and 28 stand by themselves.  The others follow from the window: some days before its end the decision
        is due; the day after the last covered one it is closed.
        """
        return _milestones(self.first, self.last, times)


@lru_cache(maxsize=2048)
def _milestones(first: date, last: date, times: Times) -> tuple[tuple[int, date], ...]:
    """Kept, because everybody discharged on one day has the same ones."""
    length = (last - first).days + 1
    numbers = sorted({1, times.milestone, times.review, length - times.decide_before, length, length + 1})
    return tuple((n, plus(first, n - 1)) for n in numbers if 1 <= n <= length + 1)


@lru_cache(maxsize=2048)
def window(discharged_on: date, policy: Policy) -> Window:
    """Return the covered days of a discharge: with 42 days the last one is the day of discharge + 41."""
    return Window(discharged_on, plus(discharged_on, policy.length_on(discharged_on) - 1))


@lru_cache(maxsize=2048)
def opened(discharged_on: date, policy: Policy) -> tuple[Window, Times]:
    """Return the covered days of a discharge and what else holds for it: looked up once for everybody of one day."""
    return window(discharged_on, policy), policy.times_on(discharged_on)


@lru_cache(maxsize=2048)
def plus(day: date, days: int) -> date:
    """Return a later date, at most the last one there is (a sender's 31 December 9999 is kept)."""
    return day + timedelta(days=min(days, (date.max - day).days))
