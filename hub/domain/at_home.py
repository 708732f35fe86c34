"""Whether somebody had left hospital, and lay in no bed since, when a visit was planned or took place.

The day of a discharge has hours in a bed and hours at home.  A visit before somebody left is none of their six weeks,
and a provider that came to an empty house while they lay in hospital missed nobody.
Source: rule of this product; Hospital discharge and community support guidance (support in place when the person comes
home).
"""

from hub.domain.days import day_of, start_of
from hub.domain.episodes import Episode
from hub.domain.holding import began
from hub.domain.joint_state import JointState
from hub.domain.lines import LineState
from hub.domain.spells import SpellState, is_exact
from hub.domain.troubles import Trouble


def left_at(episode: Episode) -> int:
    """Return when somebody left hospital (milliseconds); the beginning of the day where no time was given."""
    at = episode.discharged.value
    return at.at if is_exact(at) else start_of(day_of(at.at))


def missed_at_home(state: JointState, episode: Episode, line: LineState) -> list[Trouble]:
    """Return the visits of a line that did not take place though the person was at home, as they were told."""
    return [one for one in line.troubles if one.done is None and was_at_home(state, episode, one.planned)]


def was_at_home(state: JointState, episode: Episode, at: int) -> bool:
    """Say whether a moment (milliseconds) lies after the discharge and in no inpatient's stay."""
    return at >= left_at(episode) and not any(_in_bed(spell, at) for spell in state.spells)


def missed_in_bed(state: JointState, line: LineState) -> int:
    """Return how many visits of a line did not take place while the person surely lay in hospital: nobody missed them.

    They are those of which the time is kept (`hub.domain.troubles.KEPT`).
    """
    missed = [one.planned for one in line.troubles if one.done is None]
    return sum(any(_in_bed(spell, at) for spell in state.spells) for at in missed)


def _in_bed(spell: SpellState, at: int) -> bool:
    """Say whether a stay surely held somebody at a moment: of a day alone only the days between are sure."""
    begun, left = began(spell), spell.leaving
    if begun is None or spell.cancelled is not None or not spell.is_inpatient:
        return False
    start, end = begun.value, None if left is None else left.discharged.value
    if at < start.at if is_exact(start) else day_of(at) <= day_of(start.at):
        return False
    return end is None or (at < end.at if is_exact(end) else day_of(at) < day_of(end.at))
