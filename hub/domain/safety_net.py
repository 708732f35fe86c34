"""The first 72 hours after a discharge: whether somebody came, was late or did not come, at whichever organisation.

Source: proposal for a National Care Service, 7.4; Hospital discharge and community support guidance (support in place
when the person comes home).
"""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from hub.domain.at_home import left_at, was_at_home
from hub.domain.days import day_of, end_of
from hub.domain.episodes import Episode
from hub.domain.joint_state import JointState
from hub.domain.lines import LineState
from hub.domain.spells import is_exact
from hub.domain.troubles import Trouble

_HOUR: Final = 60 * 60 * 1000


def until(episode: Episode) -> int:
    """Return the end of the 72 hours (milliseconds); of a discharge without a time they begin when its day is over.

    How many there are is policy by the day of the discharge (`safety_net_hours`).
    """
    at = episode.discharged.value
    return (at.at if is_exact(at) else end_of(day_of(at.at))) + episode.times.safety_hours * _HOUR


def first_day(line: LineState, episode: Episode) -> date | None:
    """Return the day on which the first visit of a line is due in an episode; none where the line does not run in it.

    It is the day on which support begins, or the day of discharge where it ran before.
    """
    first, last = episode.window
    for span in line.spans:
        if span.touches(first, last):
            return max(first, span.first)
    return None


def first_visit(line: LineState, episode: Episode) -> int | None:
    """Return when the first visit of a line after somebody had left took place (milliseconds), or none."""
    first, last = left_at(episode), end_of(episode.window.last)
    return next((at for at in line.visited if at is not None and first <= at <= last), None)


def ran_before(line: LineState, before: Episode) -> bool:
    """Say whether a line ran on the day on which somebody went back to hospital out of an episode."""
    return before.suspended is not None and line.on(before.suspended.value) is not None


def restarts(line: LineState, episode: Episode, before: Episode | None) -> bool:
    """Say whether a line goes on after a stay in hospital without a new assessment.

    It ran when the person went back, and runs again on a day of the six weeks that were suspended.
    Source: the joint six weeks of the National Care Service proposal (restart without reassessment inside the window).
    """
    if before is None or not ran_before(line, before):
        return False
    first, last = episode.window.first, before.window.last
    return first <= last and any(span.touches(first, last) for span in line.spans)


class Gone(NamedTuple):
    """A visit that went wrong in the 72 hours, and of which line."""

    line: LineState
    visit: Trouble


def gone_wrong(state: JointState, episode: Episode) -> Iterator[Gone]:
    """Give the visits planned in the 72 hours that were missed or late, of every organisation, by planned time."""
    first, end = left_at(episode), until(episode)
    found = [Gone(line, one) for line in state.lines for one in line.troubles if first <= one.planned <= end]
    inside = [each for each in found if was_at_home(state, episode, each.visit.planned)]
    yield from sorted(inside, key=lambda each: (each.visit.planned, each.line.provider, each.line.line_id))
