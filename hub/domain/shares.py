"""Who pays which part: shares in hundredths of a per cent, and how an amount of many days is divided by them.

Money is whole pence and hours are whole hundredths, so that parts always make the whole.  A day is a seventh of a
week, which no decimal can hold; so a day gets what has fallen due by its end less what had by the end of the day
before, and seven days in a row make exactly one week.  Source: rule of this product.
"""

from datetime import date
from decimal import Decimal, DecimalException
from typing import Final, NamedTuple

COUNCIL, ICB, PERSON = "COUNCIL", "ICB", "PERSON"
PAYERS: Final = (COUNCIL, ICB, PERSON)
"""In the order in which they are told."""
WHOLE: Final = 10_000
DAYS_OF_A_WEEK: Final = 7


class Shares(NamedTuple):
    """Hundredths of a per cent for each payer; the three make 10,000."""

    council: int
    icb: int
    person: int

    @property
    def is_whole(self) -> bool:
        """Say whether nobody pays less than nothing and the three make the whole."""
        return min(self) >= 0 and sum(self) == WHOLE

    def paying(self) -> tuple[tuple[str, int], ...]:
        """Return who pays something, in order, with the share."""
        return tuple((payer, share) for payer, share in zip(PAYERS, self, strict=True) if share)


ALL_COUNCIL: Final = Shares(WHOLE, 0, 0)
ALL_ICB: Final = Shares(0, WHOLE, 0)
EVEN: Final = Shares(WHOLE // 2, WHOLE // 2, 0)


class Flow(NamedTuple):
    """What falls due evenly over the days of a week: `weekly / per` a week, in whole units."""

    weekly: int
    per: int = 1

    def between(self, first: date, last: date) -> int:
        """Return what falls due on these days, both included; nothing when there are none."""
        return 0 if last < first else self._by(last.toordinal()) - self._by(first.toordinal() - 1)

    def shared(self, first: date, last: date, shares: Shares) -> dict[str, int]:
        """Return what each payer owes for these days, which is the sum of its days, and of all what `between` says.

        Each owes its share of all that has fallen due by the end of a day, less that by the end of the day before: a
        penny that cannot be shared today is made up for later, and nobody pays more of many days than of one.
        """
        if last < first:
            return dict.fromkeys((payer for payer, _ in shares.paying()), 0)
        until, before = divided(self._by(last.toordinal()), shares), divided(self._by(first.toordinal() - 1), shares)
        return {payer: until[payer] - before[payer] for payer in until}

    def _by(self, day: int) -> int:
        return day * self.weekly // (self.per * DAYS_OF_A_WEEK)


def divided(amount: int, shares: Shares) -> dict[str, int]:
    """Divide whole units among those who pay, none of them further than two from its exact share.

    The person's part is rounded down, then the council's; of more units nobody's part is less.
    """
    person = amount * shares.person // WHOLE
    public, paid_by_public = amount - person, shares.council + shares.icb
    council = public * shares.council // paid_by_public if paid_by_public else 0
    parts = {COUNCIL: council, ICB: public - council, PERSON: person}
    return {payer: parts[payer] for payer, _ in shares.paying()}


def share_of(text: str) -> int | None:
    """Read a share of the whole, in per cent with at most two decimal places, as hundredths; none where it is none."""
    try:
        share = Decimal(text).scaleb(2)
        return int(share) if 0 <= share <= WHOLE and share == share.to_integral_value() else None
    except DecimalException:
        return None
