"""Alerts about money: a charge for days that are free or on which nothing ran, and a late decision of the board."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from hub.domain.alert import Alert, earliest
from hub.domain.chc_case import POSITIVE, ChcCase
from hub.domain.ids import mark_of
from hub.domain.law import Law
from hub.domain.money import Money
from hub.domain.refunds import AT_REST, Doubt, Refund
from hub.domain.rules import Rule
from hub.domain.six_weeks import plus

_NAMESPACE: Final = uuid.UUID("d6b7f2b6-8a55-5c3a-9c86-93f5b1a4c7e0").bytes
CHARGED_WHILE_FREE, DECISION_LATE = "charge_inside_free_period", "chc_decision_overdue"
CHARGED_AT_REST: Final = "charge_without_support"


def mark(name: str) -> str:
    """Return a mark for what a partner calls by a name: it says nothing of the name and is always the same."""
    return mark_of(_NAMESPACE, name)


class Clock(NamedTuple):
    """The day that is asked for, the times to decide, and the day of the confirmed death, if there was one."""

    law: Law
    on: date
    died_on: date | None = None

    @property
    def died(self) -> bool:
        """Say whether the person had died by the day."""
        return self.died_on is not None and self.died_on <= self.on


def money_alerts(cases: Sequence[ChcCase], due: Sequence[Refund | Doubt], clock: Clock) -> Iterator[Alert]:
    """Give the alerts that stand on a day; one about a charge stands until it is taken back, on whatever day it is.

    A charge may have two: of what is due, and of the rest of which nobody can say it.  Nobody decides about continuing
    healthcare of somebody who died.
    """
    yield from map(_of_charge, due)
    for case in () if clock.died else cases:
        decide_by = case.decision_due(clock.law)
        if decide_by is not None and case.overdue(clock.on, clock.law):
            yield _late(case, decide_by, case.passed[-1].by, None)


def closed_alerts(money: Money, reversed_: Sequence[Refund | Doubt], clock: Clock) -> Iterator[Alert]:
    """Give those that have opened and closed; of decisions those made by a day.

    `reversed_` is what would be in question of charges that were taken back.  One about a charge closes when it is told
    that the charge was taken back, one about a decision on the day of it or of the death.
    """
    for each in reversed_:
        back = money.reversed_by(each.charge)
        if back is not None and back.told >= each.charge.told:
            yield _of_charge(each)._replace(closed=back.told)
    for case in money.chc:
        for waited, by, until in _waits(case, clock):
            decide_by = clock.law.chc_due(waited)
            if decide_by < until <= clock.on:
                yield _late(case, decide_by, by, until)


def _waits(case: ChcCase, clock: Clock) -> Iterator[tuple[date, int, date]]:
    """Give each wait for a decision that has ended: since which checklist, its newest event, and until which day."""
    since: date | None = None
    for one, following in pairwise([*case.passed, None]):
        if one is None or one.state != POSITIVE:
            continue
        since = since or one.day
        if following is not None and following.state == POSITIVE:
            continue
        until = earliest(None if following is None else following.day, clock.died_on)
        if until is not None:
            yield since, one.by, until
        since = None


def _of_charge(each: Refund | Doubt) -> Alert:
    charge = each.charge
    about = mark(charge.name if isinstance(each, Refund) else f"{charge.name}/doubt")
    kind = CHARGED_AT_REST if each.rule in AT_REST else CHARGED_WHILE_FREE
    return Alert(kind, each.since, about, charge.provider, charge.by, each.rule, charge.told)


def _late(case: ChcCase, decide_by: date, by: int, closed: date | None) -> Alert:
    since = plus(decide_by, 1)
    return Alert(DECISION_LATE, since, mark(case.case_id), None, by, Rule.CHC_OVERDUE, None, closed)


def later(cases: Sequence[ChcCase], law: Law, on: date) -> list[date]:
    """Return the days after a day on which such an alert opens though nothing happens."""
    known = (case.decision_due(law) for case in cases)
    return [day for decide_by in known if decide_by is not None and (day := plus(decide_by, 1)) > on]
