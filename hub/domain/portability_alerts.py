"""Alerts of a move: papers that are late, and a day of moving without a funded plan (Care Act sections 37 and 38).

Each opens once and closes once; both days follow from what is known, so that a late word opens or closes them where
they belong.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from hub.domain.council_codes import is_outside
from hub.domain.days import day_of
from hub.domain.duty_by_day import Course
from hub.domain.portability_duty import move_day, stays
from hub.domain.portability_policy import MovePolicy
from hub.domain.portability_state import Case, Funding
from hub.domain.rules import Rule

DOCUMENTS_NOT_RECEIVED, NO_FUNDED_PLAN = "documents_not_received", "no_funded_plan"


class MoveAlert(NamedTuple):
    """A kind, the day it opens, the day it closes (none while it stands), the event and the rule behind it."""

    kind: str
    opened: date
    closed: date | None
    by: int
    rule: Rule

    def stands(self, on: date) -> bool:
        """Say whether it is open on a day."""
        return self.opened <= on and (self.closed is None or self.closed > on)


def alerts(course: Course, funded: Sequence[Funding], policy: MovePolicy) -> tuple[MoveAlert, ...]:
    """Return every alert of a move, with the days on which it opens and closes; none where no duty moves."""
    case = course.case
    day = move_day(case)
    if day is None or case.notice is None or stays(case) is not None or is_outside(case.second):
        return ()
    over = [] if course.over is None else [course.over]
    told = day_of(next(word.at.at for word in case.words if word.event == "MoveNotified"))
    by = case.notice.by
    found = (
        (DOCUMENTS_NOT_RECEIVED, max(policy.papers_by(day), told), [*over, *_came(case)], Rule.DOCUMENTS_LATE),
        (NO_FUNDED_PLAN, max(day, told), [*over, *_paid(case, funded)], Rule.NO_FUNDED_PLAN),
    )
    every = (MoveAlert(kind, opened, min(ends, default=None), by, rule) for kind, opened, ends, rule in found)
    return tuple(one for one in every if one.closed is None or one.closed > one.opened)


def _came(case: Case) -> Iterator[date]:
    return (day_of(word.at.at) for word in case.words if word.event == "PlanTransferred")


def _paid(case: Case, funded: Sequence[Funding]) -> Iterator[date]:
    """Give the days from which the second council funds a plan of its own."""
    return (
        max(each.from_on, day_of(each.at.at))
        for each in funded
        if each.council is not None and each.council == case.second
    )
