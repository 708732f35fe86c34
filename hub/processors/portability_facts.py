"""What others are told of a move: that the interim duty began, that it ended, alerts while they stand, and figures."""

from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from hub.domain.days import rfc3339, start_of
from hub.domain.duty_by_day import Course
from hub.domain.figures_of_moves import MOVE_FIGURES
from hub.domain.homes import AreaLookup
from hub.domain.moves_told import move_figures
from hub.domain.portability_alerts import alerts
from hub.domain.portability_policy import MovePolicy
from hub.domain.portability_state import PortabilityState
from hub.domain.six_weeks import plus
from hub.domain.steps import Fact

_JSON: Final = msgspec.json.Encoder().encode


class DutyBody(msgspec.Struct, frozen=True, gc=False):
    """The JSON of a duty that began or ended; fields are in the order of their names, so that one content has one text.

    `at` is 00:00 in Europe/London of the day of the move, or of the day after the last one of the duty.
    """

    at: str
    from_council: str | None
    move_id: str
    policy: str
    to_council: str | None


class MoveAlertBody(msgspec.Struct, frozen=True, gc=False):
    """The JSON of an alert; in the order of names as well."""

    alert: str
    from_council: str | None
    move_id: str
    since: date
    to_council: str | None


def facts_of(state: PortabilityState, course: Course, policy: MovePolicy, today: date) -> Iterator[Fact]:
    """Give what others should believe of one move on a day; no council of somebody whose whereabouts are hidden.

    A duty that begins again, after the move was put off or one that followed it was cancelled, has a key of its own.
    """
    case = course.case
    first, second = (None, None) if state.hiding else (case.first, case.second)
    for place, duty in enumerate(course.interim):
        begins = duty.first or date.min
        if begins > today:
            break
        key = f"{case.move_id}:{begins.isoformat()}" if place else case.move_id
        mode, council = policy.on(begins), None if state.hiding else duty.council
        began = DutyBody(rfc3339(start_of(begins)), first, case.move_id, mode, council)
        yield Fact("InterimDutyStarted", key, _JSON(began).decode())
        if duty.last is not None and duty.last < today:
            over = DutyBody(rfc3339(start_of(plus(duty.last, 1))), first, case.move_id, mode, council)
            yield Fact("InterimDutyEnded", key, _JSON(over).decode())
    for alert in alerts(course, state.funded, policy):
        if alert.stands(today):
            told = MoveAlertBody(alert.kind, first, case.move_id, alert.opened, second)
            yield Fact("Alert", f"{case.move_id}:{alert.kind}:{alert.opened.isoformat()}", _JSON(told).decode())


def figures_fact(course: Course, areas: AreaLookup, died_on: date | None, *, hidden: bool) -> Fact | None:
    """Return what counts of a move, or none; `hidden` says that no council may be named."""
    body = move_figures(course, areas, died_on, hidden=hidden)
    return None if body is None else Fact(MOVE_FIGURES, course.case.move_id, _JSON(body).decode())


def days_of(state: PortabilityState, course: Course, policy: MovePolicy) -> Iterator[date]:
    """Give the days on which the facts of a move change though nothing happens, whenever they are."""
    for duty in course.interim:
        yield duty.first or date.min
        if duty.last is not None:
            yield plus(duty.last, 1)
    for alert in alerts(course, state.funded, policy):
        yield alert.opened
        if alert.closed is not None:
            yield alert.closed
