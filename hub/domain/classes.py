"""What each kind of message may say of the class of a stay.

While a stay runs the last class stated counts, whoever states it.  What ended is settled by the event that ended it:
event code wins over leftover fields, as for a cancel that still carries the fields of a discharge.

- A discharge may turn an inpatient's stay into another one (a day case, say).  It opens no six weeks then, and a
  finding says so.  A class that no bed has (outpatient, say) turns nothing: the stay ends as it was, with a finding.
- After the discharge of somebody known as an inpatient who had stayed a night, no message turns the stay into another:
  a day case does not stay overnight, and nobody attends for days.  A finding says that one tried, and what the
  discharge opened stands until it is cancelled.  A stay of one day may have been a day case; it is turned, with a
  finding as for a discharge that says so.
- A class that says that it is not known (U) never replaces one that is.

Source: NHS Data Model and Dictionary, PATIENT CLASSIFICATION (2, day case: no overnight stay); HL7 table 0004; HL7 v2
chapter 3 (every message is a snapshot of the visit).
"""

import msgspec

from hub.domain.days import day_of
from hub.domain.destinations import INPATIENT, INPATIENT_CLASSES, NO_CLASS_OF_A_BED, UNKNOWN_CLASSES
from hub.domain.rules import Rule
from hub.domain.spells import SpellState
from hub.domain.statements import noted, told
from hub.events.values import Erased

replace = msgspec.structs.replace


def classed(spell: SpellState, stated: str | Erased | None, by: int) -> SpellState:
    """Take the class that a message of the stay states by the way: admission, move, leave, update or cancel."""
    if stated is None or _says_less(spell, stated):
        return spell
    if spell.leaving is None or stated in INPATIENT_CLASSES:
        return _with(spell, stated, by, Rule.STATED_CLASS)
    if spell.turned_on_leaving or not spell.is_inpatient:
        return _with(spell, stated, by, Rule.CLASS_ON_LEAVING if spell.turned_on_leaving else Rule.STATED_CLASS)
    if isinstance(stated, Erased):
        return spell
    if spell.class_held == INPATIENT and _stayed_a_night(spell):
        return noted(spell, Rule.CLASS_AFTER_LEAVING, by)
    return _with(spell, stated, by, Rule.CLASS_ON_LEAVING)


def classed_on_leaving(spell: SpellState, stated: str | None, by: int) -> SpellState:
    """Take the class that the end of a stay states.

    Nothing is turned where the end is the first that is heard of the stay.
    """
    if stated is None or _says_less(spell, stated):
        return spell
    first = spell == SpellState(spell.trust, spell.number, spell.planned, merged=spell.merged)
    held = (spell.is_inpatient and not first) or spell.turned_on_leaving
    if held and stated in NO_CLASS_OF_A_BED:
        return noted(spell, Rule.CLASS_LEFT_OVER, by)
    rule = Rule.CLASS_ON_LEAVING if held and stated not in INPATIENT_CLASSES else Rule.STATED_CLASS
    return _with(spell, stated, by, rule)


def _stayed_a_night(spell: SpellState) -> bool:
    """Say whether the stay that ended held a night, or nobody saw when it began."""
    left, admitted = spell.leavings[-1], spell.admitted
    return admitted is None or day_of(left.discharged.value.at) > day_of(admitted.value.at)


def _says_less(spell: SpellState, stated: str | Erased) -> bool:
    """Say whether a class says that it is not known, of a stay whose class is."""
    return stated in UNKNOWN_CLASSES and spell.class_held not in UNKNOWN_CLASSES


def _with(spell: SpellState, stated: str | Erased, by: int, rule: Rule) -> SpellState:
    said = told(spell.patient_class, stated, by, rule)
    return spell if said is spell.patient_class else replace(spell, patient_class=said)
