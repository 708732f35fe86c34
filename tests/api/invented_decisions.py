"""Charges, continuing healthcare, assessments and a move of one invented person, shown as the processors show them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from hub.processors.joint import JointProcessor
from hub.processors.portability import PortabilityProcessor
from tests.docs.one_life import one_life
from tests.processors.people import AREAS, fold

PARTS: Final = ("charges", "chc", "assessments", "review", "equipment")


def decisions_of(number: int, came: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """Return what was decided for the first person, with documents that came, and nothing of anybody else."""
    if number != 1:
        return {}
    story, on, moves = one_life(), date(2026, 12, 1), PortabilityProcessor()
    view = JointProcessor(AREAS).view(fold(story), on)
    decided = {name: view[name] for name in PARTS} | dict(moves.view(fold(story, moves), on))
    for move in decided["moves"]:
        move["documents"] = [*move["documents"], *came]
    return decided
