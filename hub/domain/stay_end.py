"""When and how a stay ended, so that it can be counted."""

from datetime import date

from hub.domain.days import day_of
from hub.domain.destinations import goes_to_another_hospital
from hub.domain.episodes import takers
from hub.domain.figures_bodies import DIED, LEFT, MOVED
from hub.domain.holding import ended_by_death, goes_on_elsewhere
from hub.domain.joint_state import JointState, confirmed_death


def stay_end(state: JointState, index: int) -> tuple[date | None, str | None]:
    """Give when and how a stay ended; somebody whose death is confirmed is in no bed, though no discharge came."""
    spell = state.spells[index]
    left = spell.leaving
    if left is None:
        death = confirmed_death(state)
        return (None, None) if death is None else (day_of(death.value.at), DIED)
    day = day_of(left.discharged.value.at)
    if ended_by_death(left):
        return day, DIED
    moved = goes_to_another_hospital(left.destination_code)
    if moved or goes_on_elsewhere(state, index, left.discharged.value, takers(state, spell, ())) is not None:
        return day, MOVED
    return day, LEFT
