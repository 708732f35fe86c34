"""Somebody at home and somebody in a bed, and how they stand on 1 December."""

from datetime import date
from typing import Any

from hub.events.values import Code
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story
from tests.processors.people import AREAS, fold, see

JOINT = JointProcessor(AREAS)
ON = date(2026, 12, 1)
LIVING, UNKNOWN = Code("method", "1"), Code("method", "9")


def home() -> Story:
    """Admitted on 2 November, home on the 13th, so that the last covered day is 24 December."""
    story = Story("home")
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    return story


def in_bed() -> Story:
    """Admitted on 2 November and still there."""
    story = Story("in bed")
    story.admit("2026-11-02T09:15")
    return story


def told(story: Story) -> Any:
    """Return what others are told of a person on 1 December."""
    return JOINT.facts(fold(story), ON)


def status(story: Story) -> tuple[str, str, str | None]:
    """Return the status of the last stay, of the last six weeks and of the board's row, on 1 December."""
    view, row = see(story), JOINT.listing(fold(story))
    episode = view["episodes"][-1]["status"] if view["episodes"] else "none"
    return view["spells"][-1]["status"], episode, row.status if row else None


def rules(story: Story) -> list[str]:
    """Return the rules of the findings."""
    return [finding["rule"] for finding in see(story)["findings"]]
