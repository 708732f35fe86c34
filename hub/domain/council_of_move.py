"""Which council has the duty for somebody who moved, though no home has been stated yet that says so.

Care Act 2014 section 38: from the day of the move on the second council meets the needs.  Hospitals learn of an address
late, so the homes they state cannot say who answers; a move that nobody takes back can.  Where the person lives stays
what was stated.
"""

from datetime import date

from hub.domain.council_left import with_council_left
from hub.domain.days import day_of
from hub.domain.joint_state import JointState, confirmed_death
from hub.domain.move_claims import claims_and_placements
from hub.domain.moves_taken_over import held, taken_over
from hub.domain.portability_state import Case
from hub.domain.said import Said


def council_of_move(state: JointState, on: date) -> Said[str] | None:
    """Return the council that took the duty over, or kept it by a placement, and has it on a day; none by homes alone.

    It goes back the day after it became known that the person does not move, or not yet.  A home that is stated from
    the day of the move on, in a council that they neither left nor moved to, is newer; one in a council they left is an
    old address.
    """
    if not state.moves:
        return None
    return held(state.homes, taken_over(state.homes, moves_of(state), died_on(state)), on)


def days_of_moves(state: JointState) -> set[date]:
    """Return the days from which another council may have the duty: of moves, and after moves that did not happen."""
    found: set[date] = set()
    for claim in claims_and_placements(moves_of(state), died_on(state)):
        found |= {claim.first} if claim.over is None else {claim.first, claim.over}
    return found | {day_of(home.since) for home in state.homes if found}


def moves_of(state: JointState) -> tuple[Case, ...]:
    """Return the moves of a person, each from the council that it leaves, also where no notice names it."""
    return with_council_left(state.moves, state.homes, died_on(state)) if state.moves else ()


def died_on(state: JointState) -> date | None:
    """Return the day of the confirmed death of somebody who was to move, or none."""
    death = confirmed_death(state) if state.moves else None
    return None if death is None else day_of(death.value.at)
