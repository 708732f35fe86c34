"""The batch host's failure policy: park, wait in place, give up, or stop one lane loudly."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_lanes import MemoryLanes
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_store import MemoryStore
from hub.codec.events import EventCodec
from hub.domain.days import start_of
from hub.domain.lanes import lane_of
from hub.errors import Defect, Unavailable
from hub.events.catalogue import BY_TYPE, FACT, PEOPLE_TOPICS
from hub.events.envelope import Event
from hub.ports.log import Draft, Partition
from hub.ports.store import Batch
from hub.processors.joint import JointProcessor
from hub.runtime.apply import Applied, Group
from hub.runtime.batch_host import BatchHost
from hub.runtime.lane import LaneParts
from hub.runtime.relay import relay
from hub.runtime.ticks import stored_day, tick_drafts
from tests.runtime.made import person, stay

LANES = 2
CODEC = EventCodec()
TODAY = date(2026, 11, 20)


class ShakyStore(MemoryStore):
    """A store that is away, or broken, for as long as a test says."""

    def __init__(self) -> None:
        super().__init__(LANES)
        self.trouble: Callable[[Batch], Exception | None] = lambda _: None
        self.tries = 0

    async def put(self, batch: Batch) -> None:
        """Write, or fail as told."""
        self.tries += 1
        failure = self.trouble(batch)
        if failure is not None:
            raise failure
        await super().put(batch)


class Running:
    """A host over memory adapters, and what it reported."""

    def __init__(self) -> None:
        self.clock = ManualClock(start_of(TODAY))
        self.log = MemoryLog(self.clock, Placement(lanes=LANES))
        self.store = ShakyStore()
        self.stopped: list[int] = []
        self.applied: list[Applied] = []
        group = Group("care", (JointProcessor(),), PEOPLE_TOPICS)
        parts = LaneParts(
            self.log, self.store, CODEC, group, self.clock, lambda _, applied, __: self.applied.append(applied),
            patience_s=0.01,
        )  # fmt: skip
        self.book = MemoryLanes()
        self.host = BatchHost(parts, self.book, self.stopped.append, retake_after_s=0.01)

    async def send(self, events: Sequence[Event]) -> None:
        """Append events under their own person's key."""
        await self.log.append([Draft(BY_TYPE[e.type].topic, e.subject_ref, CODEC.encode(e)) for e in events])

    async def spells(self, subject: bytes) -> int:
        """How many events of a person are in the history."""
        return len(await self.store.history(subject))


@asynccontextmanager
async def running() -> AsyncIterator[Running]:
    """Run a host until the block ends."""
    made = Running()
    task = asyncio.create_task(made.host.run())
    try:
        yield made
    finally:
        await made.log.close()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(met: Callable[[], Any]) -> None:
    """Wait until something holds, for ten seconds at most."""
    async with asyncio.timeout(10):
        while not (await met() if asyncio.iscoroutinefunction(met) else met()):  # noqa: ASYNC110 - conditions of others
            await asyncio.sleep(0.005)


def in_lane(lane: int, start: int = 0) -> bytes:
    """Give a person whose records go to a lane."""
    return next(p for p in (person(f"{n}") for n in range(start, 200)) if lane_of(p, LANES) == lane)


async def test_a_store_that_is_away_is_waited_for_in_place() -> None:
    """While the store does not answer nothing is skipped; when it returns the batch is folded once."""
    async with running() as hub:
        who = in_lane(0)
        hub.store.trouble = lambda _: Unavailable("the store is away") if hub.store.tries < 4 else None
        await hub.send(stay(who, "SP1", 0))

        async def folded() -> bool:
            return await hub.spells(who) == 3

        await until(folded)
        assert hub.store.tries >= 4
        assert hub.stopped == []


async def test_a_defect_stops_its_own_lane_and_no_other() -> None:
    """Our own mistake in one lane is told loudly; people of the other lane are served on."""
    async with running() as hub:
        bad, good = in_lane(0), in_lane(1)
        hub.store.trouble = lambda batch: Defect("planted") if batch.lane == 0 else None
        await hub.send([*stay(bad, "SP1", 0), *stay(good, "SP2", 0)])

        async def served() -> bool:
            return await hub.spells(good) == 3 and hub.stopped == [0]

        await until(served)
        assert await hub.spells(bad) == 0
        assert hub.host.lanes == frozenset({1})


