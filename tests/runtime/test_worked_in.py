"""Since when messages wait that nobody has worked in, as a role sees it that folds nothing itself."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import pytest

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_lanes import MemoryLanes
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_store import MemoryStore
from hub.domain.lanes import lane_of
from hub.errors import Unavailable
from hub.ports.lane_book import StoppedLane
from hub.ports.log import BEGINNING, Draft, Partition
from hub.ports.store import Batch, Move
from hub.runtime.apply import Group
from hub.runtime.changes import Changes
from hub.runtime.worked_in import WorkedIn, WorkedInParts, watch
from tests.runtime.made import person

TOPIC, OTHER = "hub.discharge.v1", "hub.identity.v1"
WHO = [next(p for p in map(person, map(str, range(99))) if lane_of(p, 2) == lane) for lane in (0, 1)]
MINUTE = 60_000


class ManyEnds(MemoryLog):
    """A log whose last position is that of no record, as a broker's is behind a transaction."""

    async def end(self, partition: Partition) -> int:
        """Give one more than the newest record's."""
        newest = await self.newest(partition)
        return newest if newest == BEGINNING else newest + 1

    async def newest(self, partition: Partition) -> int:
        """Give the newest record's."""
        return await super().end(partition)


class Place:
    """A hub of two lanes that nobody folds, a clock moved by hand, and what a reader is told."""

    def __init__(self, log: type[MemoryLog] = MemoryLog) -> None:
        self.clock, self.book, self.store = ManualClock(0), MemoryLanes(), MemoryStore(2)
        self.log = log(self.clock, Placement(lanes=2))
        group = Group("care", (), (TOPIC, OTHER))
        self.worked_in = WorkedIn(WorkedInParts(self.log, self.store, self.book, self.clock, group))

    async def sent(self, lane: int, topic: str = TOPIC, count: int = 1) -> None:
        """Append records about the lane's person."""
        await self.log.append([Draft(topic, WHO[lane], b"something")] * count)

    async def folded(self, lane: int, count: int = 1) -> None:
        """Work in records of a lane."""
        claim = await self.store.claim(Partition(TOPIC, lane), "care")
        move = Move(Partition(TOPIC, lane), claim, claim.position + count)
        await self.store.put(Batch("care", [move], (), (), (), ()))

    async def told(self, *minutes: float) -> list[int | None]:
        """Look after so many minutes each; give what is told of anybody, in minutes."""
        found: list[int | None] = []
        for after in minutes:
            self.clock.set(self.clock.now() + round(after * MINUTE))
            await self.worked_in.look()
            since = self.worked_in.since(None)
            found.append(None if since is None else since // MINUTE)
        return found


async def test_messages_that_wait_for_more_than_a_minute_are_told_with_the_time_of_the_last_that_did_not() -> None:
    """The reader learns until when the page is whole, and it is the page of those people alone."""
    place = Place()
    assert await place.told(5, 1) == [None, None]
    await place.sent(1)
    assert await place.told(0.5, 0.9, 0.2, 10) == [None, None, 6, 6]
    assert (place.worked_in.since(WHO[0]), place.worked_in.since(WHO[1])) == (None, 6 * MINUTE)
    await place.folded(1)
    assert await place.told(0.1) == [None]


async def test_a_lane_that_is_worked_on_without_a_pause_is_not_late() -> None:
    """Something always waits in a busy hour, and never the same for long."""
    place = Place()
    await place.sent(0)
    told: list[int | None] = []
    for _ in range(9):
        told += await place.told(0.8)
        await place.sent(0)
        await place.folded(0)
    assert told == [None] * 9


async def test_one_topic_that_waits_makes_the_lane_late() -> None:
    """Merges wait while stays are folded on: the person's page is not whole."""
    place = Place()
    await place.sent(0, OTHER)
    told: list[int | None] = []
    for _ in range(4):
        told += await place.told(0.5)
        await place.sent(0)
        await place.folded(0)
    assert told == [None, None, None, 0]


async def test_after_a_start_in_a_backlog_the_time_is_that_of_the_first_look() -> None:
    """Nothing is known of before: what is told then is no earlier than what is sure."""
    place = Place()
    await place.sent(0)
    assert await place.told(3, 1, 0.1) == [None, None, 3]


async def test_a_lane_that_stopped_is_told_at_once_with_its_own_time() -> None:
    """Nobody waits a minute for what the book says already; a lane of the dashboards is no person's."""
    place = Place()
    await place.book.stop(StoppedLane("dashboards", 0, 1 * MINUTE, ("KeyError",)))
    assert await place.told(4) == [None]
    await place.book.stop(StoppedLane("care", 0, 3 * MINUTE, ("KeyError",)))
    assert await place.told(0.1) == [3]
    assert place.worked_in.since(WHO[1]) is None


@pytest.mark.parametrize("count", [1, 1001])
async def test_positions_that_are_no_records_make_nobody_late(count: int) -> None:
    """A broker counts the end of each transaction: whoever has folded every record is up to date, however many."""
    place = Place(ManyEnds)
    await place.sent(0, count=count)
    assert await place.told(0.5) == [None]
    await place.folded(0, count)
    assert await place.told(2, 2) == [None, None]


@pytest.mark.parametrize("away", [False, True])
async def test_readers_are_woken_when_something_becomes_late_and_only_then(*, away: bool) -> None:
    """A page that nothing else changes says so by itself; a part that is away leaves what was known."""
    place, changes = Place(), Changes()
    rung: list[int] = []

    async def listen() -> None:
        async for count in changes.watch():
            rung.extend([count])

    tasks: Sequence[asyncio.Task[None]] = [
        asyncio.create_task(listen()),
        asyncio.create_task(_watching(place, changes)),
    ]
    await asyncio.sleep(0.05)
    assert rung == []
    if away:
        place.log.answer(False)
    await place.book.stop(StoppedLane("care", 0, 3 * MINUTE, ("KeyError",)))
    await asyncio.sleep(0.05)
    assert rung == ([] if away else [1])
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError, Unavailable):
            await task


async def _watching(place: Place, changes: Changes) -> None:
    """Look a hundred times a second."""
    await watch(place.worked_in, changes, pause_s=0.01)
