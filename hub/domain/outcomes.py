"""How the six weeks ended, as people say; the hub infers nothing of it and asks from day 43 on.

Source: proposal for a National Care Service, 6.3 (outcome at six weeks: home, long-term package, care home, readmitted,
died).
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec

from hub.domain.coordination_state import Coordination, Outcome
from hub.domain.episodes import Episode
from hub.domain.joint_state import JointState, suspected_death
from hub.domain.rules import Rule
from hub.domain.six_weeks import plus
from hub.domain.steps import Step
from hub.events.coordination import SixWeeksOutcomeRecorded

replace = msgspec.structs.replace

DIED: Final = "DIED"
OUTCOMES: Final = ("OWN_HOME", "HOME_WITH_SUPPORT", "CARE_HOME", "HOSPITAL", "HOSPICE", DIED, "OTHER")


def recorded(held: Coordination, step: Step, body: SixWeeksOutcomeRecorded) -> tuple[Coordination, Rule | None]:
    """People say how six weeks ended; the newest word of the same stay stands."""
    spell = step.spell or body.spell
    trust, number = (None, None) if spell is None else (spell.trust, spell.number)
    new = Outcome(body.outcome, body.recorded_on, body.said_by, step.ordinal, trust, number)
    kept = tuple(one for one in held.outcomes if not _replaces(new, one))
    return replace(held, outcomes=(*kept, new)), None if body.outcome in OUTCOMES else Rule.UNKNOWN_OUTCOME


def _replaces(new: Outcome, old: Outcome) -> bool:
    """Say whether an outcome is said anew: of the same stay, or of no stay on the same day."""
    if (new.trust, new.number) != (old.trust, old.number):
        return False
    return new.trust is not None or new.recorded_on == old.recorded_on


def category_of(code: str) -> str:
    """Return the outcome under which it is counted: one of the list, else OTHER."""
    return code if code in OUTCOMES else "OTHER"


def outcome_of(state: JointState, standing: Sequence[Episode], place: int) -> Outcome | None:
    """Return the outcome of one of the episodes that stand, or none.

    One that names a stay is of the last episode of that stay; one that names none is of the last episode that had begun
    on the day on which it was recorded.  The newest word stands.
    """
    held = state.coordination
    if held is None:
        return None
    mine = [one for one in held.outcomes if _episode_of(state, standing, one) == place]
    return mine[-1] if mine else None


def unplaced(state: JointState, standing: Sequence[Episode]) -> list[Outcome]:
    """Return the outcomes that belong to no episode that stands."""
    held = state.coordination
    return [one for one in held.outcomes if _episode_of(state, standing, one) is None] if held is not None else []


def early(state: JointState, standing: Sequence[Episode]) -> list[tuple[Outcome, Episode]]:
    """Return the outcomes dated before the last covered day of six weeks that go on, with these.

    How weeks ended is known when they have: on their last day, or where they ended before by themselves.  A death may
    be told here before anybody else knows of it (`deaths_unheard_of`).
    """
    said = [(outcome_of(state, standing, place), episode) for place, episode in enumerate(standing)]
    return [
        (outcome, episode)
        for outcome, episode in said
        if outcome is not None and outcome.code != DIED and _is_early(outcome, episode)
    ]


def _is_early(outcome: Outcome, episode: Episode) -> bool:
    return asks_from(episode) is not None and outcome.recorded_on < episode.window.last


def deaths_unheard_of(state: JointState) -> list[Outcome]:
    """Return the outcomes that say that the person died, while nobody told of a death, not even of a suspected one."""
    held = state.coordination
    if held is None or suspected_death(state) is not None:
        return []
    return [one for one in held.outcomes if one.code == DIED]


def _episode_of(state: JointState, standing: Sequence[Episode], outcome: Outcome) -> int | None:
    for place in range(len(standing) - 1, -1, -1):
        episode = standing[place]
        spell = state.spells[episode.spell]
        if outcome.trust is None:
            if episode.window.first <= outcome.recorded_on:
                return place
        elif (spell.trust, spell.number) == (outcome.trust, outcome.number):
            return place
    return None


def asks_from(episode: Episode) -> date | None:
    """Return the day from which an outcome is asked for: day 43; none where the six weeks ended before, by themselves.

    Rule of this product: who died, went back to hospital or began other six weeks has an outcome that everybody knows.
    """
    if episode.void_by is not None or episode.end is not None or episode.suspended is not None:
        return None
    return plus(episode.window.last, 1)
