"""What waits of a person's money: a decision who pays after the six weeks, what is to be paid back, and the board's.

Source: the joint six weeks of the National Care Service proposal (6.5): from day 43 a determination decides; SI
2014/2672 regulation 3; National Framework for NHS Continuing Healthcare, 28 calendar days.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from hub.domain.chc_case import POSITIVE, ChcCase
from hub.domain.law import Law
from hub.domain.payer_of_day import UNDECIDED
from hub.domain.refunds import Doubt, Refund
from hub.domain.responsibility import Period
from hub.domain.rules import Rule
from hub.domain.step import COUNCIL, ICS, PROVIDER, NextStep


class Owed(NamedTuple):
    """What follows from a person's money on a day: periods on it of which nobody has decided, and what is paid back."""

    undecided: Sequence[Period] = ()
    refunds: Sequence[Refund] = ()


NOTHING_OWED = Owed()


def owed(periods: Iterable[Period], due: Iterable[Refund | Doubt], on: date) -> Owed:
    """Return it of all periods of a person, and of all that is to be paid back or in doubt."""
    return Owed(
        [each for each in periods if _is_undecided(each, on)], [each for each in due if isinstance(each, Refund)]
    )


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
        charge = each.charge
        council = None if hidden else charge.charged_by
        by_provider = charge.charged_by is None and charge.provider is not None
        holder = (PROVIDER, charge.provider) if by_provider else (COUNCIL, council)
        yield NextStep(Rule.STEP_PAY_BACK, *holder, charge.by, each.since, charge.charge_id)


def chc_steps(cases: Iterable[ChcCase], ics: str | None, law: Law, on: date) -> Iterator[NextStep]:
    """Give that the board decides after a positive checklist, by the last of its 28 days."""
    for case in cases:
        now = case.on(on)
        if now is not None and now.state == POSITIVE:
            yield NextStep(Rule.STEP_DECIDE_CHC, ICS, ics, now.by, case.decision_due(law), case.case_id)


def chc_days(cases: Iterable[ChcCase], today: date) -> list[date]:
    """Return the days after one on which a case comes into a state that is told already."""
    return [passed.day for case in cases for passed in case.passed if passed.day > today]
