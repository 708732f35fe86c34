"""How one event moves the joint state.  Called in canonical order only; cancels have already struck their targets."""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from hub.domain import discharge_steps, spell_steps
from hub.domain.another_stay import begins_another, begun_after
from hub.domain.appeals import APPEALS
from hub.domain.appeals import told as told_of_appeal
from hub.domain.assessments import MOVES as ASSESSMENT_MOVES
from hub.domain.assessments import fold_assessment
from hub.domain.classes import classed
from hub.domain.coordination_fold import MOVES as COORDINATION_MOVES
from hub.domain.coordination_fold import coordinate
from hub.domain.first_heard import seen
from hub.domain.homes import SAYS_HOME, stated
from hub.domain.joint_state import JointState
from hub.domain.lines import TYPES as OF_LINES
from hub.domain.lines import awaiting, fold_line
from hub.domain.money import MOVES as MONEY_MOVES
from hub.domain.money import fold_money
from hub.domain.pairing import spell_of
from hub.domain.person_statements import state_person
from hub.domain.portability import MOVES as WORDS_OF_MOVES
from hub.domain.portability import told
from hub.domain.rules import Rule
from hub.domain.said import Noted, Said
from hub.domain.spells import SpellState
from hub.domain.steps import Step, moment_of
from hub.domain.visit_policy import VISITS, VisitPolicy
from hub.events.catalogue import BY_TYPE
from hub.events.discharge import Spell

replace = msgspec.structs.replace

_STATES_CLASS: Final = frozenset(
    name for name, entry in BY_TYPE.items() if "patient_class" in entry.body.__struct_fields__
) - {"SpellAdmitted", "SpellDischarged", "PatientDiedInHospital", "SpellDetailsCorrected"}
"""Events that state the class of a stay by the way; the others have a rule of their own for it."""
_CANCELS: Final = frozenset(name for name, entry in BY_TYPE.items() if entry.cancels)


def fold(state: JointState, step: Step, visits: VisitPolicy = VISITS) -> JointState:
    """Return the state after one step: what the event says of stays and lines, then what it states of the person.

    Nothing more is kept of somebody who is forgotten.
    """
    if state.forgotten is not None:
        return state
    if step.event.type == "SubjectKeyDestroyed":
        return replace(state, forgotten=Said(moment_of(step), step.ordinal, Rule.FORGOTTEN))
    state = _moved(state, step, visits)
    if step.event.type in _STATES_CLASS and step.struck is None:
        state = _class(state, step)
    return state_person(state, step)


def _moved(state: JointState, step: Step, visits: VisitPolicy) -> JointState:
    kind = step.event.type
    if step.struck is not None:
        return _struck(state, step)
    if kind in spell_steps.MOVES:
        state = _spell(state, step, spell_steps.MOVES[kind])
        if kind == "SpellDischarged" and state.lines:
            state = replace(state, lines=awaiting(state.lines))
    elif kind in OF_LINES:
        return replace(state, lines=fold_line(state.lines, step, visits))
    elif kind in _OTHERS:
        return _OTHERS[kind](state, step)
    elif kind in _CANCELS:
        return _cancel(state, step)
    return _home(state, step) if kind in SAYS_HOME else state


def _find(state: JointState, key: Spell) -> int | None:
    spells = state.spells
    for index in range(len(spells) - 1, -1, -1):
        if spells[index].is_called(key):
            return index
    return None


def _key(step: Step) -> Spell:
    key = step.spell or spell_of(step.event)
    return key or Spell("", "")


def _with(state: JointState, index: int | None, spell: SpellState) -> JointState:
    if index is None:
        return replace(state, spells=(*state.spells, spell))
    return replace(state, spells=(*state.spells[:index], spell, *state.spells[index + 1 :]))


def _spell(state: JointState, step: Step, move: Callable[[SpellState, Step, Any], SpellState]) -> JointState:
    key = _key(step)
    index = _find(state, key)
    body: Any = step.event.body
    if index is not None and begins_another(state.spells[index], step):
        body, index = begun_after(state.spells[index], step), None
    before = SpellState(key.trust, key.number) if index is None else state.spells[index]
    if step.spell is not None and not before.merged:
        before = replace(before, merged=True)
    after = seen(move(before, step, body), step)
    return state if after is before and index is not None else _with(state, index, after)


def _struck(state: JointState, step: Step) -> JointState:
    kind = step.event.type
    if kind == "SpellAdmitted":
        return _spell(state, step, lambda spell, step, _body: spell_steps.admission_struck(spell, step))
    if kind in {"SpellDischarged", "PatientDiedInHospital"}:
        return _spell(state, step, discharge_steps.discharge_struck)
    if kind == "AdmissionPlanned":
        return _spell(state, step, spell_steps.plan)
    return state


def _home(state: JointState, step: Step) -> JointState:
    body: Any = step.event.body
    at, by = step.event.occurred_at, step.ordinal
    homes, practices = stated(state.homes, body.home, at, by), stated(state.practices, body.gp_practice, at, by)
    if homes is state.homes and practices is state.practices:
        return state
    return replace(state, homes=homes, practices=practices)


def _class(state: JointState, step: Step) -> JointState:
    """A move, a leave or a cancel states the class of its stay too; none begins a stay."""
    body: Any = step.event.body
    index = None if body.patient_class is None else _find(state, _key(step))
    if index is None:
        return state
    spell = state.spells[index]
    after = classed(spell, body.patient_class, step.ordinal)
    return state if after is spell else _with(state, index, after)


def _assessed(state: JointState, step: Step) -> JointState:
    state = replace(state, assessments=fold_assessment(state.assessments, step))
    body: Any = step.event.body
    if step.event.type != "AssessmentCompleted" or body.kind not in {"NEEDS", "REVIEW"}:
        return state
    return replace(state, reviewed=Said(moment_of(step), step.ordinal, Rule.REVIEW_DONE))


def _money(state: JointState, step: Step) -> JointState:
    return replace(state, money=fold_money(state.money, step))


def _told_of_move(state: JointState, step: Step) -> JointState:
    return replace(state, moves=told(state.moves, step))


def _appealed(state: JointState, step: Step) -> JointState:
    return replace(state, appeals=told_of_appeal(state.appeals, step))


def _cancel(state: JointState, step: Step) -> JointState:
    if step.strikes is not None:
        return state
    rule = Rule.CANCEL_REPEATED if step.repeats else Rule.CANCEL_WITHOUT_TARGET
    note = Noted(rule, step.ordinal, _find(state, _key(step)))
    return replace(state, notes=(*state.notes, note))


_OTHERS: Final[dict[str, Callable[[JointState, Step], JointState]]] = {
    **dict.fromkeys(MONEY_MOVES, _money),
    **dict.fromkeys(COORDINATION_MOVES, coordinate),
    **dict.fromkeys(ASSESSMENT_MOVES, _assessed),
    **dict.fromkeys(WORDS_OF_MOVES, _told_of_move),
    **dict.fromkeys(APPEALS, _appealed),
}