async def test_a_stopped_lane_is_noted_with_what_it_had_in_hand_until_it_is_taken_up_again() -> None:
    """From another process an operator sees which lane stands still, since when, by what kind of defect and where."""
    async with running() as hub:
        bad = in_lane(0)
        hub.store.trouble = lambda batch: KeyError("ASHWORTH") if batch.lane == 0 else None
        await hub.send(stay(bad, "SP1", 0))
        await until(lambda: hub.host.lanes == frozenset({1}))
        (stopped,) = await hub.book.stopped()
        assert (stopped.group, stopped.lane, stopped.kinds) == ("care", 0, ("KeyError",))
        assert (stopped.at, stopped.in_hand) == (hub.clock.now(), (("hub.discharge.v1", 0),))
        assert "ASHWORTH" not in repr(stopped)
        hub.store.trouble = lambda _: None
        hub.log.hold({1})
        await until(lambda: 0 not in hub.host._tasks)
        hub.log.hold({0, 1})

        async def folded() -> bool:
            return await hub.spells(bad) == 3 and not await hub.book.stopped()

        await until(folded)


async def test_a_lane_taken_by_somebody_else_and_given_back_is_claimed_again() -> None:
    """A newer claim fences this writer; it gives the lane up, takes it again and nothing is doubled."""
    async with running() as hub:
        who = in_lane(0)
        await hub.send(stay(who, "SP1", 0)[:1])

        async def one() -> bool:
            return await hub.spells(who) == 1

        await until(one)
        for topic in PEOPLE_TOPICS:
            await hub.store.claim(Partition(topic, 0), "care")
        await hub.send(stay(who, "SP1", 0)[1:])

        async def three() -> bool:
            return await hub.spells(who) == 3

        await until(three)
        assert hub.stopped == []


async def test_a_lost_lane_ends_and_a_gained_one_begins() -> None:
    """Lanes follow the log's assignments; what came meanwhile is folded after the return."""
    async with running() as hub:
        await until(lambda: hub.host.lanes == frozenset({0, 1}))
        hub.log.hold({1})
        await until(lambda: hub.host.lanes == frozenset({1}))
        who = in_lane(0)
        await hub.send(stay(who, "SP1", 0))
        await asyncio.sleep(0.05)
        assert await hub.spells(who) == 0
        hub.log.hold({0, 1})

        async def folded() -> bool:
            return await hub.spells(who) == 3

        await until(folded)


async def test_an_outage_of_the_log_is_waited_out() -> None:
    """Readers that lost the log open it again at their last position."""
    async with running() as hub:
        who = in_lane(1)
        hub.log.answer(False)
        await asyncio.sleep(0.03)
        hub.log.answer(True)
        await hub.send(stay(who, "SP1", 0))

        async def folded() -> bool:
            return await hub.spells(who) == 3

        await until(folded)


async def test_a_day_that_begins_is_kept_and_told_through_the_outbox() -> None:
    """A tick makes day 1 of the window known; the relay takes it to the log and forgets it."""
    async with running() as hub:
        who = in_lane(0)
        await hub.send(stay(who, "SP1", 0))
        await until(lambda: sum(applied.folded for applied in hub.applied) == 3)
        await hub.log.append(tick_drafts(CODEC, range(LANES), hub.clock.now(), None))

        async def known() -> bool:
            return await stored_day(hub.store, 0) == TODAY

        await until(known)
        relaying = asyncio.create_task(relay(hub.store, hub.log, lambda: hub.host.lanes, pause_s=0.01))

        async def told() -> bool:
            return await hub.log.end(Partition(FACT, lane_of(who, LANES))) >= 0

        await until(told)

        async def emptied() -> bool:
            return not await hub.store.outbox(0, 10)

        await until(emptied)
        hub.log.answer(False)
        await asyncio.sleep(0.03)
        relaying.cancel()
        await asyncio.gather(relaying, return_exceptions=True)
