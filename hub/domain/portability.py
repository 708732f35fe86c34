"""Moves between councils as people tell of them, and the machine that says where a move stands.

Care Act 2014 sections 37 and 38; SI 2014/2825; the portable assessment of the National Care Service proposal (6.3).
The fold keeps every word about a move in canonical order; where it stands follows from running the machine over them,
with its day, and that of the next move, put in between (`hub.domain.portability_standing`).  So it does not matter in
which order words come.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import msgspec

from hub.domain.days import day_of
from hub.domain.deaths import deaths_after
from hub.domain.homes import homes_after
from hub.domain.machine import Machine, move
from hub.domain.portability_duty import ENDS, cancelled_on, ending, stays
from hub.domain.portability_state import Case, Document, Funding, Notice, Passed, PortabilityState, Word
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.steps import Step, moment_of
from hub.domain.whereabouts import hiding_after
from hub.events import portability as p
from hub.events.determination import FundingDetermined

replace = msgspec.structs.replace

ASSESSED, INTERIM = "ASSESSED_BEFORE_MOVE", "INTERIM_DUTY_FROM_MOVE_DAY"
ENTITLED, TRANSFERRED, CANCELLED = "ENTITLED_BY_TRANSFER", "TRANSFERRED", "CANCELLED_NOT_MOVED"
OVERTAKEN: Final = "OVERTAKEN"
_BEFORE: Final = "MOVE_NOTIFIED GENUINE_CONFIRMED DOCUMENTS_REQUESTED DOCUMENTS_RECEIVED"
_ANY: Final = f"[*] {_BEFORE} {ASSESSED} {INTERIM} {ENTITLED}"

MACHINE: Final = Machine(
    "move_between_councils",
    (
        move("MoveNotified", "[*]", "MOVE_NOTIFIED"),
        move("MoveConfirmedGenuine", "[*] MOVE_NOTIFIED", "GENUINE_CONFIRMED"),
        move("MoveDocumentsRequested", "[*] MOVE_NOTIFIED GENUINE_CONFIRMED", "DOCUMENTS_REQUESTED"),
        move("PlanTransferred", "[*] MOVE_NOTIFIED GENUINE_CONFIRMED DOCUMENTS_REQUESTED", "DOCUMENTS_RECEIVED"),
        move("MoveAssessed", f"[*] {_BEFORE}", ASSESSED),
        move("DeterminationAccepted", f"[*] {_BEFORE}", ASSESSED),
        move("DeterminationAccepted", f"[*] {_BEFORE} {ASSESSED}", ENTITLED),
        move("DayStarted", f"[*] {_BEFORE}", INTERIM),
        move("DayStarted", f"[*] {_BEFORE} {ASSESSED}", ENTITLED),
        move("DayStarted", _ANY, OVERTAKEN),
        move("MoveCompleted", f"{_ANY} {OVERTAKEN}", TRANSFERRED),
        move("MoveCancelled", f"{_ANY} {OVERTAKEN}", CANCELLED),
    ),
    frozenset({TRANSFERRED, CANCELLED}),
)
"""Where one event has two targets, the policy of the day of the move says which (`hub.domain.portability_policy`).

