"""Somebody on the way to another hospital: left one stay for it, and seen to arrive nowhere."""

from datetime import date
from typing import Final, NamedTuple

from hub.domain.current_stay import current_stay
from hub.domain.days import day_of
from hub.domain.destinations import goes_to_another_hospital
from hub.domain.finding import SPELL, About, Finding
from hub.domain.holding import has_been_received
from hub.domain.joint_state import JointState, confirmed_death
from hub.domain.rules import Rule
from hub.domain.six_weeks import plus
from hub.domain.spells import Leaving

NOT_RECEIVED_AFTER: Final = 7
"""Days after the day of leaving, from which it is a finding that nobody received the person.

Rule of this product: a ward is reached within a day, and a hospital that writes late has written within the week.
Whoever has not been heard of by then lies in a hospital that sends nothing here, or went elsewhere.
"""


class Moving(NamedTuple):
    """The place of the stay that was left, how it was left, and the Europe/London day of it."""

    spell: int
    leaving: Leaving
    day: date


def unreceived(state: JointState) -> Moving | None:
    """Return how somebody left for another hospital whom no other trust has been seen to receive, or none."""
    place = current_stay(state)
    left = None if place is None else state.spells[place].leaving
    if place is None or left is None or not goes_to_another_hospital(left.destination_code):
        return None
    return None if has_been_received(state, place) else Moving(place, left, day_of(left.discharged.value.at))


def not_received(state: JointState, on: date) -> Finding | None:
    """Return the finding that nobody received them, as seen on a day; none of somebody who has died."""
    left = unreceived(state)
    if left is None or on < plus(left.day, NOT_RECEIVED_AFTER) or confirmed_death(state) is not None:
        return None
    spell = state.spells[left.spell]
    about = About(SPELL, spell.number, spell.trust)
    return Finding(Rule.NOT_RECEIVED, left.leaving.by, about, (), left.spell)
