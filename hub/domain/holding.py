"""Where a person lies: since when each stay holds them, and which stay still does when they leave another.

Somebody who leaves one stay while another one goes on has not left hospital: they were admitted elsewhere before the
papers of the first stay were closed, came back from treatment elsewhere, or got a new number in the same trust.
Source: Joint six weeks after discharge (proposal for a National Care Service, 6.5): a same-day transfer between
hospitals is not a discharge; NHS Data Model and Dictionary, HOSPITAL PROVIDER SPELL (one for each provider).
"""

from collections.abc import Collection
from typing import Final

from hub.domain.days import day_of
from hub.domain.destinations import DIED_DESTINATION, goes_to_another_hospital
from hub.domain.joint_state import JointState
from hub.domain.said import Said
from hub.domain.spells import ALIVE, CONFIRMED, Leaving, SpellState, compare, is_exact
from hub.events.values import Moment

TWO_DAYS: Final = 2 * 24 * 60 * 60 * 1000
"""Whatever is exact and whatever is a day, what lies further apart is surely apart (milliseconds)."""


def began(spell: SpellState) -> Said[Moment] | None:
    """Return since when a stay holds the person: its admission, else when it was first heard of; or none.

    Of a stay whose admission nobody saw, an update that says when it ended does not say that it goes on.
    """
    if spell.admitted is not None or spell.seen is None:
        return spell.admitted
    return None if any(isinstance(said.discharged_at, Moment) for said in spell.corrections) else spell.seen


def ended_by_death(leaving: Leaving) -> bool:
    """Say whether a stay ended by death: confirmed, or suspected and with the destination of the dead."""
    death = leaving.death
    return death == CONFIRMED or (death != ALIVE and leaving.destination_code == DIED_DESTINATION)


def after(one: Moment, one_index: int, other: Moment, other_index: int) -> bool:
    """Say whether one moment follows another; of two on one day that cannot be told apart, the later known stay's."""
    order = compare(one, other)
    if order == 0 and not (is_exact(one) and is_exact(other)):
        return one_index > other_index
    return order >= 0


def goes_on_elsewhere(state: JointState, index: int, left: Moment, among: Collection[int]) -> int | None:
    """Return the stay of `among` that held the person after they left the one at `index` at a moment, or none.

    It held them already, or it began at another trust later on that day.
    """
    spell = state.spells[index]
    for place in among:
        other = state.spells[place]
        if was_over(other, left):
            continue
        start = None if place == index or other.cancelled is not None else began(other)
        if start is None or start.value.at > left.at + TWO_DAYS or not _goes_on(other, place, left, index):
            continue
        if _held_already(start.value, place, left, index):
            if not _only_closed_late(state, place, index):
                return place
        elif other.trust != spell.trust and day_of(start.value.at) == day_of(left.at):
            return place
    return None


def was_over(spell: SpellState, at: Moment) -> bool:
    """Say whether a stay had surely ended by a moment: two days before it, whatever is exact and whatever is a day.

    Asked of every stay beside every other, which of somebody with many stays is asked often.
    """
    end = spell.leaving
    return end is not None and end.discharged.value.at < at.at - TWO_DAYS


def _held_already(start: Moment, place: int, left: Moment, index: int) -> bool:
    return start.at <= left.at if _exact(start, left) else not after(start, place, left, index)


def has_been_received(state: JointState, index: int) -> bool:
    """Say whether another trust took over who left the stay at `index` for another hospital.

    It did when its stay began during this one, or on the day of its end, and lasted to that day or longer.
    """
    left = state.spells[index].leaving
    return left is not None and any(_receives(state, index, left, place) for place in range(len(state.spells)))


def _only_closed_late(state: JointState, place: int, index: int) -> bool:
    """Say whether a stay was left for another hospital, which is the one that the person has left again since.

    The trust that sent them wrote so hours later: its stay does not hold them after the other's end.
    """
    left = state.spells[place].leaving
    return left is not None and goes_to_another_hospital(left.destination_code) and _receives(state, place, left, index)


def _receives(state: JointState, sender: int, left: Leaving, place: int) -> bool:
    spell, other = state.spells[sender], state.spells[place]
    start = began(other)
    if place == sender or other.trust == spell.trust or other.cancelled is not None or not other.is_inpatient:
        return False
    if start is None:
        return False
    first, end = began(spell), other.leaving
    during = first is None or compare(start.value, first.value) >= 0
    day = day_of(left.discharged.value.at)
    lasted = end is None or day_of(end.discharged.value.at) >= day
    return during and lasted and day_of(start.value.at) <= day


def _goes_on(other: SpellState, place: int, left: Moment, index: int) -> bool:
    if other.leaving is None:
        return other.begun
    end = other.leaving.discharged.value
    if _exact(end, left):
        return (end.at, place) > (left.at, index)
    return after(end, place, left, index)


def _exact(one: Moment, other: Moment) -> bool:
    return is_exact(one) and is_exact(other)
