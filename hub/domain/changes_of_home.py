"""When somebody came to live in another council: by a home that was stated, or by a move that was told, each once.

What it is for: whoever visits them has to know, whichever of the two the hub hears of first.  Rule of this product.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

from hub.domain.council_of_move import council_of_move, moves_of
from hub.domain.days import day_of, end_of
from hub.domain.joint_state import JointState
from hub.domain.portability_duty import cancelled_on, move_day, within_one
from hub.domain.portability_state import Case
from hub.domain.said import InForce
from hub.events.values import HomeArea

_SAY_SO: Final = frozenset({"MoveNotified", "MoveCompleted"})


class Change(NamedTuple):
    """The day, when it was told, from when on a visit shows that its provider knows (milliseconds), by which event.

    `taken_back` is the day from which it is known that they did not move.  `moves_on` is the day of a move whose new
    address was stated before it: whoever visits them by then may go to the old one.
    """

    day: date
    told: int
    known: int
    by: int
    taken_back: date | None = None
    moves_on: date | None = None


_Home: TypeAlias = InForce[HomeArea | None]


def changes_of_home(state: JointState) -> Iterator[Change]:
    """Give the moves first, also those that lie ahead; then the homes that say something else.

    A move whose new address came behind its notice and before its day is one change, from the day of the address on.
    """
    moved = [(case, day) for case in moves_of(state) if (day := _moves_on(case)) is not None]
    homes = [(day_of(new.since), new) for new in _other_councils(state)]
    ahead: list[_Home] = []
    for case, day in moved:
        told = next(word for word in case.words if word.event in _SAY_SO)
        since = max(day, day_of(told.at.at))
        early = _stated_ahead(state, homes, case, told.at.at, day)
        if early is None:
            yield Change(day, told.at.at, end_of(since), told.by, cancelled_on(case))
        elif early not in ahead:
            ahead.append(early)
            yield Change(day_of(early.since), early.since, end_of(day), early.by, None, day)
    for day, new in homes:
        council = None if new.value is None else new.value.council
        led = any(case.second == council and since <= day for case, since in moved)
        if new not in ahead and not led and council_of_move(state, day) is None:
            yield Change(day, new.since, new.since, new.by)


def _other_councils(state: JointState) -> Iterator[_Home]:
    """Give each home that was stated in another council than the one before it."""
    known = [home for home in state.homes if home.value is not None and home.value.council is not None]
    for old, new in pairwise(known):
        if old.value is not None and new.value is not None and old.value.council != new.value.council:
            yield new


def _stated_ahead(
    state: JointState, homes: Sequence[tuple[date, _Home]], case: Case, told: int, day: date
) -> _Home | None:
    """Return the new home of a move that was stated after its notice, and holds on the eve of its day; or none."""
    before = [home for since, home in homes if since < day]
    last = before[-1] if before else None
    if last is None or last.value is None or last.value.council != case.second or last.since < told:
        return None
    return last if council_of_move(state, day_of(last.since)) is None else None


def _moves_on(case: Case) -> date | None:
    """Return the day on which somebody moves to another council, also where the first one places them; or none."""
    day, back = move_day(case), cancelled_on(case)
    return None if within_one(case) or (day is not None and back is not None and back < day) else day
