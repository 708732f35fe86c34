"""Retention: who was last heard of longer ago than the periods say is forgotten, and then their history goes.

Two steps, so that nothing is removed that somebody still works from.  First the person is forgotten as by `hub forget`:
keys are destroyed and the log says so.  Once the fold has heard that, their history and states are removed, but for
that one word and the state that follows from it: a late event still meets somebody who is forgotten, and a rebuild ends
in the same rows, leaving out what is in nobody's history any more.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from hub.codec.events import EventCodec
from hub.domain.lanes import lane_of
from hub.domain.membership import Kinship
from hub.domain.retention import CLASS_OF, Period, befores, periods_on
from hub.errors import Rejected
from hub.events.catalogue import IDENTITY
from hub.events.envelope import Event
from hub.ports.ages import FORGETS, PARTS, Ages
from hub.ports.log import Log
from hub.ports.store import Store, SubjectRef
from hub.runtime.apply import Group
from hub.runtime.forgetting import Forgetting
from hub.runtime.letting_go import LettingGo
from hub.runtime.shadow import stored_note

_AT_ONCE: Final = 200
"""People whose histories are looked at together."""
_LOOK_EVERY_S: Final = 0.2

Admit = Callable[[SubjectRef], Awaitable[object]]
"""Decides and writes down, before anything is done, that somebody may be forgotten; raises `Rejected`."""


class Standing(NamedTuple):
    """What retention makes of somebody whose periods have ended: their reference, and one of the words below."""

    subject: SubjectRef
    what: str


DUE: Final = "due"
FORGOTTEN: Final = "forgotten"
"""Forgotten already: the history may go."""
HELD: Final = "held"
"""A legal hold keeps them."""
LIVES_ON: Final = "lives_on"
"""The record was merged into another one, and goes with that."""


def standing_of(subject: SubjectRef, events: Sequence[Event]) -> str:
    """Say what retention makes of somebody whose periods have ended, by their whole history."""
    if any(event.provenance is not None and event.provenance.legal_hold for event in events):
        return HELD
    if any(event.type == FORGETS and event.subject_ref == subject for event in events):
        return FORGOTTEN
    return DUE if Kinship(events).survivor_of(subject) == subject else LIVES_ON


class Retaining(NamedTuple):
    """What retention works with; `day` is the Europe/London day as of which periods end."""

    store: Store
    ages: Ages
    log: Log
    codec: EventCodec
    group: Group
    forgetting: Forgetting
    letting_go: LettingGo
    periods: Sequence[Period]
    day: date

    async def preview(self) -> dict[str, Any]:
        """Count everybody by class and year last heard of, and say how many would go; changes nothing."""
        heard: Counter[tuple[str, int]] = Counter()
        for part in range(PARTS):
            for retention, year, people in await self.ages.heard(part, CLASS_OF):
                heard[retention, year] += people
        ended = Counter([one.what async for one in self._ended()])
        periods = periods_on(self.periods, self.day)
        return {
            "on": self.day.isoformat(),
            "periods": {name: {"years": one.years, "reason": one.reason} for name, one in sorted(periods.items())},
            "last_heard_of": [
                {"class": name, "year": year, "people": people} for (name, year), people in sorted(heard.items())
            ],
            "would_be_forgotten": ended[DUE],
            "history_would_go": ended[DUE] + ended[FORGOTTEN],
            "held": ended[HELD],
            "merged_into_others": ended[LIVES_ON],
        }

    async def run(self, admit: Admit, reason: str, patience_s: float) -> dict[str, Any]:
        """Forget who is due, wait until the fold has heard it, and remove what is left of everybody forgotten.

        Waits for the process role at most `patience_s` seconds; whom it did not come to is counted under `waiting` and
        goes with the next run.  Safe to repeat, and to break off.  Raises `Rejected` while a second fold lies beside.
        """
        await self._nothing_beside()
        told: Counter[str] = Counter()
        async for subject, what in self._ended():
            if what == DUE:
                await admit(subject)
                told["records"] += (await self.forgetting.forget(subject, reason))["records"]
            told[what] += 1
        if told[DUE]:
            await self._folded(patience_s)
        rows, people, waiting = await self._remove()
        return {
            "forgotten": told[DUE],
            "records_forgotten": told["records"],
            "history_removed_of": people,
            "rows_removed": rows,
            "waiting": waiting,
            "held": told[HELD],
            "merged_into_others": told[LIVES_ON],
        }

    async def _remove(self) -> tuple[int, int, int]:
        """Remove what is left of everybody forgotten; give rows, people, and how many the fold has not come to."""
        rows = people = waiting = 0
        lanes: dict[int, list[SubjectRef]] = defaultdict(list)
        async for subject, what in self._ended():
            waiting += what == DUE
            if what == FORGOTTEN:
                lanes[lane_of(subject, self.log.lanes)].append(subject)
        for lane, subjects in sorted(lanes.items()):
            for start in range(0, len(subjects), _AT_ONCE):
                some = subjects[start : start + _AT_ONCE]
                rows += await self.letting_go.lane(lane, some)
                people += len(some)
        return rows, people, waiting

    async def _ended(self) -> AsyncIterator[Standing]:
        """Give everybody whose periods have ended, and what is to be made of each."""
        before = befores(periods_on(self.periods, self.day), self.day)
        for part in range(PARTS):
            idle = await self.ages.idle(part, before)
            for start in range(0, len(idle), _AT_ONCE):
                for one in await self._judged(idle[start : start + _AT_ONCE]):
                    yield one

    async def _judged(self, people: Sequence[SubjectRef]) -> list[Standing]:
        lanes: dict[int, list[SubjectRef]] = defaultdict(list)
        for subject in people:
            lanes[lane_of(subject, self.log.lanes)].append(subject)
        found = []
        for lane, some in sorted(lanes.items()):
            histories = await self.store.histories(lane, some)
            for subject, rows in sorted(histories.items()):
                found.append(Standing(subject, standing_of(subject, [self.codec.decode(row.value) for row in rows])))
        return found

    async def _nothing_beside(self) -> None:
        for lane in range(self.log.lanes):
            if await stored_note(self.store, lane) is not None:
                raise Rejected("rebuild", "fold_beside", "a second fold is kept: `hub rebuild --discard` it first")

    async def _folded(self, patience_s: float) -> None:
        """Wait until the fold has come to where the words of forgetting end now, or patience ends."""
        ends = {
            at: await self.log.newest(at) for at in await self.store.positions(self.group.name) if at.topic == IDENTITY
        }
        for _ in range(int(patience_s / _LOOK_EVERY_S)):
            stored: Mapping[Any, int] = await self.store.positions(self.group.name)
            if all(stored[at] >= end for at, end in ends.items()):
                return
            await asyncio.sleep(_LOOK_EVERY_S)
