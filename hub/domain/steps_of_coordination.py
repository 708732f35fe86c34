"""What waits for a coordinator's day beside the support itself: name somebody, tell the carer, record the outcome."""

from collections.abc import Iterator, Sequence
from datetime import date

from hub.domain.alerts_of_coordination import no_coordinator, outcome_missing
from hub.domain.alerts_of_visits import carer_not_told
from hub.domain.at_home import missed_at_home
from hub.domain.coordinators import coordinator_on
from hub.domain.episodes import CLOSED, Episode
from hub.domain.joint_state import JointState
from hub.domain.outcomes import outcome_of
from hub.domain.responsible import Responsible
from hub.domain.rules import Rule
from hub.domain.step import COUNCIL, HOSPITAL, PROVIDER, NextStep


def coordinator_step(state: JointState, episode: Episode, responsible: Responsible, on: date) -> NextStep | None:
    """Return that somebody is to be named as coordinator, by the day on which an alert opens.

    Source: proposal for a National Care Service, 7.4.  The council names them; where it is hidden, the hospital.
    """
    if coordinator_on(state.coordination, on) is not None:
        return None
    found = no_coordinator(state, episode)
    gap = next((alert for alert in found if alert.since <= on and _goes_on(alert.closed, on)), None)
    if gap is None:
        return None
    return NextStep(Rule.STEP_NAME_COORDINATOR, *_holder(state, episode, responsible), gap.by, gap.opens)


def _goes_on(closed: date | None, on: date) -> bool:
    return closed is None or on < closed


def carer_step(state: JointState, episode: Episode, on: date) -> NextStep | None:
    """Return that the carer is to be told of a missed visit, the first one, at the provider whose visit it was.

    Making the visit up comes first.  Rule of this product.
    """
    missed = [
        (trouble.planned, carer_not_told(state, line, trouble))
        for line in state.lines
        if line.troubles
        for trouble in missed_at_home(state, episode, line)
    ]
    waits = [(planned, alert) for planned, alert in missed if alert.stands(on)]
    if not waits:
        return None
    _, first = min(waits, key=lambda each: (each[0], each[1].by))
    return NextStep(Rule.STEP_TELL_CARER, PROVIDER, first.provider, first.by, first.since)


def outcome_step(
    state: JointState, episodes: Sequence[Episode], responsible: Responsible, on: date
) -> Iterator[NextStep]:
    """Give that the council is to say how the last six weeks ended, from day 43 on.

    Source: the joint six weeks (outcome at day 42); `responsible` answers for the last episode that stands.
    """
    standing = [episode for episode in episodes if episode.void_by is None]
    end = standing[-1].ended_on(on) if standing else None
    if end is None or end.because != CLOSED:
        return
    asked = outcome_missing(state, standing[-1], outcome_of(state, standing, len(standing) - 1))
    if asked is not None and asked.stands(on):
        holder = _holder(state, standing[-1], responsible)
        yield NextStep(Rule.STEP_RECORD_OUTCOME, *holder, asked.by, asked.since)


def _holder(state: JointState, episode: Episode, responsible: Responsible) -> tuple[str, str | None]:
    """Return who holds it: the council, whose code is none while nobody knows it; the hospital where it is hidden."""
    if responsible.hidden is not None:
        return HOSPITAL, state.spells[episode.spell].trust
    return COUNCIL, None if responsible.council is None else responsible.council.value
