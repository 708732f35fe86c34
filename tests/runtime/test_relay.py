"""The relay: news of a person leaves in the order in which it was told, whoever else believes the lane is theirs."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Never

import pytest

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_store import MemoryStore
from hub.adapters.spread_store import SpreadStore
from hub.domain.lanes import lane_of
from hub.errors import Defect, Unavailable
from hub.events.catalogue import FACT
from hub.ports.log import BEGINNING, Appended, Draft, Partition
from hub.ports.store import Outboxes, OutboxRow
from hub.runtime.relay import relay, relay_once
from tests.store_rows import GROUP, LANE, batch, moved, person

LANES = 8
WHO = person(1, LANE.number)


class SlowLog(MemoryLog):
    """A log whose first append waits until it is let go: its writer was stopped between reading and writing."""

    def __init__(self) -> None:
        super().__init__(ManualClock(0), Placement(lanes=LANES))
        self.reached, self.let_go = asyncio.Event(), asyncio.Event()

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Appended]:
        """Append, the first time late."""
        if not self.reached.is_set():
            self.reached.set()
            await self.let_go.wait()
        return await super().append(drafts)


def news(number: int) -> OutboxRow:
    """One more turn of what is told of the same person."""
    return OutboxRow(bytes([number]) * 16, FACT, WHO, b"turn %d" % number)


async def told(log: MemoryLog) -> list[bytes]:
    """Give what stands in the log, in order."""
    values: list[bytes] = []
    end = await log.end(Partition(FACT, LANE.number))
    if end == BEGINNING:
        return values
    async for records in log.read(Partition(FACT, LANE.number), BEGINNING):
        values += [record.value for record in records]
        if records[-1].position >= end:
            break
    return values


async def test_a_worker_that_was_stopped_in_the_middle_never_puts_old_news_behind_new() -> None:
    """Its successor leaves the lane's news alone until the first has ended, so consumers keep the newest for last."""
    store, log = MemoryStore(LANES), SlowLog()
    claim = await store.claim(LANE, GROUP)
    await store.put(batch(claim, 0, outbox=[news(1)]))
    stopped = asyncio.create_task(relay_once(store, log, LANE.number))
    await log.reached.wait()
    await store.put(batch(moved(claim, 0), 1, outbox=[news(2)]))
    assert await relay_once(store, log, LANE.number) == 0
    log.let_go.set()
    assert await stopped == 1
    assert await relay_once(store, log, LANE.number) == 1
    assert await told(log) == [b"turn 1", b"turn 2"]
    assert await store.waiting() == {}


class ShakyLog(MemoryLog):
    """A log that does not take what is of some lanes, as when the leaders of their partitions are away."""

    def __init__(self, *away: int) -> None:
        super().__init__(ManualClock(0), Placement(lanes=LANES))
        self.away, self.tried = set(away), list[int]()

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Appended]:
        """Refuse a lane that is away."""
        lane = lane_of(drafts[0].key, LANES)
        self.tried.append(lane)
        if lane in self.away:
            raise Unavailable("kafka: the leader of one partition is away")
        return await super().append(drafts)


async def with_news(*lanes: int, store: MemoryStore | None = None) -> MemoryStore:
    """Give a store in which something waits in these lanes."""
    store = store or MemoryStore(LANES)
    for lane in lanes:
        at = Partition(LANE.topic, lane)
        row = OutboxRow(bytes(16), FACT, person(1, lane), b"news")
        await store.put(batch(await store.claim(at, GROUP), 0, outbox=[row], partition=at))
    return store


async def until_waits(store: MemoryStore, lanes: set[int]) -> None:
    """Wait until something waits in exactly these lanes."""
    async with asyncio.timeout(5):
        while set(await store.waiting()) != lanes:  # noqa: ASYNC110 - the relay's doing
            await asyncio.sleep(0.005)


