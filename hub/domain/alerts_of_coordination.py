"""Alerts about who coordinates the six weeks, and about how they ended."""

from collections.abc import Iterator

from hub.domain.alert import Alert, earliest
from hub.domain.coordination_state import Outcome
from hub.domain.coordinators import gaps
from hub.domain.days import day_of
from hub.domain.episodes import Episode
from hub.domain.joint_state import JointState, confirmed_death
from hub.domain.outcomes import asks_from
from hub.domain.rules import Rule


def wants_coordinator(state: JointState, episode: Episode) -> bool:
    """Say whether somebody is to coordinate: everybody but those who went home without support (pathway 0, no line).

    Rule of this product: nobody in the community waits for them (Hospital discharge and community support guidance).
    """
    pathway = state.spells[episode.spell].pathway
    if pathway is None or pathway.value != "P0":
        return True
    return any(span.touches(*episode.window) for line in state.lines for span in line.spans)


def no_coordinator(state: JointState, episode: Episode) -> Iterator[Alert]:
    """Give one for each time of a working day or longer in which nobody coordinated (proposal 7.4).

    How many working days is policy by the day of the discharge (`name_coordinator_working_days`).
    """
    if not wants_coordinator(state, episode):
        return
    first = episode.window.first
    for gap in gaps(state.coordination, first, episode.discharged.by, episode.times.coordinator):
        if gap.until is None or gap.due < gap.until:
            about = "" if gap.since == first else gap.since.isoformat()
            yield Alert("no_coordinator", gap.since, about, None, gap.by, Rule.NO_COORDINATOR, gap.due, gap.until)


def outcome_missing(state: JointState, episode: Episode, outcome: Outcome | None) -> Alert | None:
    """Return the question how the six weeks ended: from day 43 until people say so, or the person dies."""
    since = asks_from(episode)
    if since is None or (outcome is not None and outcome.recorded_on < since):
        return None
    death = confirmed_death(state)
    died = None if death is None else day_of(death.value.at)
    closed = earliest(None if outcome is None else outcome.recorded_on, died)
    return Alert("outcome_missing", since, "", None, episode.discharged.by, Rule.OUTCOME_MISSING, None, closed)
