"""Watches a story event by event and day by day: which event moved six weeks, stays and tasks from where to where."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from hub.domain.days import day_of
from hub.domain.machine import BEGINNING
from hub.domain.ordering import steps
from hub.events.envelope import Event
from hub.processors.joint import JointProcessor
from tests.processors.people import AREAS

JOINT = JointProcessor(AREAS)
Arrow = tuple[str, str, str]
"""Where from, the event, where to."""
Standing = Mapping[tuple[str, str], str]
"""Where each of a kind of thing stands, by its name."""


def standing(state: Any, on: date, part: str) -> dict[tuple[str, str], str]:
    """Return where all six weeks, all stays or all tasks stand on a day."""
    view = JOINT.view(state, on)
    if part == "episodes":
        return {(row["episode_id"], ""): row["status"] for row in view[part]}
    if part == "spells":
        return {(row["trust"], row["spell_id"]): row["status"] for row in view[part]}
    return {(row["provider"], row["line_id"]): row["state"] for row in view[part]}


def arrows(events: Sequence[Event], part: str, last: date) -> set[Arrow]:
    """Return every move of a part of the state, up to a day; a day that begins is an event as well.

    Events count in canonical order, whole histories folded anew after each: so a cancel reaches what it cancels.  What
    is gone again, because a stay turns out to be another, made no move.
    """
    found: set[Arrow] = set()
    order = [step.event for step in steps(events)]
    on, state = date.min, JOINT.initial()
    held: Standing = {}
    for place, event in enumerate(order, 1):
        day = max(on, day_of(event.occurred_at))
        if on != date.min:
            held = _seen(found, held, standing(state, day, part), "DayStarted")
        on, state = day, _folded(order[:place])
        held = _seen(found, held, standing(state, day, part), event.type)
    _seen(found, held, standing(state, max(on, last), part), "DayStarted")
    return found


def _folded(events: Sequence[Event]) -> Any:
    state = JOINT.initial()
    for step in steps(events):
        state = JOINT.evolve(state, step)
    return state


def _seen(found: set[Arrow], before: Standing, after: Standing, event: str) -> Standing:
    found.update(_moved(before, after, event))
    return after


def _moved(before: Standing, after: Standing, event: str) -> Iterator[Arrow]:
    for name, now in after.items():
        was = before.get(name, BEGINNING)
        if was != now:
            yield was, event, now
