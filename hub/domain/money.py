"""What is kept of one person's money: continuing healthcare, who pays by decision, charges, equipment."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import msgspec

from hub.domain.charges import Charge, Equipment, Reversal
from hub.domain.chc import MOVES as CHC_MOVES
from hub.domain.chc import fold_case
from hub.domain.chc_case import ChcCase
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

    def reversed_by(self, charge_id: str) -> Reversal | None:
        """Return the first reversal of a charge, or none."""
        return next((each for each in self.reversals if each.charge_id == charge_id), None)


def _told(known: tuple[T, ...], new: T) -> tuple[T, ...]:
    """Return the list with something told under an id, in the place of what was told under it before."""
    name = new.__struct_fields__[0]
    if all(getattr(one, name) != getattr(new, name) for one in known):
        return (*known, new)
    return tuple(new if getattr(one, name) == getattr(new, name) else one for one in known)


def charged(money: Money, step: Step, body: ChargeRecorded) -> Money:
    """A charge to the person was recorded."""
    by = step.ordinal
    charge = Charge(
        body.charge_id, body.from_on, body.to_on, body.amount, by, body.charged_by, body.provider, body.line_id
    )
    if body.to_on < body.from_on:
        money = replace(money, notes=(*money.notes, (Rule.CHARGE_ENDS_BEFORE_START, by)))
    if body.amount < 0:
        money = replace(money, notes=(*money.notes, (Rule.NEGATIVE_MONEY, by)))
    return replace(money, charges=_told(money.charges, charge))


def taken_back(money: Money, step: Step, body: ChargeReversed) -> Money:
    """A charge was taken back; a repeat changes nothing."""
    if money.reversed_by(body.charge_id) is not None:
        return money
    return replace(money, reversals=(*money.reversals, Reversal(body.charge_id, body.reversed_on, step.ordinal)))


def equipped(money: Money, step: Step, body: EquipmentProvided) -> Money:
    """The person got equipment or an adaptation."""
    new = Equipment(body.equipment_id, body.kind, body.provided_on, body.cost, step.ordinal, body.provider)
    if body.cost < 0:
        money = replace(money, notes=(*money.notes, (Rule.NEGATIVE_MONEY, step.ordinal)))
    return replace(money, equipment=_told(money.equipment, new))


def decided(money: Money, step: Step, body: Any) -> Money:
    """People decided who pays; shares that make no whole are kept and decide nothing."""
    new = determined(body, step.ordinal)
    if not new.shares.is_whole:
        money = replace(money, notes=(*money.notes, (Rule.SHARES_NOT_WHOLE, step.ordinal)))
    return replace(money, determinations=_told(money.determinations, new))


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
