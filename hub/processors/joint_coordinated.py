"""What an episode shows beside its days: who coordinates, milestones, alerts, the first 72 hours, how it ended."""

from collections.abc import Sequence
from typing import Any

from hub.domain.alerts import Beside, alert_lives
from hub.domain.answering import Term
from hub.domain.episodes import Episode
from hub.domain.joint_state import JointState
from hub.domain.outcomes import outcome_of
from hub.processors.joint_coordination import Shown, coordinators_json, outcome_json
from hub.processors.joint_safety import alerts_json, milestones_json, safety_net_json


def sides_of(state: JointState, found: Sequence[Episode]) -> list[Beside]:
    """Return what stands beside each episode; nothing beside one that was taken back."""
    standing = [episode for episode in found if episode.void_by is None]
    sides = {
        id(episode): Beside(standing[place - 1] if place else None, outcome_of(state, standing, place))
        for place, episode in enumerate(standing)
    }
    return [sides.get(id(episode), Beside()) for episode in found]


def coordinated(seen: Shown, episode: Episode, terms: Sequence[Term], sides: Beside, path: str) -> dict[str, Any]:
    """Return who coordinates an episode, what is to be looked at, and how it ended."""
    lives = alert_lives(seen.state, episode, sides, seen.on)
    return {
        **coordinators_json(seen, episode, path),
        "milestones": milestones_json(seen, episode),
        "alerts": alerts_json(seen, episode, terms, lives, path),
        "safety_net": safety_net_json(seen, episode, sides.before, path),
        "outcome": outcome_json(seen, sides.outcome, path),
    }
