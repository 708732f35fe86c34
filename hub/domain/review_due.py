"""When a plan is due to be looked at: six to eight weeks after it starts, then at least yearly.

Care Act 2014 section 27; care and support statutory guidance, chapter 13.  A plan starts on the first day on which
support runs after people decided that needs are eligible, and goes on while any line of support does.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from hub.domain.assessments import Assessment
from hub.domain.days import day_of
from hub.domain.eligibility import CARER, ELIGIBLE, NEEDS, REVIEW
from hub.domain.law import Law
from hub.domain.lines import LineState


class Plan(NamedTuple):
    """When a plan started, by which event people decided, and when it was looked at, in order."""

    started: date
    by: int
    looked_at: Sequence[date]


class Due(NamedTuple):
    """From which day a look is due, by which it should be done, and when it was; none while it waits."""

    since: date
    by_day: date
    done: date | None


def plan_of(assessments: Sequence[Assessment], lines: Sequence[LineState], on: date) -> Plan | None:
    """Return the plan that goes on, or none: no eligible decision, no support since, or all of it has ended."""
    decided = [
        (each.determined_on, each.by)
        for one in assessments
        for each in one.decisions[-1:]
        if each.outcome == ELIGIBLE and each.kind != CARER
    ]
    starts = [(day, by) for since, by in decided for day in _running_from(lines, since)]
    if not starts or not any(span.last is None or span.last >= on for line in lines for span in line.spans):
        return None
    started, by = min(starts)
    looks = sorted(
        day_of(one.completed.value.at)
        for one in assessments
        if one.completed is not None and one.kind in {NEEDS, REVIEW} and day_of(one.completed.value.at) > started
    )
    return Plan(started, by, looks)


def _running_from(lines: Sequence[LineState], since: date) -> Iterator[date]:
    """Give, for each stretch of support that ran on a day or later, the first day of it from then on."""
    for line in lines:
        for span in line.spans:
            if span.last is None or span.last >= since:
                yield max(span.first, since)


def looks_due(plan: Plan, law: Law) -> tuple[Due, ...]:
    """Return every look that was due or is next: the first after six weeks, each later one a year after the last."""
    due, by_day = law.first_look(plan.started)
    found = []
    for looked in plan.looked_at:
        found.append(Due(due, by_day, looked))
        due = by_day = law.next_look(looked)
    return (*found, Due(due, by_day, None))


def waiting(dues: Sequence[Due], on: date) -> Due | None:
    """Return the look that is due and not done on a day, or none."""
    return next((due for due in dues if due.since <= on and (due.done is None or due.done > on)), None)
