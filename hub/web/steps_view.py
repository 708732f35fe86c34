"""Everything that waits of one person, as a list on their page: what, who holds it, by when."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from hub.web.board_view import Step, step_of
from hub.web.words import Names

_LISTS: Final = ("open_steps", "notice_steps")
"""Where the joint answer has steps: those of the person's own state, and of notices beside it."""


class OpenStep(NamedTuple):
    """One step that waits; `why` is the path that explains it."""

    step: Step
    why: str


def open_steps_of(state: Mapping[str, Any], names: Names, today: date) -> list[OpenStep]:
    """Return what waits: what is due first comes first, what has no day last."""
    every = [(told, f"{key}.{place}") for key in _LISTS for place, told in enumerate(state.get(key) or ())]
    every.sort(key=lambda one: one[0]["due"] or date.max.isoformat())
    return [OpenStep(step, path) for told, path in every if (step := step_of(told, names, today)) is not None]
