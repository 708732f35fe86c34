"""What one episode of six weeks counts in the dashboards, measure by measure.

Everybody counts once under no provider, and once under each provider whose support ran in the six weeks.  Sources
are named by each measure; the six weeks themselves are those of the proposal for a National Care Service, 6.5.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from hub.domain.figures_bodies import EpisodeFigures, Visited
from hub.domain.figures_cells import Addend, Counting
from hub.domain.figures_measures import (
    FIRST_VISIT,
    IN_SIX_WEEKS,
    NOT_DONE,
    READMITTED_30_DAYS,
    SIX_WEEKS_DONE,
    SIX_WEEKS_DUE,
    SIX_WEEKS_OUTCOME,
    UNKNOWN,
    VISIT_BANDS,
    band_of,
)
from hub.domain.six_weeks import plus

_READMITTED_WITHIN = 30
_NOT_COME_TO_THE_END = frozenset({"HOSPITAL", "DIED"})
"""Outcomes that say that the six weeks did not go on to their end."""


def of_episode(episode: EpisodeFigures) -> list[Addend]:
    """Return every addend of an episode."""
    counting = Counting(episode.areas, episode.trust)
    return [
        *in_six_weeks(episode, counting),
        *six_weeks_due(episode, counting),
        *six_weeks_done(episode, counting),
        *six_weeks_outcome(episode, counting),
        *readmitted_30_days(episode, counting),
        *first_visit(episode, counting),
    ]


def in_six_weeks(episode: EpisodeFigures, counting: Counting) -> Iterator[Addend]:
    """Stock: people whose six weeks are open at the end of the day: day 1 to the last covered day.

    Who went back to hospital, died or began other six weeks is no longer counted from that day on, so that nobody is
    both in hospital and in the six weeks.  Under a provider the count begins with its support.
    Source: the joint six weeks (proposal for a National Care Service, 6.5).
    """
    first, stops = episode.discharged_on, until(episode)
    yield from counting.stock(IN_SIX_WEEKS, "", first, stops)
    for visit in episode.visits:
        yield from counting.stock(IN_SIX_WEEKS, "", max(first, visit.due_on), stops, visit.provider)


def six_weeks_due(episode: EpisodeFigures, counting: Counting) -> Iterator[Addend]:
    """Flow on the last covered day: six weeks that would be over, whatever became of them.

    Source: the joint six weeks; denominator of the metric "six-week completion".
    """
    return _of_all(episode, SIX_WEEKS_DUE, "", episode.last_covered_day, counting)


def six_weeks_done(episode: EpisodeFigures, counting: Counting) -> Iterable[Addend]:
    """Flow on the last covered day: of `six_weeks_due`, those that went on to it.

    Where people said how the six weeks ended, that decides: in hospital or by death they did not go on to their end.
    Where nobody did, the person lived, and neither went back to hospital nor began other six weeks.
    Source: the joint six weeks; numerator of the metric "six-week completion".
    """
    stopped = until(episode) <= episode.last_covered_day
    if episode.outcome is not None:
        stopped = episode.outcome in _NOT_COME_TO_THE_END
    if stopped:
        return ()
    return _of_all(episode, SIX_WEEKS_DONE, "", episode.last_covered_day, counting)


def six_weeks_outcome(episode: EpisodeFigures, counting: Counting) -> Iterator[Addend]:
    """Flow by outcome, on the last covered day: of the same people as `six_weeks_due`, how people say that they ended.

    Source: the joint six weeks (outcome at day 42: own home, home with support, care home, hospital, hospice, died).
    """
    return _of_all(episode, SIX_WEEKS_OUTCOME, episode.outcome or UNKNOWN, episode.last_covered_day, counting)


def readmitted_30_days(episode: EpisodeFigures, counting: Counting) -> Iterable[Addend]:
    """Flow on the day of discharge: who was admitted again within 30 days of it, whatever for and to whichever trust.

    Source: NHS England Digital, Emergency readmissions to hospital within 30 days of discharge (I02040), which leaves
    out planned admissions; the hub is not told reliably which are.
    """
    back = episode.readmitted_on
    if back is None or (back - episode.discharged_on).days > _READMITTED_WITHIN:
        return ()
    return _of_all(episode, READMITTED_30_DAYS, "", episode.discharged_on, counting)


def first_visit(episode: EpisodeFigures, counting: Counting) -> Iterator[Addend]:
    """Flow by days from discharge, on the day of the first visit; one that has not taken place on the day it is due.

    Under no provider it is the first visit of any.  People without support are not in it.
    Source: NICE NG27 and NG74 (support begins without delay; reablement within two days).
    """
    visits = episode.visits
    if not visits:
        return
    done = [visit.done_on for visit in visits if visit.done_on is not None]
    whole = Visited(min(done, default=None), min(visit.due_on for visit in visits), "")
    for visit in (whole, *visits):
        on, category = visit.due_on, NOT_DONE
        if visit.done_on is not None:
            on, category = visit.done_on, band_of((visit.done_on - episode.discharged_on).days, VISIT_BANDS)
        yield counting.flow(FIRST_VISIT, category, on, 1, visit.provider)


def until(episode: EpisodeFigures) -> date:
    """Give the first day on which an episode no longer goes on."""
    ends = (plus(episode.last_covered_day, 1), episode.ended_on, episode.readmitted_on)
    return min(day for day in ends if day is not None)


def _of_all(episode: EpisodeFigures, measure: str, category: str, day: date, counting: Counting) -> Iterator[Addend]:
    """Count once under no provider and once under each."""
    yield counting.flow(measure, category, day)
    for visit in episode.visits:
        yield counting.flow(measure, category, day, 1, visit.provider)
