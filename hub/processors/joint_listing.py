"""The row of the joint board: codes and dates of a day, with who answers on it.

That a window has closed is for the reader, who knows the day: `last_covered_day` lies before it.  A discharge that is
dated ahead changes the row on its day, when the person is looked at again.
"""

from datetime import date

from hub.domain.current_stay import current_stay
from hub.domain.days import day_of
from hub.domain.destinations import goes_to_another_hospital
from hub.domain.episode_ends import CONTINUING
from hub.domain.episodes import Episode
from hub.domain.homes import AreaLookup
from hub.domain.joint_state import JointState, confirmed_death
from hub.domain.left_england import LEFT_ENGLAND
from hub.domain.responsible import Responsible, responsible
from hub.domain.spells import SpellState
from hub.ports.listing import Listing

IN_HOSPITAL, OPEN, SUSPENDED, ENDED, DIED = "in_hospital", "open", "suspended", "ended", "died"


def listed(
    state: JointState, last: Episode | None, who: Responsible | None, areas: AreaLookup, today: date
) -> Listing | None:
    """Return the row by the last episode that stands, else by the last inpatient stay; none without either.

    `who` answers for that episode on the day.
    """
    place = current_stay(state)
    spell = None if place is None else state.spells[place]
    in_bed = spell is not None and spell.leaving is None
    if last is not None and who is not None and not (in_bed and _is_over(last, today)):
        return _of_episode(state, last, who, spell if in_bed else None, today)
    return None if spell is None else _of_spell(state, spell, areas, today)


def _is_over(last: Episode, today: date) -> bool:
    """Say whether somebody in a bed is there as anybody else: not suspended in their six weeks, or these have ended."""
    return (last.suspended is None and last.end is None) or _has_ended(last, today)


def _of_episode(
    state: JointState, episode: Episode, who: Responsible, back_in: SpellState | None, today: date
) -> Listing:
    """The row of an episode; `back_in` is the stay in which the person is now, or none."""
    status = OPEN if episode.suspended is None else SUSPENDED
    if _has_ended(episode, today):
        status = ENDED
    council, ics = who.codes
    return Listing(
        DIED if confirmed_death(state) else status,
        ics,
        council,
        state.spells[episode.spell].trust,
        _sorted({line.provider for line in state.lines for span in line.spans if span.touches(*episode.window)}),
        episode.window.first,
        episode.window.last,
        None if back_in is None else _expected_on(back_in),
    )


def _has_ended(episode: Episode, today: date) -> bool:
    """Say whether continuing healthcare or leaving England has ended the six weeks of somebody who lives."""
    end = episode.away_on(today) or episode.end
    return end is not None and end.because in {CONTINUING, LEFT_ENGLAND} and end.day <= today


def _of_spell(state: JointState, spell: SpellState, areas: AreaLookup, today: date) -> Listing | None:
    """The row of a stay: who would answer today, or answered when it ended; whose support runs or is to begin."""
    day = today
    if spell.leaving is not None:
        day = min(day, day_of(spell.leaving.discharged.value.at))
    if spell.admitted is not None:
        day = max(day, day_of(spell.admitted.value.at))
    council, ics = responsible(state, areas, day).codes
    return Listing(
        _status(state, spell),
        ics,
        council,
        spell.trust,
        _sorted({line.provider for line in state.lines if line.runs_from(today)}),
        expected_on=_expected_on(spell),
    )


def _status(state: JointState, spell: SpellState) -> str:
    if confirmed_death(state):
        return DIED
    moving = spell.leaving is not None and goes_to_another_hospital(spell.leaving.destination_code)
    return IN_HOSPITAL if spell.is_open or moving else ENDED


def _expected_on(spell: SpellState) -> date | None:
    expected = spell.expected.value if spell.expected else None
    return None if expected is None else day_of(expected.at)


def _sorted(codes: set[str]) -> tuple[str, ...]:
    return tuple(sorted(codes)) if len(codes) > 1 else tuple(codes)
