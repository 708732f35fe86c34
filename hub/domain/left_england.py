"""Leaving England, which ends the six weeks: by a home that is stated, or by a move to a council elsewhere.

Source: the joint six weeks of the National Care Service proposal (6.5): outside England neither an English council nor
an English board is responsible.  Rule of this product: a home in England that is stated again inside the six weeks lets
them go on, because a wrong postcode is commoner than a move there and back within weeks, and a finding tells.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from hub.domain.council_codes import is_outside
from hub.domain.council_of_move import council_of_move, days_of_moves
from hub.domain.days import day_of
from hub.domain.joint_state import JointState
from hub.domain.portability_duty import ending
from hub.domain.rules import Rule
from hub.domain.six_weeks import Window, plus

LEFT_ENGLAND: Final = "left_england"
_ENGLISH: Final = re.compile(r"E\d{8}")


class End(NamedTuple):
    """Why an episode ended, on which day, by which event and rule."""

    because: str
    day: date
    by: int
    rule: Rule


class _Known(NamedTuple):
    """The council by home or by a move from a day on, and the event that says so."""

    since: date
    council: str | None
    by: int


def left_england(state: JointState, window: Window) -> End | None:
    """Return the first covered day from which the person lives outside England, to the last one; or none."""
    return _ways(state, window)[0]


def back_in_england(state: JointState, window: Window) -> dict[int, int]:
    """Return the events by which somebody was back inside the window, each with the one by which they had left."""
    return _ways(state, window)[1]


def back_after(state: JointState, gone: date) -> Iterator[tuple[date, date | None]]:
    """Give the days on which somebody who had left England lives there again: the first, and the first no longer."""
    back: date | None = None
    for since, council, _ in _known(state):
        if since <= gone:
            continue
        if back is None and council is not None and _ENGLISH.fullmatch(council):
            back = since
        elif back is not None and is_outside(council):
            yield back, since
            back = None
    if back is not None:
        yield back, None


def _ways(state: JointState, window: Window) -> tuple[End | None, dict[int, int]]:
    """Walk through the councils up to the end of the window; one of no known form says nothing inside it."""
    gone: End | None = None
    back: dict[int, int] = {}
    for since, council, by in _known(state) if _ever_outside(state) else ():
        if since > window.last:
            break
        if is_outside(council):
            gone = gone or End(LEFT_ENGLAND, max(since, window.first), by, Rule.LEFT_ENGLAND)
        elif since <= window.first:
            gone = None
        elif gone is not None and council is not None and _ENGLISH.fullmatch(council):
            back[by] = gone.by
            gone = None
    return gone, back


def _known(state: JointState) -> Iterator[_Known]:
    """Give the council of each day on which another may begin; the first home stands for the time before it.

    Where a move turned out not to happen it is its cancel that says so.
    """
    homes = [(day_of(home.since) if place else date.min, home) for place, home in enumerate(state.homes)]
    for day in sorted({date.min, *(since for since, _ in homes), *days_of_moves(state)}):
        moved = council_of_move(state, day)
        held = [home for since, home in homes if since <= day]
        if moved is not None:
            yield _Known(day, moved.value, moved.by)
        elif held:
            council = held[-1].value.council if held[-1].value else None
            yield _Known(day, council, max([held[-1].by, *_cancels(state, day)]))


def _cancels(state: JointState, day: date) -> Iterator[int]:
    """Give the events of the day before by which a duty goes back on a day."""
    for case in state.moves:
        for end in (ending(case), *case.before):
            if end is not None and end.event == "MoveCancelled" and plus(day_of(end.at.at), 1) == day:
                yield end.by


def _ever_outside(state: JointState) -> bool:
    # Asked after every batch of everybody, nearly all of whom live in England.
    for home in state.homes:
        if home.value is not None and is_outside(home.value.council):
            return True
    return bool(state.moves) and any(is_outside(case.second) for case in state.moves)
