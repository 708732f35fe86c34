"""Moves between councils, told and looked at in one line."""

import json
from datetime import date, timedelta
from typing import Any

from hub.domain.portability_policy import NCS_PORTABLE, MovePolicy
from hub.events import portability as p
from hub.processors.portability import PortabilityProcessor
from tests.domain.stories import Story
from tests.processors.people import fold

CARE_ACT = PortabilityProcessor()
PORTABLE = PortabilityProcessor(MovePolicy(((date.min, NCS_PORTABLE),)))
HERE, THERE = "E06000001", "E08000016"
HASH = "ab" * 32


def notified(
    story: Story, when: str = "2026-05-01T09:00", on: str = "2026-06-01", move: str = "M1", **more: Any
) -> None:
    """Somebody says that the person will move."""
    fields = {"from_council": HERE, "to_council": THERE} | more
    story.tell(when, p.MoveNotified(move, date.fromisoformat(on), **fields))


def sent(story: Story, when: str, document: str = "DOC1", **more: Any) -> None:
    """The first council sent the plan."""
    fields = {"sha256": HASH, "signed_by": HERE, "signature": "AAAA"} | more
    story.tell(when, p.PlanTransferred("M1", document, **fields))


def completed(story: Story, when: str, on: str) -> None:
    """The person moved, and the second council's own plan meets the needs."""
    story.tell(when, p.MoveCompleted("M1", date.fromisoformat(on)))


def move(story: Story, on: str, processor: PortabilityProcessor = CARE_ACT) -> dict[str, Any]:
    """Return the first move as shown on a day, its findings by their rules."""
    shown = dict(processor.view(fold(story, processor), date.fromisoformat(on))["moves"][0])
    return shown | {"findings": [finding["rule"] for finding in shown["findings"]]}


def told(story: Story, on: str, processor: PortabilityProcessor = CARE_ACT) -> dict[str, Any]:
    """Return what others are told on a day, by kind and key, but for what is told to be counted."""
    facts = processor.facts(fold(story, processor), date.fromisoformat(on))
    return {f"{fact.kind} {fact.key}": json.loads(fact.body) for fact in facts if fact.kind != "MoveFigures"}


def why(story: Story, path: str, on: str) -> tuple[int, str]:
    """Return the ordinal and rule behind a path."""
    return CARE_ACT.reasons(fold(story, CARE_ACT), date.fromisoformat(on))[path]


def holders(story: Story, first: str, days: int, processor: PortabilityProcessor = CARE_ACT) -> list[str | None]:
    """Return who answers on each of some days; fails where it is not exactly one."""
    start, found = date.fromisoformat(first), []
    for day in (start + timedelta(days=n) for n in range(days)):
        held = [
            duty
            for duty in move(story, day.isoformat(), processor)["duty"]
            if (duty["from"] or "0001-01-01") <= day.isoformat() <= (duty["to"] or "9999-12-31")
        ]
        (one,) = held
        found.append(one["council"])
    return found
