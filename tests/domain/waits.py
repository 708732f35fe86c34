"""Invents the waiting of one stay and works out by hand, day by day, what holds.

The oracle shares no code with the product: it keeps sets of days and lists of what was said, and looks at each day.
"""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hub.events import discharge as d
from hub.events.envelope import Event
from hub.events.values import Code
from tests.domain.oracle import london
from tests.domain.stories import Story, moment, spell

_FORMAT = "%Y-%m-%dT%H:%M"
CHAIN = ("CAP05", "CAP11", "INTF05", "CTH03", "WELL03", "HOSP04")
"""From the last link of the chain to the first; CAP05 and CAP11 before each other by pathway alone."""
FITS = {"CAP05": "P1", "CAP11": "P3"}
_PLACE = {"CAP05": 0, "CAP11": 0, "INTF05": 1, "CTH03": 2, "WELL03": 3, "HOSP04": 4}
LOCAL = "a local label"
_SAID_BY = ("RZZ", "E06000001", None)


class Waiting:
    """One invented stay, told as events; everything follows from the seed.  Some begin near a change of the clocks."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.story = Story(f"waiting {seed}")
        begins = self.dice.choice([datetime(2026, 3, 24, 9), datetime(2026, 10, 20, 9), datetime(2026, 2, 26, 9)])  # noqa: DTZ001  London wall time
        self.now = begins
        self.story.admit(self._time())
        for _ in range(self.dice.randrange(14)):
            self._something()
        if self.dice.random() < 0.6:
            self._later()
            self.story.discharge(self._time())
        self.last = self.now.date()

    def _time(self) -> str:
        return self.now.strftime(_FORMAT)

    def _later(self) -> None:
        self.now += timedelta(minutes=self.dice.choice([1, 30, 600, 1440, 2000]))
        if self.dice.random() < 0.2:
            self.now = self.now.replace(hour=0, minute=0) + timedelta(days=1)
        if self.now.hour == 1:
            self.now += timedelta(hours=1)  # the hour that a change of the clocks skips or repeats

    def _something(self) -> None:
        self._later()
        dice, story, key = self.dice, self.story, spell()
        said_by, code = dice.choice(_SAID_BY), dice.choice([*CHAIN, LOCAL])
        since = moment((self.now - timedelta(days=dice.randrange(4))).strftime("%Y-%m-%d"))
        bodies: list[Any] = [
            d.ReadinessChanged(key, ready=True),
            d.ReadinessChanged(key, ready=True, since=since, said_by=said_by),
            d.ReadinessChanged(key, ready=False),
            d.CriteriaToResideAssessed(key, met=False),
            d.CriteriaToResideAssessed(key, met=True, criteria=("OXYGEN",)),
            d.DelayReasonRecorded(key, Code("delay", code), said_by=said_by),
            d.DelayReasonRecorded(
                key, Code("delay", code), self.now.date() + timedelta(days=dice.randrange(4)), said_by
            ),
            d.DelayReasonEnded(key, Code("delay", code), said_by),
            d.PathwayDecided(key, dice.choice(["P1", "P2", "P3"]), said_by=said_by),
        ]
        story.tell(self._time(), dice.choices(bodies, [3, 3, 2, 2, 1, 4, 3, 3, 2])[0])


def _is_ready(event: Event) -> bool | None:
    """Say what an event says of readiness, or none."""
    body: Any = event.body
    if event.type == "ReadinessChanged":
        return bool(body.ready)
    return not body.met if event.type == "CriteriaToResideAssessed" else None


def days_by_hand(events: Sequence[Event], on: date) -> tuple[set[date], date | None, date | None]:
    """Return the days at whose end the person waited up to `on`, the start of the final period, and the day of leaving.

    `events` are of one stay, in order, by day: nothing is dated after it happened.
    """
    came = london(events[0].occurred_at)
    left = next((london(event.occurred_at) for event in events if event.type == "SpellDischarged"), None)
    said: dict[str | None, date] = {}
    start: date | None = None
    voided = date.min
    days: set[date] = set()
    for event in events:
        says, since = _is_ready(event), getattr(event.body, "since", None)
        day = london(event.occurred_at)
        body: Any = event.body
        mine = None if getattr(body, "said_by", None) == "RZZ" else getattr(body, "said_by", None)
        first_own = mine is None and None not in said  # the hospital's own first word counts without a date too
        if says is True and (start is None or since is not None or first_own):
            said[mine] = london(since.at) if since else day
            start = max(said[None] if None in said else min(said.values()), voided)
        elif says is False:
            days |= _between(start or day, day)
            start, voided, said = None, day, {}
    if start is not None:
        days |= _between(start, left or on + timedelta(days=1))
    return {day for day in days if day >= came}, None if start is None else max(start, came), left


def _between(first: date, until: date) -> set[date]:
    return {first + timedelta(days=n) for n in range((until - first).days)}


def _held(events: Sequence[Event], day: date) -> list[tuple[bool, int, int, str]]:
    """Return what holds at the end of a day, by what had been said by then, in the order in which one is chosen."""
    said = [event for event in events if london(event.occurred_at) <= day]
    holding: dict[tuple[str, str | None], tuple[int, date | None]] = {}
    ready = False
    for event in said:
        body: Any = event.body
        name = (body.reason.code, body.said_by) if event.type.startswith("DelayReason") else None
        gone = [key for key, (_, until) in holding.items() if until is not None and until < london(event.occurred_at)]
        for key in gone:
            del holding[key]
        if event.type == "DelayReasonRecorded" and name:
            holding[name] = holding.get(name, (event.occurred_at, None))[0], body.until
        elif event.type == "DelayReasonEnded" and name:
            holding.pop(name, None)
        elif _is_ready(event) is False and ready:
            holding.clear()
        ready = ready if _is_ready(event) is None else bool(_is_ready(event))
    pathways = [event.body.pathway for event in said if event.type == "PathwayDecided"]  # type: ignore[attr-defined]
    later = [event.body.pathway for event in events if event.type == "PathwayDecided"]  # type: ignore[attr-defined]
    pathway = (pathways or later or [None])[-1]
    return [
        (FITS.get(code, "") != pathway, _PLACE[code], -since, code)
        for (code, _), (since, until) in holding.items()
        if code in _PLACE and (until is None or until >= day)
    ]


def held_by_hand(events: Sequence[Event], day: date) -> set[str]:
    """Return every national code that held at the end of a day."""
    return {code for *_, code in _held(events, day)}


def code_by_hand(events: Sequence[Event], day: date) -> str | None:
    """Return the national code at the end of a day, from what had been said by then."""
    found = _held(events, day)
    return min(found)[-1] if found else None
