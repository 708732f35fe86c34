"""Which council has the duty for somebody who moved, though no home has been stated yet that says so.

Care Act 2014 section 38: from the day of the move on the second council meets the needs.  Hospitals learn of an address
late, so the homes they state cannot say who answers; a move that nobody takes back can.  Where the person lives stays
what was stated.
"""

from datetime import date, timedelta

from hub.domain.days import day_of, end_of, start_of
from hub.domain.homes import is_sure
from hub.domain.joint_state import JointState, confirmed_death
from hub.domain.portability_duty import cancelled_on, takes_over
from hub.domain.portability_state import Case
from hub.domain.rules import Rule
from hub.domain.said import Said


def council_of_move(state: JointState, on: date) -> Said[str] | None:
    """Return the council that took the duty over and has it on a day; none where homes decide.

    It goes back the day after it became known that the person does not move.  A home that is stated from the day of the
    move on, in a council that is not the one they left, is newer; one in the council they left is an old address.
    """
    if not state.moves:
        return None
    for day, case in sorted(_taken_over(state), key=lambda each: each[0], reverse=True):
        back, notice = cancelled_on(case), case.notice
        if day > on or (back is not None and back < on) or notice is None or case.second is None:
            continue
        return None if _stated_elsewhere(state, case, day, on) else Said(case.second, notice.by, Rule.COUNCIL_OF_MOVE)
    return None


def days_of_moves(state: JointState) -> set[date]:
    """Return the days from which another council may have the duty: of moves, and after moves that did not happen."""
    found: set[date] = set()
    for day, case in _taken_over(state):
        back = cancelled_on(case)
        found |= {day} if back is None or back == date.max else {day, back + timedelta(days=1)}
    return found | {day_of(home.since) for home in state.homes if found}


def _taken_over(state: JointState) -> list[tuple[date, Case]]:
    death = confirmed_death(state) if state.moves else None
    died_on = None if death is None else day_of(death.value.at)
    taken = [(takes_over(case, died_on), case) for case in state.moves]
    return [(day, case) for day, case in taken if day is not None]


def _stated_elsewhere(state: JointState, case: Case, day: date, on: date) -> bool:
    stated = [home.value for home in state.homes if start_of(day) <= home.since <= end_of(on)]
    return any(home is not None and is_sure(home) and home.council not in {None, case.first} for home in stated)
