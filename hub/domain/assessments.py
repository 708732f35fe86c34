"""Assessments and decisions of one person, as people tell of them (Care Act 2014 sections 9 to 13).

Needs, carers' and review assessments; a supported self-assessment is one of these that the person does themselves.  An
assessment that was finished without a decision stays in progress, because the decision is what its state is about.
"""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from hub.domain.determinations import Determination, decided
from hub.domain.eligibility import CARER, ELIGIBLE, KINDS, NEEDS, NO_NEEDS, NOT_ELIGIBLE
from hub.domain.fitting import leads
from hub.domain.machine import BEGINNING, Machine, move
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.steps import Step, moment_of
from hub.events import assessment as a
from hub.events import determination as d
from hub.events.values import Moment

replace = msgspec.structs.replace

REQUESTED, ALLOCATED, IN_PROGRESS = "REQUESTED", "ALLOCATED", "IN_PROGRESS"
REFUSED_BY_PERSON, CANCELLED = "REFUSED_BY_PERSON", "CANCELLED"
_DECIDED: Final = {
    ELIGIBLE: "COMPLETED_ELIGIBLE",
    NOT_ELIGIBLE: "COMPLETED_NON_ELIGIBLE",
    NO_NEEDS: "COMPLETED_NO_NEEDS",
}
_PROGRESS: Final = frozenset({ALLOCATED, IN_PROGRESS, REFUSED_BY_PERSON, CANCELLED})
_GOING: Final = "[*] REQUESTED ALLOCATED IN_PROGRESS"
_EVER: Final = " ".join((_GOING, *_DECIDED.values()))

MACHINE: Final = Machine(
    "assessment",
    (
        move("AssessmentRequested", "[*]", REQUESTED),
        move("AssessmentProgressed", "[*] REQUESTED ALLOCATED", ALLOCATED),
        move("AssessmentProgressed", _GOING, IN_PROGRESS),
        move("AssessmentProgressed", _GOING, REFUSED_BY_PERSON),
        move("AssessmentProgressed", _GOING, CANCELLED),
        move("AssessmentCompleted", _GOING, IN_PROGRESS),
        *(move("AssessmentCompleted", _GOING, end) for end in _DECIDED.values()),
        *(move("EligibilityDetermined", _EVER, end) for end in _DECIDED.values()),
    ),
    frozenset({REFUSED_BY_PERSON, CANCELLED}),
)
"""Which word fits where.  A decision may be made anew, as people decide; what was refused or called off is over."""


class Assessment(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One assessment: its words, its decisions with the newest last, and what does not fit.

    `assessment_id` is none for a decision that names no assessment.
    """

    assessment_id: str | None
    kind: str = ""
    state: Said[str] = Said(BEGINNING, 0, Rule.ASSESSMENT_STATED)
    requested: Said[Moment] | None = None
    completed: Said[Moment] | None = None
    council: str | None = None
    supported_self: bool | None = None
    decisions: tuple[Determination, ...] = ()
    notes: tuple[tuple[Rule, int], ...] = ()


Assessments = tuple[Assessment, ...]


def fold_assessment(known: Assessments, step: Step) -> Assessments:
    """Return the assessments after one event of these; an assessment that is not known yet begins with any of them."""
    body: Any = step.event.body
    place = next((place for place, one in enumerate(known) if _is_about(one, body)), None)
    before = Assessment(body.assessment_id) if place is None else known[place]
    after = MOVES[step.event.type](before, step, body)
    if place is None:
        return (*known, after)
    return (*known[:place], after, *known[place + 1 :])


def _is_about(one: Assessment, body: Any) -> bool:
    if body.assessment_id is not None:
        return bool(one.assessment_id == body.assessment_id)
    return one.assessment_id is None and one.decisions[0].determination_id == body.determination_id


def _noted(one: Assessment, rule: Rule, by: int) -> Assessment:
    return replace(one, notes=(*one.notes, (rule, by)))


def _moved(one: Assessment, step: Step, target: str, rule: Rule = Rule.ASSESSMENT_STATED) -> Assessment:
    """Return it in the state that was told; what does not follow changes no state and is noted."""
    if one.state.value == target:
        return one
    if leads(MACHINE, one.state.value, step.event.type, target):
        return replace(one, state=Said(target, step.ordinal, rule))
    return _noted(one, Rule.ASSESSMENT_OUT_OF_TURN, step.ordinal)


def _of_kind(one: Assessment, step: Step, kind: str, council: str | None) -> Assessment:
    if kind not in KINDS:
        one = _noted(one, Rule.ASSESSMENT_KIND_UNKNOWN, step.ordinal)
    return replace(one, kind=kind, council=council or one.council)


def request(one: Assessment, step: Step, body: a.AssessmentRequested) -> Assessment:
    """Somebody asked for an assessment; of several who did, the first counts for the wait."""
    one = _of_kind(one, step, body.kind, body.council)
    if one.requested is None:
        one = replace(one, requested=Said(moment_of(step), step.ordinal, Rule.ASSESSMENT_STATED))
    return _moved(one, step, REQUESTED) if one.state.value in {BEGINNING, *MACHINE.final} else one


def progress(one: Assessment, step: Step, body: d.AssessmentProgressed) -> Assessment:
    """It was allocated, began, was refused by the person or was called off."""
    said = one.supported_self if body.supported_self is None else body.supported_self
    one = replace(one, council=body.council or one.council, supported_self=said)
    if body.state not in _PROGRESS:
        return _noted(one, Rule.ASSESSMENT_STATE_UNKNOWN, step.ordinal)
    return _moved(one, step, body.state)


def complete(one: Assessment, step: Step, body: a.AssessmentCompleted) -> Assessment:
    """It was finished; an outcome that came with it decides, unless a decision of its own has come."""
    one = _of_kind(one, step, body.kind, body.council)
    one = replace(one, completed=Said(moment_of(step), step.ordinal, Rule.ASSESSMENT_STATED))
    target = _DECIDED.get(body.outcome or "")
    if target is None and body.outcome is not None and body.kind in {NEEDS, CARER}:
        one = _noted(one, Rule.DECISION_UNKNOWN, step.ordinal)
    if one.state.value in _DECIDED.values():
        differs = target is not None and target != one.state.value
        return _noted(one, Rule.OUTCOMES_DIFFER, step.ordinal) if differs else one
    return _moved(one, step, target or IN_PROGRESS)


def determine(one: Assessment, step: Step, body: d.EligibilityDetermined) -> Assessment:
    """People decided: kept as they decided, whatever was recorded beside it."""
    kept = tuple(each for each in one.decisions if each.determination_id != body.determination_id)
    said = one.supported_self if body.supported_self is None else body.supported_self
    one = replace(
        one,
        kind=one.kind or body.kind,
        council=body.council or one.council,
        supported_self=said,
        decisions=(*kept, decided(body, step.ordinal)),
    )
    target = _DECIDED.get(body.outcome)
    return one if target is None else _moved(one, step, target, Rule.ELIGIBILITY_DETERMINED)


def findings_of(one: Assessment) -> tuple[tuple[Rule, int], ...]:
    """Return what does not fit in an assessment or in the decision that stands, each with the event behind it."""
    standing = one.decisions[-1:]
    return (*one.notes, *((rule, each.by) for each in standing for rule in each.findings))


MOVES: Final[dict[str, Callable[[Assessment, Step, Any], Assessment]]] = {
    "AssessmentRequested": request,
    "AssessmentProgressed": progress,
    "AssessmentCompleted": complete,
    "EligibilityDetermined": determine,
}
"""By event type, how an event moves its assessment."""
