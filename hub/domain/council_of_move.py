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
from hub.domain.portability_duty import cancelled_on, takes_over
from hub.domain.portability_state import Case
from hub.domain.rules import Rule
from hub.domain.said import Said


class _Taken(NamedTuple):
    """A move that hands the duty on: from which day, and the councils whose addresses say nothing newer from then on.

    These are the second council, to which the move itself led, and every one that the person had left by then.
    """

    day: date
    case: Case
    known: frozenset[str | None]


def council_of_move(state: JointState, on: date) -> Said[str] | None:
    """Return the council that took the duty over and has it on a day; none where homes decide.

    It goes back the day after it became known that the person does not move.  A home that is stated from the day of the
    move on, in a council that they neither left nor moved to, is newer; one in a council they left is an old address.
    """
    return _held(state, _taken_over(state), on) if state.moves else None


def days_of_moves(state: JointState) -> set[date]:
    """Return the days from which another council may have the duty: of moves, and after moves that did not happen."""
    found: set[date] = set()
    for day, case, _ in _taken_over(state):
        back = cancelled_on(case)
        found |= {day} if back is None or back == date.max else {day, back + timedelta(days=1)}
    return found | {day_of(home.since) for home in state.homes if found}


def _taken_over(state: JointState) -> list[_Taken]:
    """Return the moves that hand the duty on, by their days; of two for one day that of the newer notice is later."""
    death = confirmed_death(state) if state.moves else None
    died_on = None if death is None else day_of(death.value.at)
    days = [(takes_over(case, died_on), case) for case in state.moves]
    taken: list[_Taken] = []
    left = frozenset[str | None]({None})
    for day, case in sorted([(day, case) for day, case in days if day is not None], key=_place):
        left |= {case.first or _council_before(state, taken, day)}
        taken.append(_Taken(day, case, left | {case.second}))
    return taken


def _place(taken: tuple[date, Case]) -> tuple[date, int]:
    day, case = taken
    return day, -1 if case.notice is None else case.notice.by


def _held(state: JointState, taken: Sequence[_Taken], on: date) -> Said[str] | None:
    for day, case, known in reversed(taken):
        back, notice = cancelled_on(case), case.notice
        if day > on or (back is not None and back < on) or notice is None or case.second is None:
            continue
        stated = [home.value for home in state.homes if start_of(day) <= home.since <= end_of(on)]
        if any(home is not None and is_sure(home) and home.council not in known for home in stated):
            return None
        return Said(case.second, notice.by, Rule.COUNCIL_OF_MOVE)
    return None


def _council_before(state: JointState, earlier: Sequence[_Taken], day: date) -> str | None:
    """Return the council of the day before a move, which a notice that names none says that they left; or none."""
    if day == date.min:
        return None
    eve = day - timedelta(days=1)
    moved = _held(state, earlier, eve)
    if moved is not None:
        return moved.value
    homes = [home.value for home in state.homes if home.since < start_of(day)]
    return homes[-1].council if homes and homes[-1] is not None else None
