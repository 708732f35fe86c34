"""The ledger: what each payer owes for each line on each day, in whole pence and hundredths of an hour.

Every total is the sum of its entries, and an amount that nobody can know is none, never nothing.
Source: rule of this product, over the payers of `hub.domain.payer_of_day`.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from hub.domain.responsibility import Period

SHOWN_AFTER: Final = timedelta(days=366)
"""How long after the last covered day entries are given at most: what goes on for years is no longer of these weeks."""


class Entry(NamedTuple):
    """What one payer owes for one part of a line on one day; `pence` and `hundredths` are none where not known."""

    day: date
    period: Period
    payer: str
    pence: int | None
    hundredths: int | None


class Total(NamedTuple):
    """Sums of entries; `unknown` counts those whose amount nobody knows."""

    pence: int = 0
    hundredths: int = 0
    unknown: int = 0

    def plus(self, entry: Entry) -> "Total":
        """Return the total with one more entry."""
        return Total(
            self.pence + (entry.pence or 0),
            self.hundredths + (entry.hundredths or 0),
            self.unknown + (entry.pence is None),
        )


def entries(periods: Iterable[Period], first: date, last: date) -> Iterator[Entry]:
    """Give the entries of these days, both included, by day; lines of a day in the order of the periods."""
    known = list(periods)
    for day in _days(first, last):
        for period in known:
            if period.first <= day <= period.until(day):
                yield from _of_day(period, day)


def _days(first: date, last: date) -> Iterator[date]:
    for number in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(number)


def _of_day(period: Period, day: date) -> Iterator[Entry]:
    shares = period.payer.shares
    pence = None if period.pence is None else period.pence.shared(day, day, shares)
    hundredths = None if period.hours is None else period.hours.shared(day, day, shares)
    for payer, _ in shares.paying():
        yield Entry(
            day,
            period,
            payer,
            None if pence is None else pence[payer],
            None if hundredths is None else hundredths[payer],
        )


def hundredths(units: int) -> str:
    """Write hundredths as a decimal number: pence as pounds, hundredths of an hour as hours."""
    whole, part = divmod(abs(units), 100)
    return f"{'-' if units < 0 else ''}{whole}.{part:02d}"
