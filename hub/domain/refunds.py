"""Charges on days on which the person may not be charged, and what is to be paid back for exactly these days.

A day is free by the joint clock, by the law's, or because the board pays all; of a line that is resumed in part and
new in part, what is charged above the cost of the resumed part is for the free one; where a decision says what the
person pays, what is above their share.  A day of six weeks on which the line charged for does not run is free as well.
Where that cannot be worked out, or nobody has decided yet, nothing is said to be due, and there is a doubt.
Source: SI 2014/2672 regulation 3; the joint six weeks of the National Care Service proposal (6.5).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from hub.domain.charges import Charge
from hub.domain.law import Law
from hub.domain.lines import RESUMED
from hub.domain.money import Money
from hub.domain.payer_of_day import FREE
from hub.domain.responsibility import Period
from hub.domain.rules import Rule
from hub.domain.six_weeks import Window, plus
from hub.domain.wrongly_charged import Found, wrongly_charged


class Refund(NamedTuple):
    """Pence of a charge that fall on days which are free, the first of these days, and why that one is free."""

    charge: Charge
    pence: int
    since: date
    rule: Rule


class Doubt(NamedTuple):
    """A charge of which nobody can say what is to be paid back, since when, and why not."""

    charge: Charge
    since: date
    rule: Rule


def refunds(money: Money, periods: Sequence[Period], windows: Sequence[Window], law: Law) -> list[Refund]:
    """Return what is wrongly charged and not taken back; `periods` are of every line on all days, without overlaps.

    `windows` are the days of six weeks.
    """
    found = []
    for charge in _standing(money):
        refund = _of_equipment(charge, money, law) or _of_days(charge, money, periods, windows, law)
        if refund is not None and refund.pence > 0:
            found.append(refund)
    return found


def doubts(money: Money, periods: Sequence[Period], windows: Sequence[Window], law: Law) -> list[Doubt]:
    """Return the charges of which it is not known what is to be paid back, as `refunds`."""
    found = []
    for charge in _standing(money):
        if _of_equipment(charge, money, law) is None:
            looked_at = _looked_at(charge, money, periods, windows, law)
            doubt = next((Doubt(charge, day, each.doubt) for day, each in looked_at if each.doubt is not None), None)
            if doubt is None and _is_of_unknown_kind(charge, money, law):
                doubt = Doubt(charge, charge.first, Rule.CHARGE_UNCLEAR)
            found += [] if doubt is None else [doubt]
    return [*found, *_without_days(money)]


def _without_days(money: Money) -> Iterator[Doubt]:
    """Give the charges whose days are the wrong way round: whether these are free nobody can say."""
    for charge in money.charges:
        if charge.last < charge.first and charge.amount > 0 and money.reversed_by(charge) is None:
            yield Doubt(charge, charge.last, Rule.CHARGE_UNCLEAR)


def _standing(money: Money) -> Iterator[Charge]:
    for charge in money.charges:
        if charge.is_sound and money.reversed_by(charge) is None:
            yield charge


def _of_equipment(charge: Charge, money: Money, law: Law) -> Refund | None:
    """Return the whole of a charge for equipment that may never be charged.  Source: SI 2014/2672 regulation 3."""
    for each in money.equipment:
        if each.is_free(law) and charge.is_for(each.provider, each.equipment_id):
            return Refund(charge, charge.amount, charge.first, Rule.EQUIPMENT_CHARGED)
    return None


def _of_days(
    charge: Charge, money: Money, periods: Sequence[Period], windows: Sequence[Window], law: Law
) -> Refund | None:
    """Return all of what falls on days that are free, and of the others what is above all that may be charged.

    A bill names one amount for all of its days: where hours or shares change meanwhile, what is below on some days is
    above on others.
    """
    looked_at = list(_looked_at(charge, money, periods, windows, law))
    limited = [each for _, each in looked_at if each.leeway is not None]
    above = sum(each.pence for each in limited)
    right = above <= sum(each.leeway or 0 for each in limited)
    wrong = [(day, each) for day, each in looked_at if each.pence > (each.leeway or 0)]
    wrong = [(day, each) for day, each in wrong if each.leeway is None or not right]
    if not wrong:
        return None
    pence = (0 if right else above) + sum(each.pence for _, each in wrong if each.leeway is None)
    since = wrong[0][0]
    return Refund(charge, pence, since, _rule(money, _of_line(charge, periods), since))


def _looked_at(
    charge: Charge, money: Money, periods: Sequence[Period], windows: Sequence[Window], law: Law
) -> Iterator[tuple[date, Found]]:
    """Give what is wrong with each stretch of a charge, by its first day."""
    mine = _of_line(charge, periods)
    for first, last in _stretches(charge.first, charge.last, _bounds(money, mine)):
        running = [each for each in mine if each.first <= first and (each.last is None or first <= each.last)]
        if any(case.funding(first) is not None for case in money.chc):
            yield first, Found(charge.between(first, last))
        elif running:
            one_line = charge.line_id is not None and len({each.part.line.provider for each in running}) == 1
            amount = charge.between(first, last)
            yield first, wrongly_charged(amount, running, (first, last), one_line=one_line)
        else:
            for begins, ends in _stretches(first, last, windows):
                window = next((each for each in windows if each.first <= begins <= each.last), None)
                yield begins, _without_support(charge, charge.between(begins, ends), money, (mine, window, law))


def _without_support(
    charge: Charge, amount: int, money: Money, around: tuple[Sequence[Period], Window | None, Law]
) -> Found:
    """Return what is wrong with pence for days on which nothing runs that they could be for.

    In the six weeks of a window support that is new is free, so that all is paid back.  Of a line from before them
    this is not known: where it ran the person would be charged.
    """
    mine, window, law = around
    if amount <= 0 or _is_of_equipment(charge, money):
        return Found()
    if charge.line_id is not None and mine:
        return Found(amount if window is not None and not _is_from_before(mine, window) else 0)
    return Found(doubt=Rule.CHARGE_UNCLEAR if window is not None or _is_another_s(charge, money, law) else None)


def _is_from_before(periods: Iterable[Period], window: Window) -> bool:
    """Say whether a line ran before the six weeks of a window, or is resumed in them."""
    return any(
        each.first < window.first or (each.first <= window.last and each.part.origin.value == RESUMED)
        for each in periods
    )


def _of_line(charge: Charge, periods: Iterable[Period]) -> list[Period]:
    """Return the periods of the line that a charge names, else of all lines, of its provider where it names one."""
    if charge.line_id is not None:
        return [each for each in periods if charge.is_for(each.part.line.provider, each.part.line.line_id)]
    return [each for each in periods if charge.provider in {None, each.part.line.provider}]


def _is_of_equipment(charge: Charge, money: Money) -> bool:
    return any(charge.is_for(each.provider, each.equipment_id) for each in money.equipment)


def _is_of_unknown_kind(charge: Charge, money: Money, law: Law) -> bool:
    """Say whether a charge is for equipment of which nobody can say that it is free."""
    return any(each.is_unclear(law) and charge.is_for(each.provider, each.equipment_id) for each in money.equipment)


def _is_another_s(charge: Charge, money: Money, law: Law) -> bool:
    """Say whether free equipment has the name that a charge gives, of another provider than it names."""
    return any(each.is_free(law) and each.equipment_id == charge.line_id for each in money.equipment)


def _rule(money: Money, periods: Iterable[Period], day: date) -> Rule:
    """Return why a day is free: the board pays all, the law keeps it free, a decision does, or else the joint weeks."""
    if any(case.funding(day) is not None for case in money.chc):
        return Rule.CHARGE_WHILE_BOARD_PAYS
    running = [each for each in periods if each.first <= day and (each.last is None or day <= each.last)]
    lawful = any(each.programme is not None and each.programme.frees(day) for each in running)
    if lawful:
        return Rule.CHARGE_IN_FREE_PERIOD
    decided = bool(running) and not any(each.payer.charging == FREE for each in running)
    return Rule.CHARGE_ABOVE_DECISION if decided else Rule.CHARGE_IN_JOINT_WEEKS


def _stretches(first: date, last: date, bounds: Iterable[tuple[date, date | None]]) -> Iterator[tuple[date, date]]:
    """Give days in stretches on which the same lines run and the same ones pay, or of the same six weeks."""
    days = {first}
    for begins, ends in bounds:
        days.add(begins)
        if ends is not None:
            days.add(plus(ends, 1))
    inside = sorted(day for day in days if first <= day <= last)
    yield from zip(inside, [*(day - timedelta(days=1) for day in inside[1:]), last], strict=True)


def _bounds(money: Money, periods: Iterable[Period]) -> Iterator[tuple[date, date | None]]:
    for period in periods:
        yield period.first, period.last
    for case in money.chc:
        for funding in case.funded:
            yield funding.first, funding.last
