"""What contradicts what in a person's money: kept and shown beside what it is about, never refused."""

from collections.abc import Iterator

from hub.domain.charges import KINDS
from hub.domain.finding import (
    CHARGE,
    CONTINUING_HEALTHCARE,
    DETERMINATION,
    EQUIPMENT,
    About,
    Finding,
)
from hub.domain.joint_state import JointState
from hub.domain.money import Money
from hub.domain.rules import Rule


def money_findings(state: JointState) -> Iterator[Finding]:
    """Give the contradictions, in no order."""
    money = state.money
    if money is None:
        return
    for rule, by in money.notes:
        yield Finding(rule, by, _noted_of(money, rule, by))
    for case in money.chc:
        for rule, by in case.notes:
            yield Finding(rule, by, About(CONTINUING_HEALTHCARE, case.case_id))
    for piece in money.equipment:
        if piece.kind not in KINDS:
            yield Finding(Rule.UNKNOWN_EQUIPMENT, piece.by, About(EQUIPMENT, piece.equipment_id))
    yield from _of_charges(money, {line.line_id for line in state.lines})


def _noted_of(money: Money, rule: Rule, by: int) -> About:
    """Return what was told by the event that a note is about; without its id where it was told anew since."""
    charges = [(each.by, each.charge_id) for each in money.charges]
    charges += [(each.by, each.charge_id) for each in money.reversals]
    for told, charge_id in charges:
        if told == by:
            return About(CHARGE, charge_id)
    for each in money.equipment:
        if each.by == by:
            return About(EQUIPMENT, each.equipment_id)
    for decision in money.determinations:
        if decision.by == by:
            return About(DETERMINATION, decision.determination_id)
    return About(DETERMINATION if rule is Rule.SHARES_NOT_WHOLE else CHARGE)


def _of_charges(money: Money, lines: set[str]) -> Iterator[Finding]:
    charges = {charge.by: charge for charge in money.charges}
    for reversal in money.reversals:
        charge = None if reversal.of is None else charges[reversal.of]
        about = About(CHARGE, reversal.charge_id)
        if charge is None:
            yield Finding(Rule.REVERSAL_WITHOUT_CHARGE, reversal.by, about)
        elif reversal.day < charge.first:
            yield Finding(Rule.REVERSAL_BEFORE_CHARGE, reversal.by, about, (charge.by,))
    known = lines | set(money.to_come) | {each.equipment_id for each in money.equipment}
    for charge in money.charges:
        if charge.line_id is not None and charge.line_id not in known:
            yield Finding(Rule.CHARGE_OF_UNKNOWN_LINE, charge.by, About(CHARGE, charge.charge_id))
