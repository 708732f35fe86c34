"""From the joint state of a person to what is told so that stays and six weeks can be counted.

A stay counts when it is an inpatient's, has begun and was not cancelled; six weeks count when they were not taken back.
Nothing here depends on the day on which it is told: days ahead are told as they will be if nothing happens.
"""

from collections.abc import Sequence
from datetime import date

from hub.domain.answering import Term
from hub.domain.area_days import Known, areas_of_episode, areas_of_stay
from hub.domain.at_home import left_at
from hub.domain.coordination_state import Outcome
from hub.domain.days import day_of
from hub.domain.episodes import Episode
from hub.domain.figures_bodies import EpisodeFigures, StayFigures, Visited
from hub.domain.homes import AreaLookup
from hub.domain.joint_state import JointState
from hub.domain.lines import LineState
from hub.domain.outcomes import category_of
from hub.domain.readiness import discharge_ready_date
from hub.domain.stay_end import stay_end
from hub.domain.waiting_told import waiting_told


def stay_figures(state: JointState, index: int, lookup: AreaLookup, known: Known | None = None) -> StayFigures | None:
    """Return what is told of a stay; none when it does not count, or no day of it is known."""
    spell = state.spells[index]
    if spell.cancelled is not None or not spell.begun or not spell.is_inpatient:
        return None
    admitted = spell.admitted_on
    ready_on = discharge_ready_date(spell)
    left_on, ended = stay_end(state, index)
    first = admitted or ready_on or left_on
    if first is None:
        return None
    left = spell.leaving
    return StayFigures(
        admitted_on=admitted,
        areas=areas_of_stay(state, lookup, first, left_on, known),
        destination=None if left is None else left.destination_code,
        ended=ended,
        left_on=left_on,
        pathway=None if spell.pathway is None else spell.pathway.value,
        ready_on=ready_on,
        trust=spell.trust,
        **waiting_told(spell, left_on),
    )


def episode_figures(
    state: JointState, episode: Episode, terms: Sequence[Term], outcome: Outcome | None = None
) -> EpisodeFigures:
    """Return what is told of six weeks; `terms` say who answers for them on which days, `outcome` how they ended."""
    first, last = episode.window
    end, back = episode.end, episode.suspended
    return EpisodeFigures(
        areas=areas_of_episode(terms),
        discharged_on=first,
        ended_because=None if end is None else end.because,
        ended_on=None if end is None else end.day,
        last_covered_day=last,
        outcome=None if outcome is None else category_of(outcome.code),
        readmitted_on=None if back is None else back.value,
        trust=state.spells[episode.spell].trust,
        visits=_visits(state.lines, episode) if state.lines else (),
    )


def _visits(lines: tuple[LineState, ...], episode: Episode) -> tuple[Visited, ...]:
    """Give each provider whose support ran while six weeks did, in the order of codes.

    The first visit is due on the day on which support begins, or on day 1 where it ran before.
    """
    found: dict[str, Visited] = {}
    first, last = episode.window.first, episode.reaches(episode.window.last)
    for line in lines:
        begins = [span.first for span in line.spans if span.touches(first, last)]
        if begins:
            known = found.get(line.provider)
            mine = Visited(_first_visit(line, left_at(episode), last), max(first, min(begins)), line.provider)
            found[line.provider] = mine if known is None else _earlier(known, mine)
    return tuple([found[code] for code in sorted(found)])


def _earlier(one: Visited, other: Visited) -> Visited:
    """Put two lines of one provider together: what comes first counts."""
    done = [day for day in (one.done_on, other.done_on) if day is not None]
    return Visited(min(done, default=None), min(one.due_on, other.due_on), one.provider)


def _first_visit(line: LineState, left: int, last: date) -> date | None:
    for at in line.visited:
        if at is not None and at >= left and (day := day_of(at)) <= last:
            return day
    return None
