"""When somebody came to live in another council: by a home that was stated, or by a move that was told, each once.

What it is for: whoever visits them has to know, whichever of the two the hub hears of first.  Rule of this product.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from hub.domain.council_of_move import council_of_move, moves_of
from hub.domain.days import day_of, end_of
from hub.domain.joint_state import JointState
from hub.domain.portability_duty import cancelled_on, move_day, within_one
from hub.domain.portability_state import Case

_SAY_SO: Final = frozenset({"MoveNotified", "MoveCompleted"})


class Change(NamedTuple):
    """The day, when it was told, from when on a visit shows that its provider knows (milliseconds), by which event.

    `taken_back` is the day from which it is known that they did not move.
    """

    day: date
    told: int
    known: int
    by: int
    taken_back: date | None = None


def changes_of_home(state: JointState) -> Iterator[Change]:
    """Give the moves first, also those that lie ahead; then the homes that say something else."""
    moved = [(case, day) for case in moves_of(state) if (day := _moves_on(case)) is not None]
    for case, day in moved:
        told = next(word for word in case.words if word.event in _SAY_SO)
        since = max(day, day_of(told.at.at))
        yield Change(day, told.at.at, end_of(since), told.by, cancelled_on(case))
    known = [home for home in state.homes if home.value is not None and home.value.council is not None]
    for old, new in pairwise(known):
        if old.value is None or new.value is None or old.value.council == new.value.council:
            continue
        day = day_of(new.since)
        led = any(case.second == new.value.council and since <= day for case, since in moved)
        if not led and council_of_move(state, day) is None:
            yield Change(day, new.since, new.since, new.by)


def _moves_on(case: Case) -> date | None:
    """Return the day on which somebody moves to another council, also where the first one places them; or none."""
    day, back = move_day(case), cancelled_on(case)
    return None if within_one(case) or (day is not None and back is not None and back < day) else day
