"""What providers are told of their open tasks, as facts: visits that are stopped, and what they have to know."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec

from hub.domain.answering import Term, on_day
from hub.domain.joint_state import JointState
from hub.domain.steps import Fact
from hub.domain.tasks import stops, warnings
from hub.processors.joint_facts import alert_fact

TASK_STOPPED: Final = "TaskStopped"
_JSON: Final = msgspec.json.Encoder().encode


class TaskStoppedBody(msgspec.Struct, frozen=True, gc=False):
    """The JSON of visits that are not to be made; in the order of names.

    `because` is `death` or `admission`, `line` the id of the line at its provider.  Withdrawn, visits go on.
    """

    because: str
    line: str
    provider: str
    since: date


def task_facts(state: JointState, terms: Sequence[Term], today: date) -> tuple[list[Fact], list[date]]:
    """Return what each provider is told on a day, and the days after it on which that changes by itself."""
    if not state.lines and state.coordination is None:
        return [], []
    found = []
    for stop in stops(state):
        body = TaskStoppedBody(stop.because, stop.line.line_id, stop.line.provider, stop.since)
        found.append(Fact(TASK_STOPPED, f"{stop.because}:{stop.about}", _JSON(body).decode()))
    days: list[date] = []
    for alert in warnings(state):
        days += alert.days(today)
        if alert.stands(today):
            codes = on_day(terms, today).who.codes if terms else (None, None)
            found.append(alert_fact(alert, f"{alert.kind}:{alert.about}", None, codes))
    return found, days
