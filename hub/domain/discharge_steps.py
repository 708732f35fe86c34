"""How the end of a stay is folded: discharge, death, their cancels, and updates after them.

Every function is (spell, step, body) -> spell and is called in canonical order.
"""

import msgspec

from hub.domain.ahead import marked
from hub.domain.another_stay import is_end_of_attendance
from hub.domain.classes import classed, classed_on_leaving
from hub.domain.corrections import Correction, stated, with_newer
from hub.domain.deaths import day_told
from hub.domain.destinations import DIED_DESTINATION, DIED_METHODS, INPATIENT_CLASSES
from hub.domain.pathways import decided
from hub.domain.places import placed, reported
from hub.domain.rules import Rule
from hub.domain.said import Said, unless_same
from hub.domain.spells import CONFIRMED, SUSPECTED, Dying, Leaving, SpellState
from hub.domain.standing_ends import decides, with_end, with_void
from hub.domain.statements import code_of, noted, told, told_code
from hub.domain.steps import Step
from hub.events import discharge as d
from hub.events.values import Erased

replace = msgspec.structs.replace


def decide_pathway(spell: SpellState, step: Step, body: d.PathwayDecided) -> SpellState:
    """The transfer hub's decision stands above what a discharge message says."""
    old = spell.pathway if spell.pathway and spell.pathway.rule is Rule.PATHWAY_DECIDED else None
    pathway = unless_same(old, body.pathway, step.ordinal, Rule.PATHWAY_DECIDED)
    return replace(spell, pathway=pathway, pathways=decided(spell.pathways, step, body))


def _mentioned_pathway(spell: SpellState, value: str | None, by: int) -> Said[str] | None:
    if value is None or (spell.pathway is not None and spell.pathway.rule is Rule.PATHWAY_DECIDED):
        return spell.pathway
    return unless_same(spell.pathway, value, by, Rule.PATHWAY_IN_DISCHARGE)


def version(step: Step, body: d.SpellDischarged | d.PatientDiedInHospital) -> Leaving:
    """Return the end of a stay as one event tells it."""
    by = step.ordinal
    left = _died(step, body) if isinstance(body, d.PatientDiedInHospital) else Leaving(body.discharged_at, by)
    left = replace(
        left,
        struck=step.struck,
        written=step.event.recorded_at,
        method=told(None, code_of(body.method), by, Rule.DISCHARGED),
        destination=told_code(None, body.destination, by),
    )
    return _by_the_way(left, by, step.event.recorded_at)


def _died(step: Step, body: d.PatientDiedInHospital) -> Leaving:
    """Return an end by death: its time is that of leaving, and the time of death stands apart where it is another."""
    by, at = step.ordinal, body.discharged_at or body.died_at
    dying = Dying(by, step.event.recorded_at, body.source, None if at == body.died_at else body.died_at)
    return Leaving(at, by, CONFIRMED if body.confirmed else SUSPECTED, dying=dying)


def _by_the_way(left: Leaving, by: int, written: int) -> Leaving:
    """Settle death and life by the way of leaving as it is held now, stated by the event at ordinal `by`.

    Method 4 says that the person died, whatever was said before.  A way of leaving alive takes a death back, unless a
    death indicator alone tells it.  A way that is not known changes nothing.
    """
    dying = left.dying
    if left.method is not None and left.method.value in DIED_METHODS:
        if left.death == CONFIRMED and dying is not None and dying.source is None:
            return left
        return replace(left, died=CONFIRMED, dying=Dying(by, written, at=dying.at if dying else None))
    if dying is None or dying.source is not None or dying.taken_back is not None or left.left_alive is None:
        return left
    return replace(left, dying=replace(dying, taken_back=left.left_alive.by))


def discharge(spell: SpellState, step: Step, body: d.SpellDischarged) -> SpellState:
    """A03: a new version of the end, the class of the stay, and the ward that the person left from.

    Of two ends that stand `hub.domain.standing_ends` says which decides.
    """
    by, left = step.ordinal, version(step, body)
    if is_end_of_attendance(spell, left, body.patient_class):
        return spell
    # The class first, before anything else is known of a stay that nobody told of.
    spell = classed_on_leaving(spell, body.patient_class, by)
    spell = replace(spell, pathway=_mentioned_pathway(spell, body.pathway, by))
    return _left(_seen_on_leaving(spell, body, by), step, left)


