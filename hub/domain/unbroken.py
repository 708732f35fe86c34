"""When somebody went into hospital: the admission of the unbroken time there, of however many stays it is made.

Whoever is moved from one hospital to another has not been home between, so that what ran when they went in is what is
resumed, and not what was planned for a discharge that fell through.
Source: Joint six weeks after discharge (proposal for a National Care Service, 6.5): a same-day transfer between
hospitals is not a discharge.  That one over midnight is none either is a rule of this product.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from hub.domain.days import day_of
from hub.domain.destinations import INPATIENT, goes_to_another_hospital
from hub.domain.episodes import Episode
from hub.domain.holding import TWO_DAYS, began, goes_on_elsewhere
from hub.domain.joint_state import JointState
from hub.domain.reference_day import Reference, reference
from hub.domain.said import Said
from hub.domain.six_weeks import plus
from hub.domain.spells import Leaving
from hub.events.values import Moment


def admitted_on(state: JointState, index: int) -> date | None:
    """Return the Europe/London day on which somebody went into hospital who left it from a stay; none if never seen."""
    if len(state.spells) == 1:
        return state.spells[index].admitted_on
    days = [day for place in _unbroken(state, index) if (day := state.spells[place].admitted_on) is not None]
    return min(days, default=None)


def reference_of(state: JointState, standing: Sequence[Episode]) -> Reference:
    """Return the day by which support is resumed in the last of the six weeks that stand."""
    *before, last = standing
    return reference(admitted_on(state, last.spell), last.window.first, since(before))


def since(before: Sequence[Episode]) -> date:
    """Return the first day after earlier six weeks: what was stated up to it was said of them."""
    return max((plus(each.window.last, 1) for each in before), default=date.min)


def _unbroken(state: JointState, index: int) -> list[int]:
    """Return the places of a stay and of all that handed the person over to it, one after another."""
    found = [index]
    for place in found:
        start = began(state.spells[place])
        if start is not None:
            found += [each for each in _handing_over(state, place, start) if each not in found]
    return found


def _handing_over(state: JointState, index: int, start: Said[Moment]) -> Iterator[int]:
    """Give the places of the stays that were left for the one at `index`, which is known since `start`.

    Nearly all of many stays are passed by the time of their end alone: two days, whatever is exact and whatever a day.
    """
    end = state.spells[index].leaving
    low = start.value.at - TWO_DAYS
    high = None if end is None else end.discharged.value.at + TWO_DAYS
    for place, spell in enumerate(state.spells):
        if not spell.leavings or place == index:
            continue
        last = spell.leavings[-1]
        at = last.at.at if last.now is None else last.now.value.at
        if at < low or (high is not None and at > high) or last.struck is not None:
            continue
        if spell.cancelled is None and spell.is_inpatient and _goes_on(state, place, last, index, start):
            yield place


def _goes_on(state: JointState, index: int, left: Leaving, other: int, start: Said[Moment]) -> bool:
    """Say whether who left a stay lay in another one then, or was brought there on that day or the next.

    A stay of unknown class takes over nobody from one that is known as an inpatient's, as when six weeks are opened.
    """
    spell, taker = state.spells[index], state.spells[other]
    day, end = day_of(left.discharged.value.at), taker.leaving
    if goes_to_another_hospital(left.destination_code):
        lasted = end is None or day_of(end.discharged.value.at) >= day
        return lasted and day_of(start.value.at) <= plus(day, 1)
    held = spell.class_held != INPATIENT or taker.class_held == INPATIENT
    return held and goes_on_elsewhere(state, index, left.discharged.value, (other,)) is not None
