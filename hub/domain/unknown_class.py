"""Stays whose class nobody stated, or stated by a word that no profile maps.

They are taken as an inpatient's, so that nobody is missed: their discharge opens the six weeks.  But while six weeks
run that another stay opened, such a stay neither ends them nor opens new ones, because a regular attendance under an
unmapped word would begin the 42 days anew each time.  While the person is in it the six weeks are suspended, a finding
asks for the class, and once a class is stated the stay counts as what it is.  Nor does such a stay take over somebody
who left a stay that is known as an inpatient's.

Source: rule of this product; NHS Data Model and Dictionary, PATIENT CLASSIFICATION (3 and 4: regular admissions).
"""

from collections.abc import Mapping
from typing import Final

from hub.domain.days import day_of
from hub.domain.destinations import INPATIENT, UNKNOWN_CLASSES, goes_to_another_hospital
from hub.domain.holding import after, began, ended_by_death
from hub.domain.joint_state import JointState
from hub.domain.said import Said
from hub.domain.six_weeks import Policy, window
from hub.domain.spells import Leaving, SpellState
from hub.events.values import Moment

_NONE: Final[Mapping[int, Said[Moment]]] = {}


def opens_six_weeks(leaving: Leaving) -> bool:
    """Say whether an end leads out of hospital alive: no death, and no bed of another hospital."""
    return not ended_by_death(leaving) and not goes_to_another_hospital(leaving.destination_code)


def set_aside(state: JointState, policy: Policy) -> Mapping[int, Said[Moment]]:
    """Return the stays of unknown class that began while six weeks ran that another stay opened.

    Their places, each with since when the stay is known; that is its end where nothing else is.
    """
    spells = state.spells
    if len(spells) == 1 or all(spell.class_held not in UNKNOWN_CLASSES for spell in spells):
        return _NONE
    unknown = [(start, place) for place, spell in enumerate(spells) if (start := _unknown_since(spell)) is not None]
    counted = [place for place, spell in enumerate(spells) if spell.class_held == INPATIENT]
    begun = {place: start.value.at for start, place in unknown}
    aside: dict[int, Said[Moment]] = {}
    for start, place in sorted(unknown, key=lambda entry: (entry[0].value.at, entry[1])):
        # Of two that began at one moment neither is inside the other's weeks, whichever is looked at first.
        before = [other for other in counted if begun.get(other) != start.value.at]
        if any(_runs(spells[other], other, start.value, place, policy) for other in before):
            aside[place] = start
        else:
            counted.append(place)
    return aside


def _unknown_since(spell: SpellState) -> Said[Moment] | None:
    if spell.cancelled is not None or spell.class_held not in UNKNOWN_CLASSES:
        return None
    start, left = began(spell), spell.leaving
    if start is not None:
        return start
    return left.discharged if left is not None else None


def _runs(opened: SpellState, index: int, at: Moment, place: int, policy: Policy) -> bool:
    """Say whether the discharge of a stay opened six weeks that another stay, beginning at a moment, lies in."""
    left = opened.leaving
    if left is None or opened.cancelled is not None or not opens_six_weeks(left):
        return False
    end = left.discharged.value
    return after(at, place, end, index) and day_of(at.at) <= window(day_of(end.at), policy).last
