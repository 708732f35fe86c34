"""What ends six weeks beside a new discharge, a death and their last day: continuing healthcare, leaving England.

Source: the joint six weeks of the National Care Service proposal (6.5): full NHS Continuing Healthcare makes the board
alone responsible, and outside England neither an English council nor an English board is.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from hub.domain.chc_case import ChcCase
from hub.domain.joint_state import JointState
from hub.domain.left_england import End, left_england
from hub.domain.rules import Rule
from hub.domain.six_weeks import Window

CONTINUING: Final = "continuing_healthcare"


def other_ends(state: JointState, covered: Window) -> Iterator[End]:
    """Give what else ends the six weeks; where somebody lives is not told of them when it is hidden."""
    gone = left_england(state, covered) if not state.hiding else None
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
