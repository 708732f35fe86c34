"""Periods and an amount that law and guidance set about support and who pays for it, as data with dates.

Sources: National Framework for NHS Continuing Healthcare (28 calendar days); SI 2014/2672 regulation 3 and SI 2014/2673
regulation 4 (six weeks of a programme, adaptations up to 1,000 pounds); Care Act 2014 section 27 and its statutory
guidance, chapter 13 (a first look at a plan after six to eight weeks, then one at least yearly).  How long a programme
may pause is a rule of this product.  For each it is said which day decides that an entry holds.
"""

from datetime import date
from typing import Final

import msgspec

from hub.domain.by_date import Entries, always, on_day
from hub.domain.calendar_months import months_after
from hub.domain.six_weeks import plus

_DECIDE_CHC: Final = 28
_FREE: Final = 42
_PAUSE: Final = 42
_POUNDS: Final = 1_000
_LOOK_FROM: Final = 42
_LOOK_BY: Final = 56
_LOOK_AGAIN: Final = 12
_PENCE: Final = 100


class Law(msgspec.Struct, frozen=True, cache_hash=True):
    """What law and guidance set, by date; the newest entry that is not after the deciding day holds."""

    decide_chc: Entries = always(_DECIDE_CHC)
    free_programme: Entries = always(_FREE)
    programme_pause: Entries = always(_PAUSE)
    free_adaptation: Entries = always(_POUNDS)
    look_from: Entries = always(_LOOK_FROM)
    look_by: Entries = always(_LOOK_BY)
    look_again: Entries = always(_LOOK_AGAIN)

    def chc_due(self, checklist_on: date) -> date:
        """Return the day by which the board decides; that of the positive checklist decides which entry holds."""
        return plus(checklist_on, on_day(self.decide_chc, checklist_on, _DECIDE_CHC))

    def free_until(self, started: date) -> date:
        """Return the first day of a programme that is no longer free; its first day decides which entry holds."""
        return plus(started, on_day(self.free_programme, started, _FREE))

    def pauses_until(self, started: date, last: date) -> date:
        """Return the last day on which a programme whose last day is known goes on; its first one decides."""
        return plus(last, on_day(self.programme_pause, started, _PAUSE))

    def is_minor(self, pence: int, provided_on: date) -> bool:
        """Say whether an adaptation is one that is never charged; the day on which it was provided decides."""
        return pence <= on_day(self.free_adaptation, provided_on, _POUNDS) * _PENCE

    def first_look(self, started: date) -> tuple[date, date]:
        """Return from which and by which day a plan is first looked at; the day on which it started decides."""
        since = plus(started, on_day(self.look_from, started, _LOOK_FROM))
        return since, max(since, plus(started, on_day(self.look_by, started, _LOOK_BY)))

    def next_look(self, looked_on: date) -> date:
        """Return the day of the next look at a plan, so many calendar months after one; that one's day decides."""
        return months_after(looked_on, on_day(self.look_again, looked_on, _LOOK_AGAIN))


LAW: Final = Law()
"""What holds where no table says otherwise."""
