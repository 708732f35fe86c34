"""What others are told of appeals: that a clock ran out, and what counts in the figures; codes and days alone."""

import uuid
from datetime import date
from typing import Final, NamedTuple

import msgspec

from hub.domain.appeal_clocks import Clocks, overdue, running
from hub.domain.appeal_codes import ABOUT, OUTCOMES
from hub.domain.appeals import Appeal, Course, Done
from hub.domain.council_area import system_of
from hub.domain.figures_bodies import Area
from hub.domain.figures_of_appeals import APPEAL_FIGURES, AppealFigures
from hub.domain.homes import AreaLookup
from hub.domain.ids import named
from hub.domain.six_weeks import plus
from hub.domain.steps import Fact
from hub.events.appeals import AppealLodged

APPEAL_OVERDUE: Final = "AppealOverdue"
_JSON: Final = msgspec.json.Encoder().encode
_NAMESPACE: Final = uuid.UUID("b1d7c1b4-6a0e-5c55-8a0e-5d0c64c0a7f2").bytes


class OverdueBody(msgspec.Struct, frozen=True, gc=False):
    """The JSON of an alert; fields are in the order of their names, so that one content has one text."""

    about: str | None
    clock: str
    council: str | None
    due_on: date
    ics: str | None
    lodged_on: date
    since: date


class Told(NamedTuple):
    """One appeal to tell of; `council` is none while the whereabouts are hidden."""

    key: str
    lodged: AppealLodged
    course: Course
    due: Clocks
    council: str | None


def key_of(appeal: Appeal, namespace: bytes = _NAMESPACE) -> str:
    """Name an appeal, so that no id of a council's system is told; each processor that tells has names of its own."""
    return named(namespace, appeal.appeal_id)


def overdue_facts(told: Told, areas: AreaLookup, today: date) -> list[Fact]:
    """Return the alerts of the clocks that ran out: one for each clock, so that it opens and closes once."""
    waits = running(told.course, told.due)
    about = told.lodged.about if told.lodged.about in ABOUT else None
    found = []
    for clock in overdue(told.course, told.due, today):
        since = plus(waits[clock], 1)
        ics = system_of(areas, told.council, since)
        body = OverdueBody(about, clock, told.council, waits[clock], ics, told.lodged.lodged_on, since)
        found.append(Fact(APPEAL_OVERDUE, f"{told.key}:{clock}", _JSON(body).decode()))
    return found


def figures_fact(told: Told, areas: tuple[Area, ...]) -> Fact:
    """Return what counts of an appeal in its areas; nothing of it depends on the day on which it is told."""
    lodged, decided = told.lodged, told.course.decided
    body = AppealFigures(
        about=lodged.about if lodged.about in ABOUT else "",
        acknowledged_on=_on(told.course.acknowledged),
        acknowledgement_late_from=plus(told.due.acknowledge_by, 1),
        areas=areas,
        days=None if decided is None else max(0, (decided.on - lodged.lodged_on).days),
        decided_on=_on(decided),
        decision_late_from=plus(told.due.decide_by, 1),
        lodged_on=lodged.lodged_on,
        outcome=decided.outcome if decided is not None and decided.outcome in OUTCOMES else None,
        withdrawn_on=_on(told.course.withdrawn),
    )
    return Fact(APPEAL_FIGURES, told.key, _JSON(body).decode())


def _on(done: Done | None) -> date | None:
    return None if done is None else done.on
