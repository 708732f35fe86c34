"""Whether an admission under a number that is known begins another stay.

A trust gives an attendance at its emergency department and the admission that follows one visit number, and numbers
are used again.  What comes after the end of a stay is another one: the inpatient's stay starts at the admission, and
the attendance is kept beside it.  Source: HL7 v2 chapter 3 (A01, A06); NHS Data Model and Dictionary, HOSPITAL PROVIDER
SPELL and EMERGENCY CARE ATTENDANCE.
"""

from typing import Any, Final

import msgspec

from hub.domain.days import day_of
from hub.domain.destinations import INPATIENT
from hub.domain.spells import Leaving, SpellState, compare, is_exact
from hub.domain.steps import Step, moment_of
from hub.events.discharge import SpellAdmitted, SpellTransferred

_ATTENDERS: Final = frozenset({"E", "O"})
_A_DAY: Final = 24 * 60 * 60 * 1000


def begins_another(spell: SpellState, step: Step) -> bool:
    """Say whether a step, called in canonical order, is about a stay that follows the one held under its number.

    An admission that was cancelled did not take place (HL7 v2 chapter 3, A11), so a stay that ended goes by its number
    still; only an attendance may have been followed by other words about the bed, which are not about the attendance.
    """
    body, left = step.event.body, spell.leaving
    if isinstance(body, SpellTransferred):
        return left is not None and _moves_an_attender_in(spell, left, step, body)
    if not isinstance(body, SpellAdmitted):
        return False
    if step.struck is not None and left is not None and not _attended(spell):
        return False
    if spell.cancelled is not None:
        return bool(spell.leavings)
    return left is not None and _admits_anew(spell, left, step, body)


def _admits_anew(spell: SpellState, left: Leaving, step: Step, body: SpellAdmitted) -> bool:
    if _attended(spell) and body.patient_class == INPATIENT:
        return True
    if goes_on_as_merged(spell, step, body):
        return False
    if spell.admitted is not None:
        return spell.admitted.value != body.admitted_at
    # Nobody saw this end begin.  Who wrote it after the admission meant this stay, and a wrong day.
    return compare(body.admitted_at, left.discharged.value) > 0 and step.event.recorded_at >= left.written


def _moves_an_attender_in(spell: SpellState, left: Leaving, step: Step, body: SpellTransferred) -> bool:
    """Say whether a move puts somebody into a ward who had left the emergency department: their admission was lost."""
    inpatient = body.patient_class == INPATIENT
    return inpatient and _attended(spell) and compare(moment_of(step), left.discharged.value) > 0


def _attended(spell: SpellState) -> bool:
    """Say whether the stay was known as something other than an inpatient's when it ended."""
    return not spell.is_inpatient and not spell.turned_on_leaving


def goes_on_as_merged(spell: SpellState, step: Step, body: SpellAdmitted) -> bool:
    """Say whether two merged numbers show that the end of a stay was none (A42: they are one visit).

    Somebody was admitted under one of them no later than the day after they had left under the other.
    """
    left = spell.leaving
    if left is None or not (spell.merged or step.spell is not None):
        return False
    days = (day_of(body.admitted_at.at) - day_of(left.discharged.value.at)).days
    return compare(body.admitted_at, left.discharged.value) >= 0 and days <= 1


def begun_after(spell: SpellState, step: Step) -> Any:
    """Return the body of an admission that follows an attendance, with the time at which the stay began.

    Some senders repeat in PV1-44 when the attender came; the time of the admitting event counts then.
    """
    body, left = step.event.body, spell.leaving
    if not isinstance(body, SpellAdmitted) or left is None or not _attended(spell):
        return body
    if compare(body.admitted_at, left.discharged.value) >= 0:
        return body
    return msgspec.structs.replace(body, admitted_at=moment_of(step))


def is_end_of_attendance(spell: SpellState, left: Leaving, patient_class: str | None) -> bool:
    """Say whether an attender's end lies at the inpatient admission of its stay, or up to a day before it.

    The department writes that the attender left when the ward has taken them in: it ends the attendance alone.
    """
    if spell.admitted is None or not spell.is_inpatient or patient_class not in _ATTENDERS:
        return False
    admitted, end = spell.admitted.value, left.at
    return is_exact(admitted) and is_exact(end) and 0 <= admitted.at - end.at <= _A_DAY
