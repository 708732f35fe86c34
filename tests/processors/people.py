"""Folding and viewing a story in one line."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hub.domain.homes import AreaLookup
from hub.domain.ordering import steps
from hub.events.values import HomeArea
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story


class OneArea:
    """Reference data with one practice, one board and one council."""

    changes: Sequence[date] = ()

    def ics_of(
        self, gp_practice: str | None, home: HomeArea | None, council: str | None, on: date
    ) -> tuple[str, str] | None:
        """Decide by practice, else home, else council."""
        del on
        if gp_practice == "Y99999":
            return "QF7", "gp_practice"
        if home is not None and home.icb:
            return home.icb, "home_area"
        return ("QHM", "council") if council else None


AREAS: AreaLookup = OneArea()


def fold(story: Story, processor: Any = None) -> Any:
    """Fold a story; returns the state."""
    processor = processor or JointProcessor(AREAS)
    state = processor.initial()
    for step in steps(story.events):
        state = processor.evolve(state, step)
    return state


def see(story: Story, on: str = "2026-12-01") -> dict[str, Any]:
    """Fold a story and view it on a day."""
    return dict(JointProcessor(AREAS).view(fold(story), date.fromisoformat(on)))


def why(story: Story, path: str, on: str = "2026-12-01") -> tuple[int, str]:
    """Return the ordinal and rule behind a path."""
    return JointProcessor(AREAS).reasons(fold(story), date.fromisoformat(on))[path]


ASIDE = frozenset({"no_coordinator", "outcome_missing", "first_visit_due", "carer_not_told"})
"""Alerts of nearly everybody in these stories, where nobody is named and no provider tells of a visit."""


def standing_kinds(episode: Mapping[str, Any]) -> list[str]:
    """Return the kinds of the alerts of an episode that stand, but for those of `ASIDE`."""
    return [row["kind"] for row in episode["alerts"] if row["closed_at"] is None and row["kind"] not in ASIDE]
