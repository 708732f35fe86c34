"""The page about the joint state shows what the hub says of one invented person."""

import json
import re
from datetime import date
from typing import Any, Final

from hub.ports.processor import Processor
from hub.processors.appeals import AppealsProcessor
from hub.processors.early_help import EarlyHelpProcessor
from hub.processors.portability import PortabilityProcessor
from hub.processors.referrals import ReferralsProcessor
from tests.docs.one_life import one_life, one_offer
from tests.docs.pages import ROOT
from tests.processors.people import AREAS, fold, see

PAGE: Final = ROOT / "docs" / "joint-state.md"
ON: Final = "2026-12-01"
_EXAMPLE: Final = re.compile(r"^`([\w.]+)`\n\n```json\n(.*?)\n```$", re.MULTILINE | re.DOTALL)


def shown() -> dict[str, Any]:
    """Give the joint state of the life, and what stands beside it."""
    story = one_life()
    beside: list[Processor[Any]] = [PortabilityProcessor(), ReferralsProcessor(AREAS), AppealsProcessor(AREAS)]
    every = see(story, ON)
    for processor in beside:
        every |= processor.view(fold(story, processor), date.fromisoformat(ON))
    helping = EarlyHelpProcessor(AREAS)
    return every | dict(helping.view(fold(one_offer(), helping), date.fromisoformat(ON)))


def at_path(view: Any, path: str) -> Any:
    """Give the value at a dotted path."""
    for part in path.split("."):
        view = view[int(part)] if part.isdigit() else view[part]
    return view


def test_each_example_is_what_the_hub_says() -> None:
    """Whoever reads the page sees the real names, words, days and pence of every part of the state."""
    examples = _EXAMPLE.findall(PAGE.read_text(encoding="utf-8"))
    view = shown()
    assert {path: json.loads(text) for path, text in examples} == {path: at_path(view, path) for path, _ in examples}
    assert {path.split(".")[0] for path, _ in examples} >= {
        "spells", "episodes", "team", "tasks", "safeguarding", "assessments", "chc", "charges", "moves", "referrals",
        "appeals", "cases", "open_steps", "notice_steps",
    }  # fmt: skip
    assert len(examples) > 15
