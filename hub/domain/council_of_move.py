"""Which council has the duty for somebody who moved, though no home has been stated yet that says so.

Care Act 2014 section 38: from the day of the move on the second council meets the needs.  Hospitals learn of an address
late, so the homes they state cannot say who answers; a move that nobody takes back can.  Where the person lives stays
what was stated.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from hub.domain.days import day_of, end_of, start_of
from hub.domain.homes import is_sure
from hub.domain.joint_state import JointState, confirmed_death
from hub.domain.move_claims import Claim, claims
from hub.domain.portability_state import Case
from hub.domain.rules import Rule
from hub.domain.said import Said


class Taken(NamedTuple):
    """A claim of a move, and the councils whose addresses say nothing newer from its day on.

    These are the second council, to which the move itself led, and every one that the person had left by then.
    """

    claim: Claim
    known: frozenset[str | None]


def council_of_move(state: JointState, on: date) -> Said[str] | None:
    """Return the council that took the duty over and has it on a day; none where homes decide.

    It goes back the day after it became known that the person does not move, or not yet.  A home that is stated from
    the day of the move on, in a council that they neither left nor moved to, is newer; one in a council they left is an
    old address.
    """
    return held(state, taken_over(state, state.moves), on) if state.moves else None


def days_of_moves(state: JointState) -> set[date]:
    """Return the days from which another council may have the duty: of moves, and after moves that did not happen."""
    found: set[date] = set()
    for claim in claims(state.moves, died_on(state)):
        found |= {claim.first} if claim.over is None else {claim.first, claim.over}
    return found | {day_of(home.since) for home in state.homes if found}


def died_on(state: JointState) -> date | None:
    """Return the day of the confirmed death of somebody who was to move, or none."""
    death = confirmed_death(state) if state.moves else None
    return None if death is None else day_of(death.value.at)


def taken_over(state: JointState, cases: Sequence[Case]) -> list[Taken]:
    """Return the claims of moves by their days; of two for one day that of the newer notice is later."""
    taken: list[Taken] = []
    left = frozenset[str | None]({None})
    for claim in claims(cases, died_on(state)):
        left |= {claim.case.first or _council_before(state, taken, claim.first)}
        taken.append(Taken(claim, left | {claim.council}))
    return taken


def held(state: JointState, taken: Sequence[Taken], on: date) -> Said[str] | None:
    """Return the council that has the duty on a day by some claims of moves, or none where homes decide."""
    for claim, known in reversed(taken):
        if not claim.holds(on) or claim.by < 0 or claim.council is None:
            continue
        stated = [home.value for home in state.homes if start_of(claim.first) <= home.since <= end_of(on)]
        if any(home is not None and is_sure(home) and home.council not in known for home in stated):
            return None
        return Said(claim.council, claim.by, Rule.COUNCIL_OF_MOVE)
    return None


def _council_before(state: JointState, earlier: Sequence[Taken], day: date) -> str | None:
    """Return the council of the day before a move, which a notice that names none says that they left; or none."""
    if day == date.min:
        return None
    moved = held(state, earlier, day - timedelta(days=1))
    if moved is not None:
        return moved.value
    homes = [home.value for home in state.homes if home.since < start_of(day)]
    return homes[-1].council if homes and homes[-1] is not None else None