async def test_a_lane_that_cannot_be_appended_to_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lowest lane fails for ever: all that others have to tell leaves at once, and later news of theirs too."""
    monkeypatch.setattr("hub.runtime.relay._AWAY_S", 0.02)
    store, log = await with_news(0, 1, 5), ShakyLog(0)
    running = asyncio.create_task(relay(store, log, lambda: frozenset({0, 1, 5}), 0.01))
    await until_waits(store, {0})
    at = Partition(LANE.topic, 5)
    more = OutboxRow(bytes(16), FACT, person(1, 5), b"more")
    await store.put(batch(await store.claim(at, GROUP), 1, outbox=[more], partition=at))
    await until_waits(store, {0})
    assert log.tried[:3] == [0, 1, 5]
    log.away.clear()
    await until_waits(store, set())
    running.cancel()
    await asyncio.wait({running}, timeout=2)


class AwayStore(MemoryStore):
    """A server that does not answer until it is told to."""

    away = True

    async def waiting(self) -> Mapping[int, int]:
        """Answer, or not."""
        if self.away:
            raise Unavailable("the store")
        return await super().waiting()

    async def now(self) -> int:
        """Answer, or not."""
        if self.away:
            raise Unavailable("the store")
        return await super().now()


async def test_a_server_that_is_away_keeps_no_other_server_from_telling() -> None:
    """Of two servers one answers: its lanes are known and their news leaves; with none nobody pretends to know."""
    well, away = await with_news(0, 2), AwayStore(LANES)
    spread, log = SpreadStore([well, away], LANES), ShakyLog()
    assert await spread.outboxes() == Outboxes({0: 1, 2: 1}, frozenset({1, 3, 5, 7}))
    assert await spread.now() > 0
    running = asyncio.create_task(relay(spread, log, lambda: frozenset(range(LANES)), 0.01))
    await until_waits(well, set())
    running.cancel()
    await asyncio.wait({running}, timeout=2)
    alone = SpreadStore([away], LANES)
    for ask in (alone.outboxes, alone.now, spread.waiting):
        with pytest.raises(Unavailable):
            await ask()
    away.away = False
    assert (await spread.outboxes()).unknown == frozenset()


async def test_a_server_that_contradicts_itself_is_not_passed_over() -> None:
    """Only one that is away is left out: a defect of another goes up, whoever else answers."""

    class Broken(MemoryStore):
        async def now(self) -> int:
            raise Defect("no clock")

    with pytest.raises(Defect):
        await SpreadStore([MemoryStore(LANES), Broken(LANES)], LANES).now()


class SilentLog(ShakyLog):
    """A log whose lane that failed once answers nothing any more, for as long as its broker is waited for."""

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Appended]:
        """Refuse a lane that is away, then never answer."""
        if lane_of(drafts[0].key, LANES) in self.away and self.tried:
            await asyncio.Event().wait()
        return await super().append(drafts)


async def test_a_lane_that_was_away_is_waited_for_apart_from_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trying it again takes as long as a broker is waited for; what others tell meanwhile leaves at once."""
    monkeypatch.setattr("hub.runtime.relay._AWAY_S", 0.01)
    store, log = await with_news(0), SilentLog(0)
    running = asyncio.create_task(relay(store, log, lambda: frozenset({0, 5}), 0.05))
    await asyncio.sleep(0.2)
    at = Partition(LANE.topic, 5)
    for upto in (0, 1):
        row = OutboxRow(bytes(16), FACT, person(1, 5), b"news")
        await store.put(batch(await store.claim(at, GROUP), upto, outbox=[row], partition=at))
        await until_waits(store, {0})
    running.cancel()
    await asyncio.wait({running}, timeout=2)


class LostStore(MemoryStore):
    """A server that goes away between saying what waits and lending it."""

    lost, tried = False, 0

    async def waiting(self) -> Mapping[int, int]:
        """Answer while it is there."""
        if self.lost:
            raise Unavailable("the store")
        return await super().waiting()

    def lent(self, lane: int, limit: int) -> Never:
        """Never lend."""
        self.lost, self.tried = True, self.tried + 1
        raise Unavailable(f"the store: {limit} rows of lane {lane}")


async def test_of_a_server_that_goes_away_one_lane_is_tried_and_not_each() -> None:
    """Each try waits as long as a server is waited for, and the lanes of the others behind it as well."""
    well, lost = await with_news(6), LostStore(LANES)
    await with_news(1, 3, 5, store=lost)
    running = asyncio.create_task(relay(SpreadStore([well, lost], LANES), ShakyLog(), lambda: frozenset(range(LANES))))
    await until_waits(well, set())
    running.cancel()
    await asyncio.wait({running}, timeout=2)
    assert lost.tried == 1
