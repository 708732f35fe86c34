"""Since when messages wait that nobody has worked in: what a reader is told beside a page that is itself new.

A role that shows people does not fold them.  Now and then it looks where the folding stands: a lane is late when what
waited at one look still waits a minute later, or when the book says that it stopped.
"""

import asyncio
from collections.abc import Mapping
from typing import Final, NamedTuple

import structlog

from hub.domain.lanes import lane_of
from hub.errors import Unavailable
from hub.ports.clock import Clock
from hub.ports.lane_book import LaneBook
from hub.ports.log import BEGINNING, Log, Partition
from hub.ports.store import Store, SubjectRef
from hub.runtime.apply import Group
from hub.runtime.behind import behind
from hub.runtime.changes import Changes

_log = structlog.get_logger()
_LOOK_EVERY_S: Final = 10.0
LATE_AFTER_MS: Final = 60_000
"""Folding takes a second or two, and an exchange of folds some seconds more: neither is worth a word."""


class _Mark(NamedTuple):
    """What waited in a lane at a moment: the newest position of each partition that had something."""

    at: int
    ends: Mapping[Partition, int]


class WorkedInParts(NamedTuple):
    """What is asked where the folding stands."""

    log: Log
    store: Store
    book: LaneBook
    clock: Clock
    group: Group


class WorkedIn:
    """Since when each lane's messages wait, as of the last look."""

    def __init__(self, parts: WorkedInParts) -> None:
        self._parts = parts
        self._marks: dict[int, _Mark] = {}
        self._until: dict[int, int] = {}
        self.late: Mapping[int, int] = {}
        """The lanes that are late, and since when (milliseconds)."""

    def since(self, subject: SubjectRef | None) -> int | None:
        """Give since when messages about somebody wait, or about anybody; none when nothing is late."""
        if subject is not None:
            return self.late.get(lane_of(subject, self._parts.log.lanes))
        return min(self.late.values(), default=None)

    async def look(self) -> None:
        """Look at every lane once.  Raises `Unavailable` when a part does not answer."""
        parts, now = self._parts, self._parts.clock.now()
        positions = await parts.store.positions(parts.group.name)
        for lane in range(parts.log.lanes):
            every = [Partition(topic, lane) for topic in parts.group.topics]
            await self._look_at(lane, {each: positions.get(each, BEGINNING) for each in every}, now)
        stopped = {one.lane: one.at for one in await parts.book.stopped() if one.group == parts.group.name}
        waits = {lane: mark.at for lane, mark in self._marks.items() if now - mark.at > LATE_AFTER_MS}
        self.late = {lane: self._until.get(lane, at) for lane, at in waits.items()} | stopped

    async def _look_at(self, lane: int, has: Mapping[Partition, int], now: int) -> None:
        mark = self._marks.get(lane)
        if mark is not None:
            if not await self._passed(mark, has):
                return
            self._until[lane] = mark.at
        waiting = {each: count for each, at in has.items() if (count := await behind(self._parts.log, each, at))}
        if waiting:
            self._marks[lane] = _Mark(now, {each: has[each] + count for each, count in waiting.items()})
        else:
            self._marks.pop(lane, None)
            self._until[lane] = now

    async def _passed(self, mark: _Mark, has: Mapping[Partition, int]) -> bool:
        """Whether all that waited at a mark is worked in; the last positions of a partition may be no records."""
        for each, end in mark.ends.items():
            if has[each] < end and await behind(self._parts.log, each, has[each]):
                return False
        return True


async def watch(worked_in: WorkedIn, changes: Changes, pause_s: float = _LOOK_EVERY_S) -> None:
    """Look until cancelled, and wake readers whose page has to say something else than before."""
    while True:
        before = worked_in.late
        try:
            await worked_in.look()
        except Unavailable as away:
            _log.warning("age_unknown", part=str(away))
        if worked_in.late != before:
            changes.ring()
        await asyncio.sleep(pause_s)
