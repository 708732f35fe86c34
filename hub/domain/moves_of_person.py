"""The moves of a person as their own state has them, each from the council that it leaves, and the death that ends all.

The joint state has the same in `hub.domain.council_of_move`.
"""

from datetime import date

from hub.domain.council_left import councils_left, with_council_left
from hub.domain.days import day_of
from hub.domain.deaths import standing
from hub.domain.portability_state import Case, PortabilityState
from hub.domain.said import Said
from hub.domain.spells import CONFIRMED


def moves_of(state: PortabilityState) -> tuple[Case, ...]:
    """Return the moves, each from the council that it leaves, also where no notice names it."""
    return with_council_left(state.moves, state.homes, died_on(state))


def left_by_move(state: PortabilityState) -> dict[str, Said[str]]:
    """Return what says which council a move leaves whose notice names none, by move."""
    return councils_left(state.moves, state.homes, died_on(state))


def died_on(state: PortabilityState) -> date | None:
    """Return the day of the first confirmed death, or none."""
    return min((day_of(said.value.at) for said in standing(state.deaths, CONFIRMED)), default=None)
