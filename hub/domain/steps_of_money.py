"""What waits of a person's money: a decision who pays after the six weeks, what is to be paid back, and the board's.

Source: the joint six weeks of the National Care Service proposal (6.5): from day 43 a determination decides; SI
2014/2672 regulation 3; National Framework for NHS Continuing Healthcare, 28 calendar days.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from hub.domain.charges import Charge
from hub.domain.chc_case import POSITIVE, ChcCase
from hub.domain.law import Law
from hub.domain.payer_of_day import UNDECIDED
from hub.domain.refunds import Doubt, Refund
from hub.domain.responsibility import Period
from hub.domain.rules import Rule
from hub.domain.six_weeks import plus
from hub.domain.step import COUNCIL, HOSPITAL, ICS, PROVIDER, NextStep


class Owed(NamedTuple):
    """What follows from a person's money on a day: periods on it of which nobody has decided, what is paid back.

    `doubts` are charges that a person has to look at.
    """

    undecided: Sequence[Period] = ()
    refunds: Sequence[Refund] = ()
    doubts: Sequence[Doubt] = ()


NOTHING_OWED = Owed()
_COUNCIL: Final = re.compile(r"[ENSW]\d{8}", re.ASCII)
"""As the ONS codes areas of councils in each country."""
_TRUST: Final = re.compile(r"[RT][0-9A-Z]{2}", re.ASCII)
"""As ODS codes NHS trusts and care trusts."""


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


def undecided_days(periods: Iterable[Period], today: date) -> list[date]:
    """Return the days after one from which support of which nobody has decided is counted no more.

    The lines say most of them; that of a death is said by nothing else.
    """
    ends = (each.last for each in periods if each.payer.rule in UNDECIDED)
    return [plus(last, 1) for last in ends if last is not None and last >= today]


def undecided_steps(money: Owed, council: str | None, due: date | None) -> Iterator[NextStep]:
    """Give that somebody decides who pays, for each line once; `due` is the day by which that was to be decided."""
    lines = {(each.part.line.provider, each.part.line.line_id): each for each in reversed(money.undecided)}
    for (_, line_id), each in lines.items():
        yield NextStep(Rule.STEP_DETERMINE_FUNDING, COUNCIL, council, each.payer.by, due, line_id)


def refund_steps(money: Owed, *, hidden: bool) -> Iterator[NextStep]:
    """Give that whoever charged pays back, since the first day that is free or the later one on which it was told.

    Nobody is late with what they had not charged yet.  With `hidden` no council is named.
    """
    for each in money.refunds:
        holder = _holder(each.charge, None, hidden=hidden)
        yield NextStep(
            Rule.STEP_PAY_BACK, *holder, each.charge.by, max(each.since, each.charge.told), each.charge.charge_id
        )


def doubt_steps(money: Owed, council: str | None, *, hidden: bool) -> Iterator[NextStep]:
    """Give that whoever charged looks at what nobody can work out; where nobody is named the council that answers."""
    for each in money.doubts:
        holder = _holder(each.charge, council, hidden=hidden)
        yield NextStep(Rule.STEP_LOOK_AT_CHARGE, *holder, each.charge.by, each.since, each.charge.charge_id)


def _holder(charge: Charge, council: str | None, *, hidden: bool) -> tuple[str, str | None]:
    """Return who charged, else the council given; with `hidden` nobody is named but the charge's own provider."""
    kind, who = charger(charge)
    if hidden and (kind == COUNCIL or charge.charged_by is not None):
        return kind, None
    return kind, council if who is None else who


def charger(charge: Charge) -> tuple[str, str | None]:
    """Return who charged: a council by its ONS code, a trust by its ODS code, else a provider.

    Where nobody said who, it is the provider that the charge names, or else a council that is not known: ordinary
    charging is a council's (Care Act 2014, section 14).
    """
    by = charge.charged_by
    if by is None:
        return (COUNCIL, None) if charge.provider is None else (PROVIDER, charge.provider)
    if _COUNCIL.fullmatch(by):
        return COUNCIL, by
    return (HOSPITAL if _TRUST.fullmatch(by) else PROVIDER), by


def chc_steps(cases: Iterable[ChcCase], ics: str | None, law: Law, on: date) -> Iterator[NextStep]:
    """Give that the board decides after a positive checklist, by the last of its 28 days."""
    for case in cases:
        now = case.on(on)
        if now is not None and now.state == POSITIVE:
            yield NextStep(Rule.STEP_DECIDE_CHC, ICS, ics, now.by, case.decision_due(law), case.case_id)


def chc_days(cases: Iterable[ChcCase], today: date) -> list[date]:
    """Return the days after one on which a case comes into a state that is told already."""
    return [passed.day for case in cases for passed in case.passed if passed.day > today]
