"""What waits of a person's money: a decision who pays after the six weeks, what is to be paid back, and the board's.

Source: the joint six weeks of the National Care Service proposal (6.5): from day 43 a determination decides; SI
2014/2672 regulation 3; National Framework for NHS Continuing Healthcare, 28 calendar days.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from hub.domain.charges import Charge
from hub.domain.chc_case import POSITIVE, ChcCase
from hub.domain.law import Law
from hub.domain.payer_of_day import UNDECIDED
from hub.domain.refunds import Doubt, Refund
from hub.domain.responsibility import Period
from hub.domain.rules import Rule
from hub.domain.step import COUNCIL, ICS, PROVIDER, NextStep


class Owed(NamedTuple):
    """What follows from a person's money on a day: periods on it of which nobody has decided, what is paid back.

    `doubts` are charges that a person has to look at.
    """

    undecided: Sequence[Period] = ()
    refunds: Sequence[Refund] = ()
    doubts: Sequence[Doubt] = ()


NOTHING_OWED = Owed()


def owed(periods: Iterable[Period], due: Iterable[Refund | Doubt], on: date) -> Owed:
    """Return it of all periods of a person, and of all that is to be paid back or in doubt."""
    refunds, doubts = [], []
    for each in due:
        if isinstance(each, Refund):
            refunds.append(each)
        else:
            doubts.append(each)
    return Owed([each for each in periods if _is_undecided(each, on)], refunds, doubts)


def _is_undecided(period: Period, on: date) -> bool:
    return period.payer.rule in UNDECIDED and period.first <= on and (period.last is None or on <= period.last)


def undecided_steps(money: Owed, council: str | None, due: date | None) -> Iterator[NextStep]:
    """Give that somebody decides who pays, for each line once; `due` is the day by which that was to be decided."""
    lines = {(each.part.line.provider, each.part.line.line_id): each for each in reversed(money.undecided)}
    for (_, line_id), each in lines.items():
        yield NextStep(Rule.STEP_DETERMINE_FUNDING, COUNCIL, council, each.payer.by, due, line_id)


def refund_steps(money: Owed, *, hidden: bool) -> Iterator[NextStep]:
    """Give that whoever charged pays back, since the first day that is free; with `hidden` no council is named."""
    for each in money.refunds:
        holder = _who_charged(each.charge, None, hidden=hidden)
        yield NextStep(Rule.STEP_PAY_BACK, *holder, each.charge.by, each.since, each.charge.charge_id)


def doubt_steps(money: Owed, council: str | None, *, hidden: bool) -> Iterator[NextStep]:
    """Give that whoever charged looks at what nobody can work out; where nobody is named the council that answers."""
    for each in money.doubts:
        holder = _who_charged(each.charge, council, hidden=hidden)
        yield NextStep(Rule.STEP_LOOK_AT_CHARGE, *holder, each.charge.by, each.since, each.charge.charge_id)


def _who_charged(charge: Charge, council: str | None, *, hidden: bool) -> tuple[str, str | None]:
    """Return the provider where it is named and no council is, else the council that charged, or another one."""
    if charge.charged_by is None and charge.provider is not None:
        return PROVIDER, charge.provider
    return COUNCIL, None if hidden else charge.charged_by or council


def chc_steps(cases: Iterable[ChcCase], ics: str | None, law: Law, on: date) -> Iterator[NextStep]:
    """Give that the board decides after a positive checklist, by the last of its 28 days."""
    for case in cases:
        now = case.on(on)
        if now is not None and now.state == POSITIVE:
            yield NextStep(Rule.STEP_DECIDE_CHC, ICS, ics, now.by, case.decision_due(law), case.case_id)


def chc_days(cases: Iterable[ChcCase], today: date) -> list[date]:
    """Return the days after one on which a case comes into a state that is told already."""
    return [passed.day for case in cases for passed in case.passed if passed.day > today]
