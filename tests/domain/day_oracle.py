"""What was true on a day, as known now: worked out by hand from the list of what happened.

It shares no code with the product: what has a time of its own counts from that time on, everything else is what the
events up to the day had said, without those that are taken back by whatever is known.
"""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from hub.events.envelope import Event
from hub.events.values import Moment
from tests.domain.oracle import deaths_told, london, stays_by_hand, struck_by_hand
from tests.domain.oracle_weeks import episodes_by_hand

_DAY_MS = 24 * 3_600_000
_TOLD_LATE = {"SpellAdmitted", "SpellDischarged", "DeathRecorded"}


def told_late(events: Sequence[Event], seed: int) -> list[Event]:
    """Give a life in which some admissions, discharges and deaths are told some days after the time that they state.

    A stay that is begun twice under one number, or whose end is corrected, depends on when its beginnings were told:
    those are told in time.
    """
    dice = random.Random(seed)
    spells: list[Any] = [getattr(event.body, "spell", None) for event in events]
    begun = Counter(spell for event, spell in zip(events, spells, strict=True) if event.type == "SpellAdmitted")
    corrected = {spell for event, spell in zip(events, spells, strict=True) if event.type == "SpellDetailsCorrected"}

    def may_be_late(event: Event, spell: Any) -> bool:
        in_time = begun[spell] > 1 or (event.type == "SpellAdmitted" and spell in corrected)
        return event.type in _TOLD_LATE and not in_time and dice.random() < 0.4

    return [
        _later(event, dice.randrange(1, 9)) if may_be_late(event, spell) else event
        for event, spell in zip(events, spells, strict=True)
    ]


def _later(event: Event, days: int) -> Event:
    body: Any = event.body
    if event.type == "DeathRecorded":
        body = msgspec.structs.replace(body, died_at=Moment(event.occurred_at))
    by = days * _DAY_MS
    return msgspec.structs.replace(
        event, body=body, occurred_at=event.occurred_at + by, recorded_at=event.recorded_at + by
    )


def deaths_by_hand(events: Sequence[Event]) -> list[int]:
    """Give the times of the deaths that are known and confirmed."""
    told = [at for at, _ in deaths_told(events)]
    return told + [stay["left"] for stay in stays_by_hand(events) if stay["died"] and stay["status"] != "cancelled"]


def stays_on_a_day(events: Sequence[Event], on: date) -> dict[str, dict[str, Any]]:
    """Give the stays that had begun by a day, by number: status, admission, leaving, ward, readiness, expectation."""
    gone = struck_by_hand(events)
    by_then = [event for event in events if london(event.occurred_at) <= on]
    then = {stay["key"]: stay for stay in stays_by_hand(by_then, gone)}
    dead = any(london(at) <= on for at in deaths_by_hand(events))
    found = {}
    for stay in stays_by_hand(events, gone):
        shown = _stay(stay, then.get(stay["key"]), on, dead=dead)
        if shown is not None:
            found[stay["key"].number] = shown
    return found


def _stay(stay: dict[str, Any], then: dict[str, Any] | None, on: date, *, dead: bool) -> dict[str, Any] | None:
    left = stay["left"] is not None and london(stay["left"]) <= on
    begun = (left or then is not None) if stay["admitted"] is None else london(stay["admitted"]) <= on
    if stay["status"] == "cancelled" or not begun:
        void = then is not None and then["status"] == "cancelled" and then["begun"]
        return {"status": "cancelled"} if void else None
    told = stay if left else then or {"ward": None}
    ready = stay["ready"]
    if (ready is None and not left) or (ready is not None and ready > on):
        ready = then["ready"] if then else None
    return {
        "status": ("died" if stay["died"] else "discharged") if left else "died" if dead else "open",
        "admitted": stay["admitted"],
        "left": stay["left"] if left else None,
        "ward": told["ward"],
        "ready": None if ready is None or ready > on else ready,
        "expected": (stay if left else then or {"expected": None})["expected"],
    }


def episodes_on_a_day(events: Sequence[Event], on: date) -> list[tuple[str, date, str, str | None]]:
    """Give the episodes that had begun by a day and are not void, as `episodes_by_hand`."""
    return [episode for episode in episodes_by_hand(events, on) if episode[1] <= on]


def days_of(events: Sequence[Event]) -> list[date]:
    """Give every day from before the first event to after the last one."""
    first = london(min(event.occurred_at for event in events)) - timedelta(days=10)
    last = london(max(event.occurred_at for event in events)) + timedelta(days=3)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
