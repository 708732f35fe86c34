"""Charges on days on which the person may not be charged, and what is to be paid back for exactly these days.

Of a line that is resumed in part and new in part, what is charged above the cost of the resumed part is for the free
one; where a decision says what the person pays, what is above their share.  All bills of a day are held against that
together.  Where it cannot be worked out, nobody has decided yet, or the bills are of several who charge, nothing is
said to be due, and there is a doubt.
Source: SI 2014/2672 regulation 3; the joint six weeks of the National Care Service proposal (6.5).
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from hub.domain.charge_stretches import Support, is_for_one_line, looked_at, running_on
from hub.domain.charged_together import Above, Other, above_together, shares_days
from hub.domain.charges import Charge
from hub.domain.law import Law
from hub.domain.money import Money
from hub.domain.payer_of_day import FREE
from hub.domain.rules import Rule
from hub.domain.wrongly_charged import Found, at_most

AT_REST: Final = frozenset({Rule.CHARGE_AT_REST, Rule.CHARGE_AFTER_DEATH})
"""Why a person looks at a charge for days on which nothing ran that it could be for."""

_Looked = Sequence[tuple[date, Found]]


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


class _Judged(NamedTuple):
    """A charge for support; `above` are the pence of its refund that may not be charged beside others."""

    charge: Charge
    above: int = 0
    refund: Refund | None = None
    doubt: Doubt | None = None


def questioned(money: Money, support: Support, *, taken_back: bool = False) -> list[Refund | Doubt]:
    """Return what is wrongly charged, and behind it the charges of which it is not known what is to be paid back.

    With `taken_back` the same of those that were taken back, as if they had not been.
    """
    refunds: list[Refund] = []
    doubts: list[Doubt] = []
    for each in _judged(money, support, taken_back=taken_back):
        if (money.reversed_by(each.charge) is not None) is taken_back:
            refunds += [] if each.refund is None or each.refund.pence <= 0 else [each.refund]
            doubts += [] if each.doubt is None else [each.doubt]
    return [*refunds, *doubts]


def _judged(money: Money, support: Support, *, taken_back: bool) -> Iterator[_Judged]:
    told: list[_Judged] = []
    for charge in money.charges:
        if money.reversed_by(charge) is not None and not taken_back:
            continue
        if not charge.is_sound:
            yield _Judged(charge, doubt=_without_days(charge))
            continue
        of_equipment = _of_equipment(charge, money, support.law)
        if of_equipment is not None:
            yield _Judged(charge, refund=of_equipment)
            continue
        others = [each for each in told if shares_days(charge, each.charge) and _stood_with(each.charge, charge, money)]
        judged = _of_support(charge, money, support, others)
        told += [judged] if is_for_one_line(charge, support) else []
        yield judged


def _stood_with(other: Charge, charge: Charge, money: Money) -> bool:
    """Say whether another charge was not taken back before one was told."""
    back = money.reversed_by(other)
    return back is None or back.told >= charge.told


def _without_days(charge: Charge) -> Doubt | None:
    """Return a doubt where the days are the wrong way round: whether these are free nobody can say."""
    wrong = charge.last < charge.first and charge.amount > 0
    return Doubt(charge, charge.last, Rule.CHARGE_UNCLEAR) if wrong else None


def _of_equipment(charge: Charge, money: Money, law: Law) -> Refund | None:
    """Return the whole of a charge for equipment that may never be charged.  Source: SI 2014/2672 regulation 3."""
    for each in money.equipment:
        if each.is_free(law) and charge.is_for(each.provider, each.equipment_id):
            return Refund(charge, charge.amount, charge.first, Rule.EQUIPMENT_CHARGED)
    return None


def _of_support(charge: Charge, money: Money, support: Support, others: Sequence[_Judged]) -> _Judged:
    """Return all of what falls on days that are free, and of the others what is above all that may be charged.

    A bill names one amount for all of its days: where hours or shares change meanwhile, what is below on some days is
    above on others.
    """
    found = list(looked_at(charge, money, support))
    limited = [each for _, each in found if each.leeway is not None]
    above = sum(each.pence for each in limited)
    right = above <= sum(each.leeway or 0 for each in limited)
    wrong = [(day, each) for day, each in found if each.pence > (each.leeway or 0)]
    wrong = [(day, each) for day, each in wrong if each.leeway is None or not right]
    free, above = sum(each.pence for _, each in wrong if each.leeway is None), 0 if right else above
    since = wrong[0][0] if wrong else None
    rule = None if since is None else _rule(charge, money, support, since)
    joint, doubt = _beside(charge, money, support, others)
    if joint is not None and joint.pence > above:
        above = joint.pence
        if since is None or joint.since < since:
            since, rule = joint.since, Rule.CHARGED_TOGETHER
    refund = None if since is None or rule is None else Refund(charge, free + above, since, rule)
    return _Judged(charge, above, refund, _doubt(charge, found, money, support, free + above) or doubt)


def _beside(
    charge: Charge, money: Money, support: Support, others: Sequence[_Judged]
) -> tuple[Above | None, Doubt | None]:
    """Return by how much a bill is above beside others of the same one who charges, and a doubt where it is by all."""
    if not (others and is_for_one_line(charge, support)):
        return None, None
    every = [Other(each.charge, each.above) for each in others]
    mine = [each for each in every if each.charge.charged_by == charge.charged_by]
    above = above_together(charge, mine, money, support) if mine else None
    if len(mine) == len(every):
        return above, None
    whole = above_together(charge, every, money, support)
    more = whole is not None and whole.pence > (0 if above is None else above.pence)
    return above, Doubt(charge, whole.since, Rule.CHARGED_TOGETHER) if whole is not None and more else None


def _doubt(charge: Charge, found: _Looked, money: Money, support: Support, back: int) -> Doubt | None:
    """Return why a person looks at a charge, `back` pence of which are paid back; none where nobody has to.

    A bill for days on which its line did not run, too, is right where it is no more than its other days may cost.
    """
    told = [(day, each.doubt) for day, each in found if each.doubt is not None]
    doubt = next(((day, rule) for day, rule in told if rule not in AT_REST), None)
    if doubt is None and _is_of_unknown_kind(charge, money, support.law):
        doubt = charge.first, Rule.CHARGE_UNCLEAR
    if doubt is None and told:
        most = at_most(support.of_line(charge), charge.first, charge.last)
        doubt = None if most is not None and charge.amount - back <= most else told[0]
    return None if doubt is None else Doubt(charge, *doubt)


def _is_of_unknown_kind(charge: Charge, money: Money, law: Law) -> bool:
    """Say whether a charge is for equipment of which nobody can say that it is free."""
    return any(each.is_unclear(law) and charge.is_for(each.provider, each.equipment_id) for each in money.equipment)


def _rule(charge: Charge, money: Money, support: Support, day: date) -> Rule:
    """Return why a day is free: the board pays all, the law keeps it free, a decision does, or else the joint weeks."""
    if money.board_pays(day):
        return Rule.CHARGE_WHILE_BOARD_PAYS
    running = running_on(support.of_line(charge), day)
    lawful = any(each.programme is not None and each.programme.frees(day) for each in running)
    if lawful:
        return Rule.CHARGE_IN_FREE_PERIOD
    decided = bool(running) and not any(each.payer.charging == FREE for each in running)
    return Rule.CHARGE_ABOVE_DECISION if decided else Rule.CHARGE_IN_JOINT_WEEKS
