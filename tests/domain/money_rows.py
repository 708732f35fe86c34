"""Rows of invented support as they were told, and how an amount of a day is divided: for the walk through the days."""

from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import NamedTuple

DAY = timedelta(days=1)


class Told(NamedTuple):
    """A line as told: what holds from which day on."""

    name: str
    service: str
    terms: list[tuple[date, int | None, int | None, str | None]]
    """First day, hundredths of an hour a week, pence an hour, and the origin that was stated with them."""
    last: date | None

    def on(self, day: date) -> tuple[int | None, int | None] | None:
        """What it gives on a day."""
        held = [(hours, price) for first, hours, price, _ in self.terms if first <= day]
        return held[-1] if held and (self.last is None or day <= self.last) else None

    def word(self, day: date, again: date | None = None) -> tuple[str | None, int]:
        """What was stated last up to a day, and the hours that were resumed by what was stated up to it.

        That a line which ran before the next discharge is resumed is of the six weeks of that one, when said after it.
        """
        word, resumed = None, 0
        for since, hours, _, origin in [one for one in self.terms if one[0] <= day]:
            if origin == "RESUMED" and again is not None and self.terms[0][0] < again <= since:
                continue
            word = origin or word
            if origin in {"RESUMED", "NEW"}:
                resumed = (hours or 0) if origin == "RESUMED" else 0
        return word, resumed


class Owed(NamedTuple):
    """One payer's part of one part of a line on one day, by hand."""

    day: date
    line: str
    origin: str
    payer: str
    pence: int | None
    hundredths: int | None


def split(day: date, a_day: Fraction, shares: tuple[int, int, int]) -> list[int]:
    """Walk to the eve and to the day: first the person's part is cut off, then the council's of what is left."""
    council, icb, person = (Fraction(share, 10_000) for share in shares)

    def until(days: int) -> list[int]:
        whole = floor(days * a_day)
        theirs = floor(whole * person)
        public = whole - theirs
        ours = floor(public * council / (council + icb)) if council + icb else 0
        return [ours, public - ours, theirs]

    before = until(day.toordinal() - 1)
    return [now - then for now, then in zip(until(day.toordinal()), before, strict=True)]
