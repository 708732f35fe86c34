"""Appeals: somebody asks for a decision to be looked at again.

An appeal changes nothing but its own state: a new decision is an event of its own.  Whatever came first, an appeal is
lodged before anything else of it, and its other steps follow in the order of their own days.  The person's death ends
no appeal: whoever acts for them may go on.
Source: proposal for a National Care Service, 4.3.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final, NamedTuple

import msgspec

from hub.domain.machine import BEGINNING, Machine, move
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.steps import Step
from hub.domain.whereabouts import Hiding, hiding_after
from hub.events.appeals import AppealLodged

replace = msgspec.structs.replace

LODGED, ACKNOWLEDGED, DECIDED, WITHDRAWN = "LODGED", "ACKNOWLEDGED", "DECIDED", "WITHDRAWN"

APPEAL: Final = Machine(
    "appeal",
    (
        move("AppealLodged", BEGINNING, LODGED),
        move("AppealAcknowledged", LODGED, ACKNOWLEDGED),
        move("AppealDecided", f"{LODGED} {ACKNOWLEDGED}", DECIDED),
        move("AppealWithdrawn", f"{LODGED} {ACKNOWLEDGED}", WITHDRAWN),
    ),
    frozenset({DECIDED, WITHDRAWN}),
)
_RULES: Final = {
    LODGED: Rule.APPEAL_LODGED,
    ACKNOWLEDGED: Rule.APPEAL_ACKNOWLEDGED,
    DECIDED: Rule.APPEAL_DECIDED,
    WITHDRAWN: Rule.APPEAL_WITHDRAWN,
}


_ORDER: Final = {each.event: place for place, each in enumerate(APPEAL.moves)}
"""Of steps of one day, which has no time, the one that leads to the other comes first."""


class Done(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One step of an appeal after it was lodged: the event's type, its own day, its ordinal, and an outcome."""

    event: str
    on: date
    by: int
    outcome: str | None = None


class Appeal(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One appeal as it was told; `lodged` is none while only later steps of it are known."""

    appeal_id: str
    lodged: Said[AppealLodged] | None = None
    done: tuple[Done, ...] = ()
    notes: tuple[tuple[Rule, int], ...] = ()


class AppealsState(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Every appeal of one person, in the order in which they came to be known, and who hides where they live.

    Of somebody who is forgotten the appeals stay for the count.
    """

    appeals: tuple[Appeal, ...] = ()
    hiding: Hiding = ()
    forgotten: bool = False


class Course(NamedTuple):
    """What became of an appeal: its state, the steps that hold, and what did not fit."""

    state: Said[str] | None
    acknowledged: Done | None = None
    decided: Done | None = None
    withdrawn: Done | None = None
    notes: tuple[tuple[Rule, int], ...] = ()


def fold(state: AppealsState, step: Step) -> AppealsState:
    """Return the state after one step, in canonical order; nothing more is kept of somebody who is forgotten."""
    if state.forgotten:
        return state
    if step.event.type in APPEALS:
        return replace(state, appeals=told(state.appeals, step))
    if step.event.type == "SubjectKeyDestroyed":
        return replace(state, forgotten=True)
    hiding = hiding_after(state.hiding, step.event, step.ordinal)
    return state if hiding is state.hiding else replace(state, hiding=hiding)


def told(appeals: tuple[Appeal, ...], step: Step) -> tuple[Appeal, ...]:
    """Return the appeals of a person after one word about an appeal, in canonical order."""
    body: Any = step.event.body
    put = APPEALS[step.event.type]
    found = next((at for at, known in enumerate(appeals) if known.appeal_id == body.appeal_id), None)
    if found is None:
        return (*appeals, put(Appeal(body.appeal_id), step, body))
    return (*appeals[:found], put(appeals[found], step, body), *appeals[found + 1 :])


def _lodge(appeal: Appeal, step: Step, body: AppealLodged) -> Appeal:
    """The appeal itself; of two with one id the first stands."""
    if appeal.lodged is None:
        return replace(appeal, lodged=Said(body, step.ordinal, Rule.APPEAL_LODGED))
    if appeal.lodged.value == body:
        return appeal
    return replace(appeal, notes=(*appeal.notes, (Rule.APPEAL_ID_USED_AGAIN, step.ordinal)))


def _step_of(day: str) -> Callable[[Appeal, Step, Any], Appeal]:
    """Give what adds a later step, dated by one of its fields; the same step told again adds nothing."""

    def put(appeal: Appeal, step: Step, body: Any) -> Appeal:
        done = Done(step.event.type, getattr(body, day), step.ordinal, getattr(body, "outcome", None))
        if any(replace(known, by=done.by) == done for known in appeal.done):
            return appeal
        return replace(appeal, done=(*appeal.done, done))

    return put


APPEALS: Final[dict[str, Callable[[Appeal, Step, Any], Appeal]]] = {
    "AppealLodged": _lodge,
    "AppealAcknowledged": _step_of("acknowledged_on"),
    "AppealDecided": _step_of("decided_on"),
    "AppealWithdrawn": _step_of("withdrawn_on"),
}
"""By event type, what a word changes of its appeal."""


def course(appeal: Appeal) -> Course:
    """Run the machine over the steps of an appeal, in the order of their days; a step that does not fit is noted.

    There is no state while it is not known to be lodged.
    """
    if appeal.lodged is None:
        return Course(None, notes=tuple((Rule.APPEAL_NOT_SEEN, done.by) for done in appeal.done[:1]))
    begun = APPEAL.after(BEGINNING, "AppealLodged") or LODGED
    found = Course(Said(begun, appeal.lodged.by, _RULES[LODGED]))
    for done in sorted(appeal.done, key=lambda each: (each.on, _ORDER[each.event], each.by)):
        found = _after(found, done)
    return found


def _after(found: Course, done: Done) -> Course:
    target = APPEAL.after(found.state.value if found.state else BEGINNING, done.event)
    if target is None:
        return found._replace(notes=(*found.notes, (Rule.APPEAL_STEP_MISPLACED, done.by)))
    kept: dict[str, Any] = {target.lower(): done}
    return found._replace(state=Said(target, done.by, _RULES[target]), **kept)


def until(state: AppealsState, on: date) -> AppealsState:
    """Return the appeals as they were on a day, by everything that is known: each step has a day of its own."""
    return replace(state, appeals=by_day(state.appeals, on))


def by_day(appeals: tuple[Appeal, ...], on: date) -> tuple[Appeal, ...]:
    """Return the appeals that were lodged by a day, each with the steps of it by then."""
    shown = [
        replace(appeal, done=tuple(done for done in appeal.done if done.on <= on))
        for appeal in appeals
        if appeal.lodged is None or appeal.lodged.value.lodged_on <= on
    ]
    return tuple(each for each in shown if each.lodged is not None or each.done)
