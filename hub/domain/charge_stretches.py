"""The days of one charge, in stretches on which the same holds, and what is wrong with each of them.

A day is free by the joint clock, by the law's, or because the board pays all.  A day of six weeks on which a new line
does not run is free as well.  Of other days on which its line does not run, or after a death, nobody can say whether a
charge for them is right, so that a person looks.
Source: SI 2014/2672 regulation 3; the joint six weeks of the National Care Service proposal (6.5).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from hub.domain.charges import Charge
from hub.domain.funding_decisions import holding
from hub.domain.law import Law
from hub.domain.lines import RESUMED, LineState
from hub.domain.money import Money
from hub.domain.responsibility import Period
from hub.domain.rules import Rule
from hub.domain.six_weeks import Window, plus
from hub.domain.wrongly_charged import Found, wrongly_charged

Days = tuple[date, date]
Bounds = Iterable[tuple[date, date | None]]


class Support(NamedTuple):
    """What charges are held against: who pays for what on all days, the six weeks, the law, the lines, and a death.

    `periods` are of every line, without overlaps; `windows` are the days of six weeks.
    """

    periods: Sequence[Period]
    windows: Sequence[Window]
    law: Law
    lines: Sequence[LineState] = ()
    died_on: date | None = None

    def of_line(self, charge: Charge) -> list[Period]:
        """Return the periods of the line that a charge names, else of all lines, of its provider where it names one."""
        if charge.line_id is not None:
            return [each for each in self.periods if charge.is_for(each.part.line.provider, each.part.line.line_id)]
        return [each for each in self.periods if charge.provider in {None, each.part.line.provider}]

    def lines_of(self, charge: Charge) -> list[LineState]:
        """Return the lines that a charge names; none where it names no line."""
        return [line for line in self.lines if charge.line_id and charge.is_for(line.provider, line.line_id)]

    def is_after_death(self, day: date) -> bool:
        """Say whether the person had died before a day."""
        return self.died_on is not None and self.died_on < day


def looked_at(charge: Charge, money: Money, support: Support) -> Iterator[tuple[date, Found]]:
    """Give what is wrong with each stretch of a charge, by its first day."""
    mine = support.of_line(charge)
    for first, last in stretches(charge.first, charge.last, bounds(money, mine)):
        running = running_on(mine, first)
        if money.board_pays(first):
            yield first, Found(charge.between(first, last))
        elif running:
            yield (
                first,
                wrongly_charged(charge.between(first, last), running, (first, last), one_line=_is_one(charge, running)),
            )
        else:
            yield from _without_support(charge, (first, last), money, (mine, support))


def _without_support(
    charge: Charge, days: Days, money: Money, around: tuple[Sequence[Period], Support]
) -> Iterator[tuple[date, Found]]:
    """Give what is wrong on days on which nothing runs that a charge could be for."""
    mine, support = around
    if any(charge.is_for(each.provider, each.equipment_id) for each in money.equipment):
        return
    for first, last in stretches(*days, support.windows):
        window = next((each for each in support.windows if each.first <= first <= each.last), None)
        found = None if window is None else _in_weeks(charge, charge.between(first, last), mine, window)
        if found is not None:
            yield first, found
            continue
        doubt = _outside_weeks if window is None else _at_rest
        for begins, ends in stretches(first, last, _changes(charge, money, support)):
            if charge.between(begins, ends) > 0:
                yield begins, Found(doubt=doubt(charge, begins, money, support))


def _in_weeks(charge: Charge, amount: int, mine: Sequence[Period], window: Window) -> Found | None:
    """Return what is wrong with pence for days of six weeks: support that is new is free, so that all is paid back.

    Of a line from before them this is not known, and none is returned: where it ran the person would be charged.
    """
    if amount <= 0:
        return Found()
    if charge.line_id is None or not mine:
        return Found(doubt=Rule.CHARGE_UNCLEAR)
    return None if _is_from_before(mine, window) else Found(amount)


def _outside_weeks(charge: Charge, day: date, money: Money, support: Support) -> Rule | None:
    """Return why a person looks at what is charged for a day of no six weeks; none where nobody has to."""
    lines = support.lines_of(charge)
    if support.is_after_death(day) or (lines and not any(line.on(day) for line in lines)):
        return _at_rest(charge, day, money, support)
    return Rule.CHARGE_UNCLEAR if _is_another_s(charge, money, support.law) else None


def _at_rest(charge: Charge, day: date, money: Money, support: Support) -> Rule | None:
    """Return why a person looks at what is charged for a day on which nothing ran that it could be for.

    Nobody has to where people decided, since support stopped, that the person pays something from then on.
    """
    if _was_decided(charge, day, money, support):
        return None
    return Rule.CHARGE_AFTER_DEATH if support.is_after_death(day) else Rule.CHARGE_AT_REST


def _was_decided(charge: Charge, day: date, money: Money, support: Support) -> bool:
    lines = support.lines_of(charge)
    named = [(line.provider, line.line_id) for line in lines] or [(charge.provider or "", charge.line_id or "")]
    held = [holding(money.determinations, *name, day) for name in named]
    if any(each is None or not each.shares.person for each in held):
        return False
    since = min(each.first for each in held if each is not None)
    if support.is_after_death(day):
        return support.is_after_death(since)
    return not any(span.touches(since, day) for line in lines for span in line.spans)


def _changes(charge: Charge, money: Money, support: Support) -> Bounds:
    yield from ((span.first, span.last) for line in support.lines_of(charge) for span in line.spans)
    yield from ((each.first, None) for each in money.determinations)
    if support.died_on is not None:
        yield plus(support.died_on, 1), None


def _is_from_before(periods: Iterable[Period], window: Window) -> bool:
    """Say whether a line ran before the six weeks of a window, or is resumed in them."""
    return any(
        each.first < window.first or (each.first <= window.last and each.part.origin.value == RESUMED)
        for each in periods
    )


def _is_another_s(charge: Charge, money: Money, law: Law) -> bool:
    """Say whether free equipment has the name that a charge gives, of another provider than it names."""
    return any(each.is_free(law) and each.equipment_id == charge.line_id for each in money.equipment)


def _is_one(charge: Charge, periods: Iterable[Period]) -> bool:
    return charge.line_id is not None and len({each.part.line.provider for each in periods}) == 1


def is_for_one_line(charge: Charge, support: Support) -> bool:
    """Say whether a charge names a line, and one provider alone has a line of that name."""
    return _is_one(charge, support.of_line(charge))


def running_on(periods: Iterable[Period], day: date) -> list[Period]:
    """Return those periods that a day lies in."""
    return [each for each in periods if each.first <= day and (each.last is None or day <= each.last)]


def stretches(first: date, last: date, changes: Bounds) -> Iterator[Days]:
    """Give days in stretches on which the same lines run and the same ones pay, or of the same six weeks."""
    days = {first}
    for begins, ends in changes:
        days.add(begins)
        if ends is not None:
            days.add(plus(ends, 1))
    inside = sorted(day for day in days if first <= day <= last)
    yield from zip(inside, [*(day - timedelta(days=1) for day in inside[1:]), last], strict=True)


def bounds(money: Money, periods: Iterable[Period]) -> Bounds:
    """Give the days on which other lines run or others pay."""
    for period in periods:
        yield period.first, period.last
    for case in money.chc:
        for funding in case.funded:
            yield funding.first, funding.last
