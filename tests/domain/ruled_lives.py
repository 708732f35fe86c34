"""Invented lives under one rule or another: what is covered, free, owed and to be paid back, one day after the other.

It shares no code with the product: windows, payers and clocks are those of `tests.domain.money_lives`.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from tests.domain.money_lives import MoneyLife
from tests.domain.money_rows import DAY, Told

Dated = Sequence[tuple[date, int]]
"""What holds from which day on."""


class RuledLife(MoneyLife):
    """A life as it is known on a day, under lengths of the window by day of discharge and shares by day."""

    def __init__(self, seed: int, on: date, lengths: Dated = (), shares: Dated = ()) -> None:
        super().__init__(seed)
        self.on, self._lengths, self._shares = on, lengths, shares
        self.weeks = [(admitted, first) for admitted, first in self.weeks if first <= on]
        self._came_back = [admitted for admitted, _ in MoneyLife(seed).weeks[1:] if admitted <= on]
        self.left_england = self.stop if self.died is None else None
        if self.died is not None and self.died > on:
            self.stop = self.died = None

    def length(self, first: date) -> int:
        """How many days are covered from a day of discharge on."""
        return _newest(self._lengths, first, 42)

    def share(self, day: date) -> int:
        """What the council pays of joint support on a day."""
        return _newest(self._shares, day, 5_000)

    def whole(self, place: int) -> list[date]:
        """The covered days of one of the six weeks, those that lie ahead as well."""
        _, first = self.weeks[place]
        ends = [after for _, after in self.weeks[place + 1 :]]
        ends += [day for day in (self.died, self.left_england) if day is not None]
        days = []
        day = first
        while day < first + self.length(first) * DAY and all(day < end for end in ends):
            days += [] if self.is_funded(day) else [day]
            day += DAY
        return days

    def covered(self) -> set[date]:
        """Every covered day up to the one on which it is asked."""
        return {day for place in range(len(self.weeks)) for day in self.whole(place) if day <= self.on}

    def status(self, place: int) -> str:
        """What one of the six weeks is on the day."""
        days, (_, first) = self.whole(place), self.weeks[place]
        if self.on not in days:
            return "ended"
        return "suspended" if any(first < back <= self.on for back in self._came_back) else "open"

    def windows(self) -> set[date]:
        """Every day of the windows up to the one on which it is asked, whatever ended them but a later discharge."""
        found = set()
        for place, (_, first) in enumerate(self.weeks):
            later = [after for _, after in self.weeks[place + 1 :]]
            days = [first + n * DAY for n in range(self.length(first))]
            found |= {day for day in days if day <= self.on and all(day < after for after in later)}
        return found

    def support(self, days: Collection[date]) -> Iterator[tuple[date, date, Told, str, int, int | None]]:
        """Day, day of discharge, line, origin, hours and price of every part of support that runs on days."""
        for day in sorted(days):
            admitted, first = [week for week in self.weeks if week[1] <= day][-1]
            if self.stop is not None and day >= self.stop:
                continue
            found = list(self.parts(day, admitted, first))
            for line, origin, hours, price in found:
                yield day, first, line, origin, hours, price
            for line in self.lines:
                held = line.on(day)
                if held is not None and held[0] is not None and line not in [part[0] for part in found]:
                    yield day, first, line, "RESUMED", held[0], held[1]

    def sums(self, days: Collection[date]) -> Counter[str]:
        """The pence of each payer."""
        owed: Counter[str] = Counter()
        for day, first, line, origin, hours, price in self.support(days):
            for one in self.divided(day, (line, origin, hours, price), first):
                owed[one.payer] += one.pence or 0
        return owed

    def unknown(self, days: Collection[date]) -> set[tuple[str, date]]:
        """Lines and days whose price nobody said."""
        return {(line.name, day) for day, _, line, _, _, price in self.support(days) if price is None}

    def free(self, days: Collection[date]) -> set[tuple[str, date]]:
        """Lines and days on which a clock, a decision or the board keeps a part free."""
        return {
            (line.name, day)
            for day, first, line, origin, _, _ in self.support(days)
            if self.is_funded(day) or self.is_free(day, line, origin, first)
        }

    def undecided(self, day: date) -> set[str]:
        """The names of lines that run on a day and of which nobody has decided who pays after six weeks."""
        found = set()
        for _, first, line, origin, _, _ in self.support({day}):
            joint = origin not in {"RESUMED", "UNDECIDED"} and day <= self._told_apart(line, day, first)[2]
            decided = origin == "RESUMED" or (origin != "UNDECIDED" and self.decision(day, line, first) is not None)
            if not (joint or decided or self.is_funded(day)):
                found.add(line.name)
        return found

    def due(self) -> dict[str, tuple[date, int]]:
        """For each charge that is to be paid back the first day of it that is wrong, and the pence."""
        found = {}
        for name, *_ in self.charged:
            wrong = self.wrong(name)
            if wrong:
                found[name] = wrong[0][0], self.refund(name)
        return found


def _newest(dated: Dated, day: date, otherwise: int) -> int:
    held = [value for since, value in sorted(dated) if since <= day]
    return held[-1] if held else otherwise
