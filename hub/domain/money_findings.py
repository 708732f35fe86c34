"""What contradicts what in a person's money and hours: kept and shown, never refused."""

from collections.abc import Iterator, Sequence

from hub.domain.joint_state import JointState
from hub.domain.lines import HOURS_OF_A_WEEK, LineState
from hub.domain.money import Money
from hub.domain.rules import Rule
from hub.domain.said import Noted


def money_findings(state: JointState) -> Iterator[Noted]:
    """Give the contradictions, in no order."""
    yield from _hours(state.lines)
    if state.money is not None:
        yield from _of_money(state.money, {line.line_id for line in state.lines})


def _of_money(money: Money, lines: set[str]) -> Iterator[Noted]:
    for rule, by in money.notes:
        yield Noted(rule, by)
    for case in money.chc:
        for rule, by in case.notes:
            yield Noted(rule, by)
    charges = {charge.charge_id: charge for charge in money.charges}
    for reversal in money.reversals:
        charge = charges.get(reversal.charge_id)
        if charge is None:
            yield Noted(Rule.REVERSAL_WITHOUT_CHARGE, reversal.by)
        elif reversal.day < charge.first:
            yield Noted(Rule.REVERSAL_BEFORE_CHARGE, reversal.by)
    known = lines | {each.equipment_id for each in money.equipment}
    for charge in money.charges:
        if charge.line_id is not None and charge.line_id not in known:
            yield Noted(Rule.CHARGE_OF_UNKNOWN_LINE, charge.by)


def _hours(lines: Sequence[LineState]) -> Iterator[Noted]:
    """Give a finding for the first day from which all lines together are more than a day has hours."""
    if len(lines) < 2:  # noqa: PLR2004 - one line is looked at when it is told
        return
    starts = sorted({(span.first, span.by) for line in lines for span in line.spans})
    for day, by in starts:
        running = [span for line in lines if (span := line.on(day)) is not None]
        if sum(span.hours for span in running if span.hours is not None and span.hours > 0) > HOURS_OF_A_WEEK:
            yield Noted(Rule.MORE_THAN_A_DAY, by)
            return
