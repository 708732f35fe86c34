"""On what somebody may be passed on: their consent, with its last day, or a duty that an Act would have to make.

Words, days and law alone: whoever reads partners' records may know this and nothing of care.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from hub.domain.by_date import Entries, always, on_day
from hub.domain.calendar_months import months_after

CONSENT: Final = "CONSENT"
STATUTORY_DUTY: Final = "NCS_STATUTORY_DUTY"
_MONTHS: Final = 12


class StatutoryDuty(NamedTuple):
    """Whether an Act makes passing people on a duty: switched by date, and off until a day is named."""

    switched: tuple[tuple[date, bool], ...] = ()

    def in_force(self, on: date) -> bool:
        """Return whether the duty holds on a day."""
        return max((entry for entry in self.switched if entry[0] <= on), default=(on, False))[1]

    def begun(self, since: date) -> date | None:
        """Return the first day from one on that the duty holds, none while no such day is named."""
        days = [since, *sorted(day for day, _ in self.switched if day > since)]
        return next((day for day in days if self.in_force(day)), None)

    def switches(self, after: date) -> Iterator[date]:
        """Give the days after one on which it is switched on or off."""
        return (day for day, _ in self.switched if day > after)


class ConsentPolicy(NamedTuple):
    """Months for which a consent lasts of which nobody said how long, for those given from a day on."""

    lasts: Entries = always(_MONTHS)

    def last_day(self, until: date | None, given_on: date) -> date:
        """Return the last day of a consent: the one that is stated, else that so many months after it was given.

        Source: the proposed consent record, whose `expires_at` is twelve months where nobody states it.
        """
        return until or months_after(given_on, on_day(self.lasts, given_on, _MONTHS))


CONSENTS: Final = ConsentPolicy()
"""What holds where no table says otherwise."""


class LawfulBases(NamedTuple):
    """What holds of either basis, by date."""

    duty: StatutoryDuty = StatutoryDuty()
    consent: ConsentPolicy = CONSENTS
