"""What somebody should look at now, for one episode.  An alert opens once and closes once, by its key."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from hub.domain.alert import Alert
from hub.domain.alerts_of_coordination import no_coordinator, outcome_missing
from hub.domain.alerts_of_councils import of_council
from hub.domain.alerts_of_visits import visit_alerts, visits_paused, visits_resume
from hub.domain.coordination_state import Outcome
from hub.domain.days import day_of
from hub.domain.episodes import OPEN, SUSPENDED, Episode
from hub.domain.joint_state import JointState, confirmed_death, suspected_death
from hub.domain.responsible import Responsible
from hub.domain.rules import Rule
from hub.domain.six_weeks import plus


def alerts(
    state: JointState, episode: Episode, responsible: Responsible, on: date, lives: Sequence[Alert]
) -> tuple[Alert, ...]:
    """Return the alerts of an episode that stand on a day; none of somebody who is forgotten, nor while it is away.

    `lives` are those that open and close by days (`alert_lives`).
    """
    if state.forgotten is not None or episode.away_on(on) is not None:
        return ()
    found = [*_of_the_day(state, episode, responsible)] if episode.status(on) in {OPEN, SUSPENDED} else []
    return (*found, *(alert for alert in lives if alert.stands(on)))


def _of_the_day(state: JointState, episode: Episode, responsible: Responsible) -> Iterator[Alert]:
    """Give what is so as long as nobody says otherwise: a death that is suspected, a council that is not known."""
    suspected = suspected_death(state)
    if suspected is not None and confirmed_death(state) is None:
        since = day_of(suspected.value.at)
        yield Alert("death_suspected", since, "", None, suspected.by, Rule.DEATH_SUSPECTED)
    if responsible.hidden is not None:
        by = episode.discharged.by if responsible.hidden.by is None else responsible.hidden.by
        yield Alert("whereabouts_hidden", episode.window.first, "", None, by, Rule.WHEREABOUTS_HIDDEN)
    unknown = of_council(episode, responsible)
    if unknown is not None:
        yield unknown


class Beside(NamedTuple):
    """What stands beside an episode: the one before it, and how it ended, as people say."""

    before: Episode | None = None
    outcome: Outcome | None = None


def alert_lives(state: JointState, episode: Episode, beside: Beside, on: date) -> tuple[Alert, ...]:
    """Return the alerts of an episode that open and close by days, also those of the days after one.

    All close when the episode ends, but for the question how it ended: that is there once the last covered day has
    passed, and is a milestone's day.
    """
    if episode.void_by is not None or state.forgotten is not None:
        return ()
    ends, pauses = _stops(episode)
    found = [alert.until(pauses) for alert in _while_open(state, episode, beside)]
    found += [alert.until(ends) for alert in _until_the_end(state, episode)]
    if on > episode.window.last:
        found.append(outcome_missing(state, episode, beside.outcome))
    return tuple([alert for alert in found if alert is not None])


def alerts_ahead(state: JointState, episode: Episode, beside: Beside, on: date) -> Sequence[Alert]:
    """Return those of `alert_lives` that stand on a day or may open after it; asked after every batch of everybody.

    Where the episode ends or pauses first, they close on that day, on which it is looked at anyway.
    """
    if state.forgotten is not None:
        return ()
    ends, pauses = _stops(episode)
    found = [*_while_open(state, episode, beside)] if on < pauses else []
    if on < ends:
        found += _until_the_end(state, episode)
    if on > episode.window.last:
        asked = outcome_missing(state, episode, beside.outcome)
        found += () if asked is None else (asked,)
    return found


def _stops(episode: Episode) -> tuple[date, date]:
    """Return the day on which an episode ends, and the one on which it ends or is suspended."""
    ends = plus(episode.window.last, 1) if episode.end is None else episode.end.day
    return ends, ends if episode.suspended is None else min(ends, episode.suspended.value)


def _while_open(state: JointState, episode: Episode, beside: Beside) -> Iterator[Alert]:
    yield from no_coordinator(state, episode)
    if beside.before is not None and state.lines:
        yield from visits_resume(state, episode, beside.before)


def _until_the_end(state: JointState, episode: Episode) -> Iterator[Alert]:
    if state.lines:
        yield from visit_alerts(state, episode)
        yield from visits_paused(state, episode)
