"""What a carer themselves asked for and got: short breaks, their own assessment, support of their own.

Short breaks are a clock and a count: when one was asked for, whether it was decided, whether it was granted (Breaks for
Carers of Disabled Children Regulations 2011, SI 2011/707; Care Act 2014 section 20).  The hub decides nothing.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import msgspec

from hub.domain.carer_record import (
    SHORT_BREAK,
    CarerAssessment,
    CarerDetermination,
    CarerRules,
    CarerState,
    ShortBreak,
    put,
)
from hub.domain.landing import CARER
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.services import OF_CARERS
from hub.domain.steps import Step, moment_of

replace = msgspec.structs.replace


def ask_break(state: CarerState, step: Step, rules: CarerRules) -> CarerState:
    """A short break is asked for; asked again under the same id, the first day counts."""
    del rules
    body: Any = step.event.body
    place, known = _break(state, body.request_id)
    if known.requested is not None:
        return state
    asked = Said(body.requested_on, step.ordinal, Rule.BREAK_ASKED)
    new = replace(known, kind=body.kind, requested=asked, council=known.council or body.council)
    return _with_break(state, place, new, step)


def decide_break(state: CarerState, step: Step, rules: CarerRules) -> CarerState:
    """A council decided; its newest word counts."""
    del rules
    body: Any = step.event.body
    place, known = _break(state, body.request_id)
    if known.requested is None:
        known = replace(known, notes=(*known.notes, (Rule.BREAK_NOT_ASKED, step.ordinal)))
    decided = Said(body.decided_on, step.ordinal, Rule.BREAK_DECIDED)
    new = replace(known, decided=decided, granted=body.granted, council=body.council or known.council)
    state = _with_break(state, place, new, step)
    return _supported(state, body.decided_on, step.ordinal) if body.granted else state


def _break(state: CarerState, request_id: str) -> tuple[int | None, ShortBreak]:
    place = next((at for at, one in enumerate(state.breaks) if one.request_id == request_id), None)
    return place, ShortBreak(request_id) if place is None else state.breaks[place]


def _with_break(state: CarerState, place: int | None, one: ShortBreak, step: Step) -> CarerState:
    """Return the record with a short break moved by an event, where the event fits, and checked."""
    moved = replace(one, state=SHORT_BREAK.after(one.state, step.event.type) or one.state)
    return replace(state, breaks=put(state.breaks, place, _checked(moved, step.ordinal)))


def _checked(one: ShortBreak, by: int) -> ShortBreak:
    if one.requested is None or one.decided is None or one.decided.value >= one.requested.value:
        return one
    return replace(one, notes=(*one.notes, (Rule.BREAK_DECIDED_EARLY, by)))


def waiting_days(one: ShortBreak, on: date) -> int | None:
    """Return the days from asking to deciding, or to a day while nothing is decided; none before it was asked for.

    Rule of this product: the day of asking is day 0.
    """
    if one.requested is None or one.requested.value > on:
        return None
    until = on if one.decided is None or one.decided.value > on else one.decided.value
    return max(0, (until - one.requested.value).days)


def ask_assessment(state: CarerState, step: Step, rules: CarerRules) -> CarerState:
    """The carer's own assessment is asked for; of others nothing is kept here."""
    del rules
    body: Any = step.event.body
    if body.kind != CARER:
        return state
    place, known = _assessment(state, body.assessment_id)
    if known.requested is not None:
        return state
    asked = Said(moment_of(step), step.ordinal, Rule.CARER_ASSESSED)
    new = replace(known, requested=asked, council=known.council or body.council)
    return replace(state, assessments=put(state.assessments, place, new))


def complete_assessment(state: CarerState, step: Step, rules: CarerRules) -> CarerState:
    """People finished the carer's own assessment; told again, the first day stays and the newest outcome counts."""
    del rules
    body: Any = step.event.body
    if body.kind != CARER:
        return state
    place, known = _assessment(state, body.assessment_id)
    done = known.completed or Said(moment_of(step), step.ordinal, Rule.CARER_ASSESSED)
    new = replace(known, completed=done, outcome=body.outcome, council=body.council or known.council)
    return replace(state, assessments=put(state.assessments, place, new))


def _assessment(state: CarerState, assessment_id: str) -> tuple[int | None, CarerAssessment]:
    place = next((at for at, one in enumerate(state.assessments) if one.assessment_id == assessment_id), None)
    return place, CarerAssessment(assessment_id) if place is None else state.assessments[place]


def determine(state: CarerState, step: Step, rules: CarerRules) -> CarerState:
    """People decided whether the carer's own needs are eligible (Care Act 2014 section 13; SI 2015/313)."""
    del rules
    body: Any = step.event.body
    if body.kind != CARER:
        return state
    found = (at for at, one in enumerate(state.determinations) if one.determination_id == body.determination_id)
    new = CarerDetermination(
        body.determination_id,
        Said(body.outcome, step.ordinal, Rule.CARER_ELIGIBILITY),
        body.determined_on,
        body.assessment_id,
        body.council,
    )
    return replace(state, determinations=put(state.determinations, next(found, None), new))


def support(state: CarerState, step: Step, rules: CarerRules) -> CarerState:
    """A line of support began; only services that are a carer's own count here."""
    del rules
    body: Any = step.event.body
    return _supported(state, body.started_on, step.ordinal) if body.service in OF_CARERS else state


def _supported(state: CarerState, day: date, by: int) -> CarerState:
    if state.supported is not None and state.supported.value <= day:
        return state
    return replace(state, supported=Said(day, by, Rule.CARER_SUPPORTED))


SUPPORT: Final[dict[str, Callable[[CarerState, Step, CarerRules], CarerState]]] = {
    "ShortBreakRequested": ask_break,
    "ShortBreakDecided": decide_break,
    "AssessmentRequested": ask_assessment,
    "AssessmentCompleted": complete_assessment,
    "EligibilityDetermined": determine,
    "SupportLineStarted": support,
}
