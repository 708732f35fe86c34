"""Everything that waits of one person, as a list on their page: what, who holds it, by when."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from hub.web.board_view import Step, step_of
from hub.web.charges_view import charge_words
from hub.web.money import pounds
from hub.web.services import service_words
from hub.web.words import Names, organisation

_LISTS: Final = ("open_steps", "notice_steps")
"""Where the joint answer has steps: those of the person's own state, and of notices beside it."""
_OF_CHARGES: Final = frozenset({"pay_back", "look_at_charge"})
_OF_LINES: Final = frozenset({"determine_funding", "check_death"})


class OpenStep(NamedTuple):
    """One step that waits; `why` is the path that explains it, `which` says of several charges or lines which one."""

    step: Step
    why: str
    which: str | None = None


def open_steps_of(state: Mapping[str, Any], names: Names, today: date) -> list[OpenStep]:
    """Return what waits: what is due first comes first, what has no day last."""
    every = [(told, f"{key}.{place}") for key in _LISTS for place, told in enumerate(state.get(key) or ())]
    every.sort(key=lambda one: one[0]["due"] or date.max.isoformat())
    return [
        OpenStep(step, path, _which(state, told, names))
        for told, path in every
        if (step := step_of(told, names, today)) is not None
    ]


def _which(state: Mapping[str, Any], told: Mapping[str, Any], names: Names) -> str | None:
    """Return the charge or the line that a step is about, in words; none of a step about something else."""
    about, holder = told.get("about"), told.get("organisation")
    if told["what"] in _OF_CHARGES:
        mine = [charge for charge in state.get("charges") or () if charge["charge_id"] == about]
        mine.sort(key=lambda charge: charge["charged_by"] != holder)
        return _charged(mine[0], told["what"]) if mine else None
    if told["what"] in _OF_LINES:
        lines = (line for episode in reversed(state.get("episodes") or ()) for line in episode["lines"])
        line = next((each for each in lines if each["line_id"] == about), None)
        return None if line is None else f"{service_words(line['service'])}, {organisation(names, line['provider'])}"
    return None


def _charged(charge: Mapping[str, Any], what: str) -> str:
    """Say of a charge that is to be paid back how much of it, and for which days it was made."""
    due = charge.get("refund_due") if what == "pay_back" else None
    return f"{pounds(due)} of {charge_words(charge)}" if due else charge_words(charge)
