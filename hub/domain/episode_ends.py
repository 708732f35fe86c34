"""What ends six weeks beside a new discharge, a death and their last day: continuing healthcare, leaving England.

Source: the joint six weeks of the National Care Service proposal (6.5): full NHS Continuing Healthcare makes the board
alone responsible, and outside England neither an English council nor an English board is.  Rule of this product: where
the board pays no longer before their last day, the six weeks go on, because their days are joint again and somebody
has to see the person.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from hub.domain.chc_case import ChcCase
from hub.domain.joint_state import JointState
from hub.domain.left_england import End, left_england
from hub.domain.rules import Rule
from hub.domain.six_weeks import Window

CONTINUING: Final = "continuing_healthcare"


class Away(NamedTuple):
    """Covered days on which six weeks have ended: why and since when, and from which day on they go on."""

    end: End
    back: date


def other_ends(state: JointState, covered: Window) -> Iterator[End | Away]:
    """Give what else ends the six weeks, for good or for some days; a home that is hidden is not told of them."""
    gone = left_england(state, covered) if not state.hiding else None
    if gone is not None:
        yield gone
    if state.money is not None and state.money.chc:
        yield from funded(state.money.chc, covered)


def funded(cases: Sequence[ChcCase], window: Window) -> Iterator[End | Away]:
    """Give each run of covered days on which the board pays all, whichever cases it is of; the last may have no end."""
    for first, back, by in _runs(cases):
        end = End(CONTINUING, max(first, window.first), by, Rule.CHC_ENDS_EPISODE)
        if back is None or back > window.last:
            if end.day <= window.last:
                yield end
        elif back > end.day:
            yield Away(end, back)


def _runs(cases: Sequence[ChcCase]) -> Iterator[tuple[date, date | None, int]]:
    """Give days without a gap that the board pays: the first, the first that it no longer does, the first's event."""
    run: tuple[date, date | None, int] | None = None
    for each in sorted((each for case in cases for each in case.funded), key=lambda each: (each.first, each.by)):
        if not each.covers(each.first):
            continue
        if run is None or (run[1] is not None and run[1] < each.first):
            if run is not None:
                yield run
            run = each.first, each.stop, each.by
        elif run[1] is not None and (each.stop is None or each.stop > run[1]):
            run = run[0], each.stop, run[2]
    if run is not None:
        yield run
