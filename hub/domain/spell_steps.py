"""How one event moves one spell.  Every function is (spell, step, body) -> spell and is called in canonical order.

Struck events never come here, but for admissions and discharges, which leave a void trace.
"""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from hub.domain import delay_reasons
from hub.domain.another_stay import goes_on_as_merged
from hub.domain.classes import classed
from hub.domain.destinations import INPATIENT, INPATIENT_CLASSES
from hub.domain.discharge_steps import correct, decide_pathway, die, discharge
from hub.domain.places import placed
from hub.domain.readiness import criteria, readiness
from hub.domain.rules import Rule
from hub.domain.said import Said, unless_same
from hub.domain.spells import CONFIRMED, SpellState, compare
from hub.domain.statements import noted, told
from hub.domain.steps import Step, moment_of
from hub.events import discharge as d
from hub.events.values import Erased, Moment

replace = msgspec.structs.replace


def admit(spell: SpellState, step: Step, body: d.SpellAdmitted) -> SpellState:
    """A01, or A06: begin the stay, revive a void one, or update an open one."""
    by = step.ordinal
    if spell.cancelled is not None:
        spell = SpellState(
            spell.trust,
            spell.number,
            spell.planned,
            notes=spell.notes,
            corrections=spell.corrections,
            merged=spell.merged,
        )
    if goes_on_as_merged(spell, step, body):
        spell = noted(replace(spell, leavings=spell.leavings[:-1]), Rule.SPELL_MERGED, by)
    elif spell.admitted is not None and not _turns_inpatient(spell, body) and spell.admitted.value != body.admitted_at:
        spell = noted(spell, Rule.ADMITTED_TWICE, by)
    spell = replace(
        classed(spell, body.patient_class, by),
        admitted=_admission(spell, body, by),
        specialty=told(spell.specialty, body.specialty, by, Rule.STATED_SPECIALTY),
    )
    return spell if body.place is None else placed(spell, body.place, by, Rule.ADMISSION_PLACE)


def _admission(spell: SpellState, body: d.SpellAdmitted, by: int) -> Said[Moment]:
    """Return when the stay began: at the first admission, or at the first of an inpatient where others came before.

    Only an admission says so.  A class that turns on a transfer, an update or a discharge makes the stay an inpatient's
    and leaves its beginning where it was; the admission that follows moves it all the same.
    """
    if spell.admitted is not None:
        turns = _turns_inpatient(spell, body)
        return Said(body.admitted_at, by, Rule.TURNED_INPATIENT) if turns else spell.admitted
    rule = Rule.ADMITTING_EVENT if body.patient_class in INPATIENT_CLASSES else Rule.ATTENDING_EVENT
    return Said(body.admitted_at, by, rule)


def _turns_inpatient(spell: SpellState, body: d.SpellAdmitted) -> bool:
    """Say whether an admission turns an attender's stay into an inpatient's."""
    attended = spell.admitted is not None and spell.admitted.rule is Rule.ATTENDING_EVENT
    return body.patient_class == INPATIENT and (attended or not spell.is_inpatient)


def admission_struck(spell: SpellState, step: Step) -> SpellState:
    """The admission was cancelled: void unless another admission or a discharge stands."""
    if spell.admitted is not None or spell.leavings or spell.cancelled is not None:
        return spell
    return replace(spell, cancelled=step.struck)


def transfer(spell: SpellState, step: Step, body: d.SpellTransferred) -> SpellState:
    """A02: the place, never the admission.  Struck transfers never come here, so A12 gives the place before.

    Nobody who has left is moved: the ward stays where they left from, and a finding tells (of the dead it does not).
    """
    left = spell.leaving
    if left is not None and compare(moment_of(step), left.discharged.value) > 0:
        return spell if left.death == CONFIRMED else noted(spell, Rule.MOVED_AFTER_LEAVING, step.ordinal)
    if body.place is None:
        return spell
    return placed(spell, body.place, step.ordinal, Rule.TRANSFER_PLACE)


def expect(spell: SpellState, step: Step, body: d.ExpectedDischargeChanged) -> SpellState:
    """The expected discharge was set, moved or erased."""
    value = None if isinstance(body.expected, Erased) else body.expected
    return replace(spell, expected=unless_same(spell.expected, value, step.ordinal, Rule.STATED_EXPECTATION))


def pending(spell: SpellState, step: Step, body: d.DischargeExpected) -> SpellState:
    """A16: a pending discharge sets the expectation when it carries one."""
    if body.expected is None:
        return spell
    return replace(spell, expected=unless_same(spell.expected, body.expected, step.ordinal, Rule.PENDING_DISCHARGE))


def plan(spell: SpellState, _step: Step, _body: d.AdmissionPlanned) -> SpellState:
    """A planned admission is not a stay, whatever updates say of it."""
    return spell if spell.planned else replace(spell, planned=True)


def leave(spell: SpellState, step: Step, _body: d.LeaveStarted) -> SpellState:
    """Leave of absence: out of the bed, not discharged."""
    return replace(spell, leave=Said(moment_of(step), step.ordinal, Rule.ON_LEAVE))


def come_back(spell: SpellState, _step: Step, _body: d.LeaveEnded) -> SpellState:
    """Back from leave."""
    return replace(spell, leave=None)


MOVES: Final[dict[str, Callable[[SpellState, Step, Any], SpellState]]] = {
    "SpellAdmitted": admit,
    "SpellTransferred": transfer,
    "ExpectedDischargeChanged": expect,
    "DischargeExpected": pending,
    "ReadinessChanged": readiness,
    "CriteriaToResideAssessed": criteria,
    "DelayReasonRecorded": delay_reasons.record,
    "DelayReasonEnded": delay_reasons.end,
    "PathwayDecided": decide_pathway,
    "SpellDischarged": discharge,
    "PatientDiedInHospital": die,
    "SpellDetailsCorrected": correct,
    "AdmissionPlanned": plan,
    "LeaveStarted": leave,
    "LeaveEnded": come_back,
}
"""By event type, how an event that was not struck moves its spell."""
