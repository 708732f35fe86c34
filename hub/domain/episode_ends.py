"""What ends six weeks beside a new discharge, a death and their last day: continuing healthcare, leaving England.

Source: the joint six weeks of the National Care Service proposal (6.5): full NHS Continuing Healthcare makes the board
alone responsible, and outside England neither an English council nor an English board is.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from hub.domain.chc_case import ChcCase
from hub.domain.days import day_of
from hub.domain.joint_state import JointState
from hub.domain.rules import Rule
from hub.domain.said import InForce
from hub.domain.six_weeks import Window
from hub.events.values import HomeArea

CONTINUING, LEFT_ENGLAND = "continuing_healthcare", "left_england"
_ELSEWHERE: Final = re.compile(r"[WSNLM]\d{8}")
"""Codes of councils in Wales, Scotland and Northern Ireland, and of the islands, as the ONS gives them."""

Homes = Sequence[InForce[HomeArea | None]]


class End(NamedTuple):
    """Why an episode ended, on which day, by which event and rule."""

    because: str
    day: date
    by: int
    rule: Rule


def other_ends(state: JointState, covered: Window) -> Iterator[End]:
    """Give what else ends the six weeks; where somebody lives is not told of them when it is hidden."""
    gone = left_england(state.homes, covered) if not state.hiding else None
    if gone is not None:
        yield gone
    if state.money is not None:
        yield from funded(state.money.chc, covered)


def funded(cases: Sequence[ChcCase], window: Window) -> Iterator[End]:
    """Give the first covered day from which the board pays all, for each stretch of such days."""
    for each in (funding for case in cases for funding in case.funded):
        day = max(each.first, window.first)
        if day <= window.last and each.covers(day):
            yield End(CONTINUING, day, each.by, Rule.CHC_ENDS_EPISODE)


def left_england(homes: Homes, window: Window) -> End | None:
    """Return the first covered day on which the home is not in England, or none; a code of no such form says nothing.

    The first home that is known stands for the time before it.
    """
    for place, entry in enumerate(homes):
        if not is_elsewhere(entry.value):
            continue
        begins = day_of(entry.since) if place else date.min
        over = day_of(homes[place + 1].since) if place + 1 < len(homes) else None
        day = max(begins, window.first)
        if day <= window.last and (over is None or day < over):
            return End(LEFT_ENGLAND, day, entry.by, Rule.LEFT_ENGLAND)
    return None


def is_elsewhere(home: HomeArea | None) -> bool:
    """Say whether a home lies outside England, by the code of its council."""
    # Asked after every batch of everybody, nearly all of whom live in England.
    council = None if home is None else home.council
    return council is not None and council[:1] != "E" and _ELSEWHERE.fullmatch(council) is not None
