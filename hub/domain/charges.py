"""Charges to the person, and equipment, as folded.  Money is whole pence.

What is told again under the same id takes the place of what was told before.  A reversal counts wherever it comes.
"""

from datetime import date
from typing import Final

import msgspec

ADAPTATION: Final = "ADAPTATION"
FREE_ADAPTATION: Final = 100_000
"""Pence: an adaptation that costs no more is minor."""


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

    def is_for(self, provider: str, name: str) -> bool:
        """Say whether it names a line or a piece of equipment."""
        return self.line_id == name and self.provider in {None, provider}


class Reversal(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A charge was taken back or paid back on a day."""

    charge_id: str
    day: date
    by: int


class Equipment(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Equipment or an adaptation; `cost` in pence."""

    equipment_id: str
    kind: str
    day: date
    cost: int
    by: int
    provider: str | None = None

    @property
    def is_free(self) -> bool:
        """Say whether it may never be charged: aids, and adaptations up to 1,000 pounds.

        Source: SI 2014/2672 regulation 3.
        """
        return self.kind != ADAPTATION or self.cost <= FREE_ADAPTATION
