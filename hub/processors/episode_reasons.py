"""Why an episode has its days and its status, and why nothing waits after one."""

from collections.abc import Mapping
from datetime import date

from hub.domain.episodes import SUSPENDED, Episode
from hub.domain.rules import Rule

Reasons = Mapping[str, tuple[int, Rule]]
"""By field: the ordinal of the event that decided, and the rule."""


def episode_reasons(episode: Episode, on: date) -> Reasons:
    """Return why an episode says what it says on a day."""
    discharged = episode.discharged.by, Rule.DAY_ONE
    days = dict.fromkeys(("discharged_on", "last_covered_day"), discharged)
    counted = discharged if episode.void_by is None else (episode.void_by, Rule.DISCHARGE_CANCELLED)
    return days | {"day": counted, "milestones": counted} | _status(episode, on)


def _status(episode: Episode, on: date) -> dict[str, tuple[int, Rule]]:
    end, back = episode.ended_on(on), episode.suspended
    if episode.void_by is not None:
        return {"status": (episode.void_by, Rule.DISCHARGE_CANCELLED)}
    if end is not None:
        return dict.fromkeys(("status", "ended_because", "ended_on"), (end.by, end.rule))
    if back is not None and episode.status(on) == SUSPENDED:
        return {"status": (back.by, back.rule)}
    standing = episode.revived or episode.discharged
    return {"status": (standing.by, standing.rule)}


def closed_by(episode: Episode, on: date) -> int:
    """Return the event after which nothing waits for an episode: its end, its cancel, else its discharge."""
    return _status(episode, on)["status"][0]
