"""How many working days a council has to decide about a short break, as data with dates.

45: rule of this product, after Working Together to Safeguard Children (the longest that an assessment under section 17
of the Children Act 1989 takes; a short break is one of its services: SI 2011/707).  It may be set otherwise by date.
"""

from datetime import date
from typing import Final, NamedTuple

from hub.domain.by_date import Entries, always, on_day
from hub.domain.working_days import ENGLAND, working_days_after

_WORKING_DAYS: Final = 45


class BreakPolicy(NamedTuple):
    """Working days to decide, for requests that are made from a day on."""

    decide_within: Entries = always(_WORKING_DAYS)
    holidays: frozenset[date] = ENGLAND

    def last_day(self, asked_on: date) -> date:
        """Return the last day for the decision about what was asked for on a day."""
        return working_days_after(asked_on, on_day(self.decide_within, asked_on, _WORKING_DAYS), self.holidays)