The day may come before anything was told: of a move that is notified on its own day, or after it.  The day of another
move, or of a placement, that takes over ends this one, until somebody says that they did move, or did not.
"""


def fold(state: PortabilityState, step: Step) -> PortabilityState:
    """Return the state after one step, in canonical order; nothing more is kept of somebody who is forgotten."""
    if state.forgotten is not None:
        return state
    body: Any = step.event.body
    if step.event.type in MOVES:
        return replace(state, moves=told(state.moves, step))
    if isinstance(body, FundingDetermined):
        paid = Funding(body.council, body.from_on, moment_of(step))
        return replace(state, funded=(*state.funded, paid))
    if step.event.type == "SubjectKeyDestroyed":
        return replace(state, forgotten=Said(moment_of(step), step.ordinal, Rule.FORGOTTEN))
    deaths, hiding = deaths_after(state.deaths, step), hiding_after(state.hiding, step.event, step.ordinal)
    homes = homes_after(state.homes, step)
    if deaths is state.deaths and hiding is state.hiding and homes is state.homes:
        return state
    return replace(state, deaths=deaths, hiding=hiding, homes=homes)


def told(moves: tuple[Case, ...], step: Step) -> tuple[Case, ...]:
    """Return the moves of a person after one word about a move, in canonical order."""
    body: Any = step.event.body
    place = next((place for place, case in enumerate(moves) if case.move_id == body.move_id), None)
    case = Case(body.move_id) if place is None else moves[place]
    after = MOVES[step.event.type](_worded(case, step, body), step, body)
    if place is None:
        return (*moves, after)
    return (*moves[:place], after, *moves[place + 1 :])


def _worded(case: Case, step: Step, body: Any) -> Case:
    names = ("assessment_id", "determination_id", "document_id")
    word = Word(
        step.event.type,
        moment_of(step),
        step.ordinal,
        getattr(body, "council", None),
        next((getattr(body, name) for name in names if hasattr(body, name)), None),
        getattr(body, "differs", None),
        getattr(body, "reasons_given", None),
    )
    return replace(case, words=(*case.words, word))


def _notified(case: Case, step: Step, body: p.MoveNotified) -> Case:
    """The newest notice holds; what it does not say stays as it was.

    After a cancel it takes the cancel back: they move after all.  What was done for the move stays done.
    """
    old = case.notice.value if case.notice is not None else Notice(body.intended_on, None, None, None)
    new = Notice(
        body.intended_on,
        body.from_council or old.from_council,
        body.to_council or old.to_council,
        old.placed if body.placed is None else body.placed,
    )
    known, cancelled = day_of(step.event.occurred_at), cancelled_on(case)
    if cancelled is not None:
        case, known = _not_ended(case), cancelled
    elif old.intended_on != new.intended_on and old.intended_on <= known:
        case = replace(case, notes=(*case.notes, (Rule.MOVE_DAY_PASSED, step.ordinal)))
    return replace(_kept(case, new, known, step), notice=Said(new, step.ordinal, Rule.MOVE_NOTIFIED))


def _not_ended(case: Case) -> Case:
    """Return a move of which nobody has told, but in the last word, that it will be, or is over."""
    *told, last = case.words
    gone = tuple([word for word in told if word.event in _SAY_WHETHER])
    words = tuple([word for word in told if word.event not in _SAY_WHETHER])
    return replace(case, words=(*words, last), before=(*case.before, *gone), moved_on=None)


_SAY_WHETHER: Final = ENDS | {"MoveNotified"}


def _kept(case: Case, new: Notice, known: date, step: Step) -> Case:
    """Keep the notice that another one replaces, where the second council had its duty and would never have had it.

    Care Act 2014 section 38: the duty began with the day of the intended move.  Who was told so is not told otherwise:
    as when somebody does not move, it ends when that becomes known, on the day `known`.
    """
    old = case.notice
    if old is None or old.value.intended_on > known or old.value.to_council is None or ending(case) is not None:
        return case
    after = replace(case, notice=Said(new, step.ordinal, Rule.MOVE_NOTIFIED))
    same = new.to_council == old.value.to_council and new.intended_on <= old.value.intended_on
    if stays(case) is not None or (same and stays(after) is None):
        return case
    return replace(case, passed=(*case.passed, Passed(old, known, step.ordinal)))


def _sent(case: Case, step: Step, body: p.PlanTransferred) -> Case:
    """A document came; sent again with the same content it is the same document, else it stands beside the other."""
    came = Said(moment_of(step), step.ordinal, Rule.MOVE_DOCUMENTS_CAME)
    document = Document(body.document_id, body.sha256, body.signed_by, body.signature, came)
    same = (body.document_id, body.sha256)
    kept = tuple(each for each in case.documents if (each.document_id, each.sha256) != same)
    return replace(case, documents=(*kept, document))


def _completed(case: Case, step: Step, body: p.MoveCompleted) -> Case:
    return replace(case, moved_on=Said(body.moved_on, step.ordinal, Rule.MOVE_COMPLETED))


def _as_it_is(case: Case, step: Step, body: Any) -> Case:
    del step, body
    return case


MOVES: Final[dict[str, Callable[[Case, Step, Any], Case]]] = {
    "MoveNotified": _notified,
    "MoveConfirmedGenuine": _as_it_is,
    "MoveDocumentsRequested": _as_it_is,
    "PlanTransferred": _sent,
    "MoveAssessed": _as_it_is,
    "DeterminationAccepted": _as_it_is,
    "MoveCompleted": _completed,
    "MoveCancelled": _as_it_is,
}
"""By event type, what a word changes of its move beside being kept."""
