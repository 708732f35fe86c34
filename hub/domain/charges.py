"""Charges to the person, and equipment, as folded.  Money is whole pence.

What is told again under the same id, by who gave it, takes the place of what was told before.  A reversal holds for
the charge that was told before it, or where none was for the first that comes; what is charged under the same number
after that is another charge.
"""

from datetime import date
from typing import Final

import msgspec

from hub.domain.law import Law

EQUIPMENT, ADAPTATION = "EQUIPMENT", "ADAPTATION"
KINDS: Final = frozenset({EQUIPMENT, ADAPTATION})


class Charge(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A charge of some days, both included; `amount` is that of all of them."""

    charge_id: str
    first: date
    last: date
    amount: int
    by: int
    charged_by: str | None = None
    provider: str | None = None
    line_id: str | None = None
    again: int = 0
    """How many charges of the same number were known before it, of whomever."""
    told: date = date.min
    """The day on which it was first told."""

    @property
    def name(self) -> str:
        """Its number, told apart from others of the same number."""
        return f"{self.charge_id}/{self.again}" if self.again else self.charge_id

    def is_alike(self, other: "Charge") -> bool:
        """Say whether another one is for the same days, amount and support."""
        mine, its = ((one.first, one.last, one.amount, one.provider, one.line_id) for one in (self, other))
        return mine == its

    @property
    def is_sound(self) -> bool:
        """Say whether it has days and is no negative amount, so that it can be reckoned with."""
        return self.first <= self.last and self.amount >= 0

    def between(self, first: date, last: date) -> int:
        """Return the pence of those of its days that lie in a period; all of them make the whole amount."""
        first, last = max(first, self.first), min(last, self.last)
        days = (self.last - self.first).days + 1
        before, upto = (first - self.first).days, (last - self.first).days + 1
        return 0 if last < first else self.amount * upto // days - self.amount * before // days

    def is_for(self, provider: str | None, name: str) -> bool:
        """Say whether it names a line or a piece of equipment; who names no provider contradicts none."""
        return self.line_id == name and (not provider or self.provider in {None, provider})


class Reversal(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A charge was taken back or paid back on a day; `of` is the event that told it, none while it is awaited.

    `told` is the day on which that was told, `charged_by` who charged, where that is known.
    """

    charge_id: str
    day: date
    by: int
    of: int | None = None
    told: date = date.min
    charged_by: str | None = None

    def awaits(self, charge: Charge) -> bool:
        """Say whether it was told before its charge, and this may be that one: who names nobody contradicts none."""
        return self.of is None and self.is_of(charge)

    def is_of(self, charge: Charge) -> bool:
        """Say whether it may take a charge back, by number and who charged."""
        return self.charge_id == charge.charge_id and not _differ(self.charged_by, charge.charged_by)

    def repeats(self, other: "Reversal") -> bool:
        """Say whether another one may say the same of the same charge, whatever its day."""
        return self.charge_id == other.charge_id and not _differ(self.charged_by, other.charged_by)


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


class Equipment(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Equipment or an adaptation; `cost` in pence."""

    equipment_id: str
    kind: str
    day: date
    cost: int
    by: int
    provider: str | None = None

    def is_free(self, law: Law) -> bool:
        """Say whether it may never be charged: aids, and adaptations up to 1,000 pounds.

        What is of no known kind may be either: up to that amount it is free as both, above it nobody can say.
        Source: SI 2014/2672 regulation 3.
        """
        return self.kind == EQUIPMENT or law.is_minor(self.cost, self.day)

    def is_unclear(self, law: Law) -> bool:
        """Say whether nobody can say if it may be charged: of no known kind, and too dear to be free as both."""
        return self.kind not in KINDS and not law.is_minor(self.cost, self.day)