def _seen_on_leaving(spell: SpellState, body: d.SpellDischarged, by: int) -> SpellState:
    if body.place is None:
        return spell
    return placed(spell, body.place, by, Rule.DISCHARGE_PLACE)


def die(spell: SpellState, step: Step, body: d.PatientDiedInHospital) -> SpellState:
    """The stay ended by death, confirmed or suspected."""
    return _left(classed_on_leaving(spell, body.patient_class, step.ordinal), step, version(step, body))


def _left(spell: SpellState, step: Step, left: Leaving) -> SpellState:
    """End the stay, and correct the end by what was written of it later, although it sorts before."""
    if spell.cancelled is not None:
        spell = noted(spell, Rule.ENDED_WHILE_VOID, left.by)
    written = step.event.recorded_at
    if step.outlasts or (spell.leavings and spell.leavings[0].struck is not None):
        left = replace(left, renewed=True)
    counts = decides(spell.leaving, left)
    spell = with_end(replace(marked(spell, left.at, written, left.by), dead=None, leave=None), left)
    for said in spell.corrections if counts else ():
        if said.written > written:
            spell = _corrected(spell, said)
    return spell


def discharge_struck(spell: SpellState, step: Step, body: d.SpellDischarged | d.PatientDiedInHospital) -> SpellState:
    """A13 took this version back: a void trace, one for all versions of a discharge.

    Only the leaving was wrong: the ward that the message names is where the person was, and is again.  So is the class,
    but for one that takes an inpatient out of the bed.
    """
    if isinstance(body, d.SpellDischarged):
        spell = _seen_on_leaving(spell, body, step.ordinal)
    if body.patient_class in INPATIENT_CLASSES:
        spell = classed_on_leaving(spell, body.patient_class, step.ordinal)
    spell = replace(spell, dead=None)
    return with_void(spell, version(step, body))


def correct(spell: SpellState, step: Step, body: d.SpellDetailsCorrected) -> SpellState:
    """A08: class and specialty, the pathway, and the facts of a discharge.  It moves nobody and admits nobody."""
    by = step.ordinal
    spell = replace(
        classed(spell, body.patient_class, by),
        specialty=told(spell.specialty, body.specialty, by, Rule.STATED_SPECIALTY),
        reported=reported(spell, body.reported_place, by),
    )
    said = stated(step.event, by, body)
    if said is None:
        return spell
    spell = replace(spell, corrections=with_newer(spell.corrections, said))
    left = spell.leaving
    if left is None:
        return _said_dead(spell, step, body)
    if said.written < left.written and (left.renewed or left.named is not None):  # about a version before this one
        return spell
    return _corrected(spell, said)


def _corrected(spell: SpellState, said: Correction) -> SpellState:
    """Correct the end that stands."""
    left, by = spell.leavings[-1], said.by
    changed = replace(
        left,
        method=told(left.method, code_of(said.method), by, Rule.DISCHARGE_CORRECTED),
        destination=told_code(left.destination, said.destination, by),
    )
    changed = _by_the_way(changed, by, said.written)
    if isinstance(said.discharged_at, Erased):
        spell = noted(spell, Rule.DISCHARGE_TIME_ERASED, by)
    elif said.discharged_at is not None and said.discharged_at != left.discharged.value:
        changed = replace(changed, now=Said(said.discharged_at, by, Rule.DISCHARGE_CORRECTED))
        spell = marked(spell, said.discharged_at, said.written, by)
    pathway = _mentioned_pathway(spell, said.pathway, by)
    return replace(spell, pathway=pathway, leavings=(*spell.leavings[:-1], changed))


def _said_dead(spell: SpellState, step: Step, body: d.SpellDetailsCorrected) -> SpellState:
    """Suspect a death that an update states by the way of leaving, until a discharge comes and says how it ended.

    After a cancelled discharge an update may still repeat what was taken back, so it says nothing then.
    """
    method, destination = code_of(body.method), code_of(body.destination)
    if spell.leavings or (method is None and destination is None):
        return spell
    died = method in DIED_METHODS or destination == DIED_DESTINATION
    return replace(spell, dead=Said(day_told(step), step.ordinal, Rule.DEATH_SUSPECTED) if died else None)
