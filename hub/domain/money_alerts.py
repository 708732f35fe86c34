"""Alerts about money: a charge on days that are free, and a decision on continuing healthcare that is late."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from hub.domain.chc_case import ChcCase
from hub.domain.ids import mark_of
from hub.domain.law import Law
from hub.domain.refunds import Doubt, Refund
from hub.domain.rules import Rule
from hub.domain.six_weeks import plus

_NAMESPACE: Final = uuid.UUID("d6b7f2b6-8a55-5c3a-9c86-93f5b1a4c7e0").bytes
CHARGED_WHILE_FREE, DECISION_LATE = "charge_inside_free_period", "chc_decision_overdue"


class MoneyAlert(NamedTuple):
    """A kind, the day since when, what it is about (an opaque mark), the provider, and why."""

    kind: str
    since: date
    about: str
    provider: str | None
    by: int
    rule: Rule


def mark(name: str) -> str:
    """Return a mark for what a partner calls by a name: it says nothing of the name and is always the same."""
    return mark_of(_NAMESPACE, name)


def money_alerts(cases: Sequence[ChcCase], due: Sequence[Refund | Doubt], law: Law, on: date) -> Iterator[MoneyAlert]:
    """Give the alerts that stand on a day; one about a charge stands until it is taken back, on whatever day it is.

    A charge may have two: of what is due, and of the rest of which nobody can say it.
    """
    for each in due:
        charge = each.charge
        about = mark(charge.name if isinstance(each, Refund) else f"{charge.name}/doubt")
        yield MoneyAlert(CHARGED_WHILE_FREE, each.since, about, charge.provider, charge.by, each.rule)
    for case in cases:
        decide_by = case.decision_due(law)
        if decide_by is not None and case.overdue(on, law):
            by = case.passed[-1].by
            yield MoneyAlert(DECISION_LATE, plus(decide_by, 1), mark(case.case_id), None, by, Rule.CHC_OVERDUE)


def later(cases: Sequence[ChcCase], law: Law, on: date) -> list[date]:
    """Return the days after a day on which such an alert opens though nothing happens."""
    known = (case.decision_due(law) for case in cases)
    return [day for decide_by in known if decide_by is not None and (day := plus(decide_by, 1)) > on]
