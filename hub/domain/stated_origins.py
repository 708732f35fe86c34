"""Origins that a sender stated and that the line's own days contradict: kept beside the value, and told once a line.

A statement is about the first days that were told with it, and so about one of the six weeks: those in which these days
begin, else the next that the line comes into.  There it is held against the days.  What was stated as new in earlier
six weeks, and was new then, contradicts nothing in later ones: the days simply decide there (`hub.domain.origins`).
Where the person was back in hospital meanwhile, a statement is true that is true of either of the six weeks that cover
its days, since what was new in the earlier ones stays free (`hub.domain.earlier_weeks`).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hub.domain.episodes import Episode
from hub.domain.joint_state import JointState
from hub.domain.line_spans import Span
from hub.domain.lines import LineState
from hub.domain.origins import by_own_days
from hub.domain.reference_day import Reference
from hub.domain.said import Said
from hub.domain.unbroken import reference_of


class Contradicted(NamedTuple):
    """What was stated of a line, the episode in which its days say something else, and how it ran before."""

    episode: Episode
    line: LineState
    said: Said[str]
    then: Span


def contradicted(state: JointState, found: Sequence[Episode]) -> Iterator[Contradicted]:
    """Give each line whose stated origin its own days contradict; `found` are the episodes by time of discharge."""
    standing = [episode for episode in found if episode.void_by is None]
    for line in state.lines:
        said = line.origin
        span = None if said is None else _told_with(line, said)
        episode = None if span is None else _meant(line, span, standing)
        if said is not None and span is not None and episode is not None:
            about = [place for place, each in enumerate(standing) if each is episode or _covers(each, span)]
            ran = [_against(line, span, said, reference_of(state, standing[: place + 1])) for place in about]
            then = ran[[standing[place] is episode for place in about].index(True)]
            if then is not None and None not in ran:
                yield Contradicted(episode, line, said, then)


def _covers(episode: Episode, span: Span) -> bool:
    return episode.window.first <= span.first <= episode.window.last


def _against(line: LineState, span: Span, said: Said[str], reference: Reference) -> Span | None:
    """Return how a line ran before six weeks where that shows another origin than is stated; or none."""
    then = reference.own(line, span)
    return then if then is not None and by_own_days(line, span, then)[-1].origin.value != said.value else None


def _told_with(line: LineState, said: Said[str]) -> Span | None:
    """Return the first days of a line that a statement is about."""
    return next((span for span in line.spans if span.origin == said), None)


def _meant(line: LineState, span: Span, standing: Sequence[Episode]) -> Episode | None:
    """Return the newest of the six weeks in which a span begins, else the next that its line comes into."""
    inside = [each for each in standing if _covers(each, span)]
    if inside:
        return inside[-1]
    later = (each for each in standing if each.window.first > span.first)
    return next((each for each in later if any(other.touches(*each.window) for other in line.spans)), None)
