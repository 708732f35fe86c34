"""What is kept of one person's money: continuing healthcare, who pays by decision, charges, equipment."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final, TypeVar

import msgspec

from hub.domain.charges import Charge, Equipment, Reversal
from hub.domain.chc import MOVES as CHC_MOVES
from hub.domain.chc import fold_case
from hub.domain.chc_case import ChcCase
from hub.domain.days import day_of
from hub.domain.funding_decisions import Determination, determined
from hub.domain.rules import Rule
from hub.domain.steps import Step
from hub.events.charges import ChargeRecorded, ChargeReversed, EquipmentProvided

T = TypeVar("T", bound=msgspec.Struct)
Notes = tuple[tuple[Rule, int], ...]
replace = msgspec.structs.replace


class Money(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Everything by which it is told who pays for what, beside the support lines themselves."""

    chc: tuple[ChcCase, ...] = ()
    determinations: tuple[Determination, ...] = ()
    charges: tuple[Charge, ...] = ()
    reversals: tuple[Reversal, ...] = ()
    equipment: tuple[Equipment, ...] = ()
    notes: Notes = ()
    to_come: tuple[str, ...] = ()
    """Of money as it was on a day: lines that its charges name and that are known by now, if they begin after it."""

    def reversed_by(self, charge: Charge) -> Reversal | None:
        """Return what took a charge back, or none."""
        return next((each for each in self.reversals if each.of == charge.by), None)

    def board_pays(self, day: date) -> bool:
        """Say whether the board pays all on a day."""
        return any(case.funding(day) is not None for case in self.chc)


def _told(known: tuple[T, ...], new: T, giver: str) -> tuple[T, ...]:
    """Return the list with something told under an id, in the place of what its giver told under it before."""
    place = _place(known, new, giver)
    return (*known, new) if place is None else (*known[:place], new, *known[place + 1 :])


def _place(known: tuple[T, ...], new: T, giver: str) -> int | None:
    """Return where the newest is that was told under an id by who gave it: an id is its giver's own.

    Who does not say who gives it contradicts nobody.
    """
    name = new.__struct_fields__[0]
    for place in range(len(known) - 1, -1, -1):
        one = known[place]
        givers = {getattr(one, giver), getattr(new, giver)} - {None}
        if getattr(one, name) == getattr(new, name) and len(givers) < 2:  # noqa: PLR2004 - not two different ones
            return place
    return None


def charged(money: Money, step: Step, body: ChargeRecorded) -> Money:
    """A charge to the person was recorded; one that was taken back stays so when it comes again as it was."""
    by, told = step.ordinal, day_of(step.event.occurred_at)
    names = body.charged_by, body.provider, body.line_id
    charge = Charge(body.charge_id, body.from_on, body.to_on, body.amount, by, *names, told=told)
    if body.to_on < body.from_on:
        money = replace(money, notes=(*money.notes, (Rule.CHARGE_ENDS_BEFORE_START, by)))
    if body.amount < 0:
        money = replace(money, notes=(*money.notes, (Rule.NEGATIVE_MONEY, by)))
    place = _place(money.charges, charge, "charged_by")
    before = None if place is None else money.charges[place]
    if before is None or money.reversed_by(before) is not None:
        return money if before is not None and before.is_alike(charge) else _another(money, charge)
    return replace(
        money, charges=_told(money.charges, replace(charge, again=before.again, told=before.told), "charged_by")
    )


def _another(money: Money, charge: Charge) -> Money:
    """Return what is kept with a charge that takes no other's place; a reversal that awaits it takes it back."""
    again = sum(each.charge_id == charge.charge_id for each in money.charges)
    money = replace(money, charges=(*money.charges, replace(charge, again=again)))
    awaiting = [each for each in money.reversals if each.awaits(charge)]
    if not awaiting:
        return money
    taking = max(awaiting, key=lambda each: each.charged_by is not None)  # whoever names nobody takes what is left
    return replace(money, reversals=tuple([_of(each, charge) if each is taking else each for each in money.reversals]))


def _of(reversal: Reversal, charge: Charge) -> Reversal:
    """Return a reversal that holds for a charge, whose charger it names from now on."""
    return replace(reversal, of=charge.by, charged_by=reversal.charged_by or charge.charged_by)


def taken_back(money: Money, step: Step, body: ChargeReversed) -> Money:
    """A charge was taken back: the one told last of its number, else the one that comes next; a repeat takes none.

    Where it is said who charged, those of others are none of it.
    """
    told = day_of(step.event.occurred_at)
    new = Reversal(body.charge_id, body.reversed_on, step.ordinal, None, told, body.charged_by)
    its = [each for each in money.reversals if each.repeats(new)]
    standing = [each for each in money.charges if new.is_of(each) and not money.reversed_by(each)]
    if body.charged_by is not None:
        standing = [each for each in standing if each.charged_by == body.charged_by] or standing
    same = [each for each in its if new.charged_by in {None, each.charged_by}]
    if any(each.day == new.day for each in its) or (same and not standing):
        return money
    if len(standing) > 1:
        money = replace(money, notes=(*money.notes, (Rule.REVERSAL_UNCLEAR, step.ordinal)))
    of = max(standing, key=lambda each: each.by, default=None)
    return replace(money, reversals=(*money.reversals, new if of is None else _of(new, of)))


def equipped(money: Money, step: Step, body: EquipmentProvided) -> Money:
    """The person got equipment or an adaptation."""
    new = Equipment(body.equipment_id, body.kind, body.provided_on, body.cost, step.ordinal, body.provider)
    if body.cost < 0:
        money = replace(money, notes=(*money.notes, (Rule.NEGATIVE_MONEY, step.ordinal)))
    return replace(money, equipment=_told(money.equipment, new, "provider"))


def decided(money: Money, step: Step, body: Any) -> Money:
    """People decided who pays; shares that make no whole are kept and decide nothing."""
    new = determined(body, step.ordinal)
    if not new.shares.is_whole:
        money = replace(money, notes=(*money.notes, (Rule.SHARES_NOT_WHOLE, step.ordinal)))
    return replace(money, determinations=_told(money.determinations, new, "decided_by"))


def continuing(money: Money, step: Step, _body: Any) -> Money:
    """Something happened in a case of NHS Continuing Healthcare."""
    return replace(money, chc=fold_case(money.chc, step))


MOVES: Final[dict[str, Callable[[Money, Step, Any], Money]]] = {
    "ChargeRecorded": charged,
    "ChargeReversed": taken_back,
    "EquipmentProvided": equipped,
    "FundingDetermined": decided,
    **dict.fromkeys(CHC_MOVES, continuing),
}
"""By event type, how an event moves what is kept."""


def fold_money(money: Money | None, step: Step) -> Money:
    """Return what is kept after one event."""
    return MOVES[step.event.type](money or Money(), step, step.event.body)
