"""One lane: when it asks the store where it stands, and what it leaves unwritten."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import date

import pytest
from structlog.testing import capture_logs

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_store import MemoryStore
from hub.codec.events import EventCodec
from hub.domain.days import start_of
from hub.errors import PositionRefused, Unavailable
from hub.events.care_record import VisitConfirmed
from hub.events.catalogue import CARE_RECORD, DISCHARGE
from hub.ports.log import Partition, Record
from hub.ports.store import Batch, Claim
from hub.processors.early_help import EarlyHelpProcessor
from hub.processors.joint import JointProcessor
from hub.processors.record import RecordProcessor
from hub.runtime.apply import ApplyParts, Group, apply
from hub.runtime.folding import refold
from hub.runtime.lane import Lane, LaneParts
from hub.runtime.rows import unpack
from hub.runtime.ticks import NO_DAY
from tests.runtime.made import HOUR, MONDAY, happened, person, stay

WHO = person("someone")
HERE, THERE = Partition(DISCHARGE, 0), Partition(CARE_RECORD, 0)


class Interrupted(MemoryStore):
    """A store whose connection breaks after a commit, so that the writer does not learn of it."""

    def __init__(self, lanes: int) -> None:
        super().__init__(lanes)
        self.breaks = False
        self.asked = 0

    async def put(self, batch: Batch) -> None:
        """Commit, then break if told to."""
        await super().put(batch)
        if self.breaks:
            self.breaks = False
            raise Unavailable("the store")

    async def position(self, partition: Partition, group: str) -> int:
        """Count who asks."""
        self.asked += 1
        return await super().position(partition, group)


@pytest.mark.parametrize("breaks", [False, True])
async def test_a_lane_asks_where_it_stands_only_when_a_write_failed(
    codec: EventCodec, group: Group, *, breaks: bool
) -> None:
    """A commit whose answer was lost is found out, and nothing is folded twice."""
    store, clock = Interrupted(2), ManualClock(start_of(date(2026, 11, 1)))
    log = MemoryLog(clock, Placement(lanes=2))
    folded: list[int] = []
    parts = LaneParts(
        log, store, codec, group, clock, lambda _lane, applied, _seconds: folded.append(applied.folded), patience_s=0
    )
    lane = Lane(parts, 0)
    await lane.claim()
    records = _records(codec)
    await lane.take({HERE: records[:1]})
    store.breaks = breaks
    await lane.take({HERE: records[1:2]})
    await lane.take({HERE: records[2:]})
    assert store.asked == (1 if breaks else 0)
    assert folded == ([1, 0, 1] if breaks else [1, 1, 1])
    assert len(await store.history(WHO)) == len(records)


@pytest.mark.parametrize("split", [False, True])
async def test_a_person_is_folded_once_with_what_came_in_every_topic(
    codec: EventCodec, group: Group, *, split: bool
) -> None:
    """One batch of two topics ends where a batch of each ends, and a repeat of either changes nothing."""
    store, ready = MemoryStore(2), {HERE: _records(codec), THERE: [_visit(codec)]}
    claims = {partition: await store.claim(partition, group.name) for partition in ready}
    for some in [{HERE: ready[HERE]}, {THERE: ready[THERE]}] if split else [ready]:
        claims |= (await apply(ApplyParts(store, codec, group, 1), claims, some, NO_DAY)).claims
    again = await apply(ApplyParts(store, codec, group, 1), claims, ready, NO_DAY)
    assert (again.records, again.claims) == (0, {})
    assert await store.positions(group.name) == {HERE: 2, THERE: 0}
    events = [codec.decode_clear(record.value) for records in ready.values() for record in records]
    row = await store.state("joint", WHO)
    assert row is not None
    assert unpack(row.value).state == JointProcessor().encode(refold(WHO, events, group.processors).states["joint"])
    assert len(await store.history(WHO)) == len(events)


async def test_who_was_never_referred_has_no_row_for_early_help(codec: EventCodec) -> None:
    """A processor that knows nothing of a person writes nothing; the standing of the person is kept all the same."""
    group = Group("care", (JointProcessor(), RecordProcessor(), EarlyHelpProcessor()), (DISCHARGE,))
    store = MemoryStore(2)
    claims = {HERE: await store.claim(HERE, group.name)}
    for record in _records(codec):
        claims |= (await apply(ApplyParts(store, codec, group, 1), claims, {HERE: [record]}, NO_DAY)).claims
    assert await store.state("early_help", WHO) is None
    assert await store.state("joint", WHO) is not None
    assert await store.state("record", WHO) is not None


def _visit(codec: EventCodec) -> Record:
    """Make a visit that falls between the admission and the transfer."""
    at = MONDAY + 5 * HOUR
    return Record(THERE, 0, WHO, codec.encode(happened(WHO, VisitConfirmed("L1", "1-999", at, at), 5)), 0)


def _records(codec: EventCodec) -> list[Record]:
    return [Record(HERE, n, WHO, codec.encode(event), 0) for n, event in enumerate(stay(WHO, "SP1", 0))]


class Halfway(MemoryStore):
    """A store in which something happens when the first partition of a lane was taken."""

    meanwhile: Callable[[], Awaitable[None]] | None = None

    async def claim(self, partition: Partition, group: str) -> Claim:
        """Take the partition, and let it happen."""
        claim = await super().claim(partition, group)
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await meanwhile()
        return claim


async def test_of_two_workers_that_take_a_lane_at_once_one_can_write(codec: EventCodec, group: Group) -> None:
    """A worker that froze while it took a lane and goes on behind its successor has a part of it: neither may fold."""
    store, clock = Halfway(2), ManualClock(start_of(date(2026, 11, 1)))
    parts = LaneParts(MemoryLog(clock, Placement(lanes=2)), store, codec, group, clock, lambda *_: None)
    frozen, other = Lane(parts, 0), Lane(parts, 0)
    store.meanwhile = other.claim
    await frozen.claim()
    if store.meanwhile is not None:  # the lane was taken whole, so nobody came between
        await other.claim()
    refused = 0
    for lane, ready in ((frozen, {THERE: [_visit(codec)]}), (other, {HERE: _records(codec)})):
        try:
            await lane.take(ready)
        except PositionRefused:
            refused += 1
    assert refused == 1


class Watched(MemoryStore):
    """A store that notes how many are in it at once."""

    def __init__(self, lanes: int) -> None:
        super().__init__(lanes)
        self.inside = self.most = 0

    async def put(self, batch: Batch) -> None:
        """Take a moment, as a database does."""
        self.inside += 1
        self.most = max(self.most, self.inside)
        await asyncio.sleep(0.01)
        self.inside -= 1
        await super().put(batch)


@pytest.mark.parametrize(("turns", "most"), [(1, 1), (2, 2), (9, 4)])
async def test_no_more_lanes_use_the_store_at_once_than_it_has_room_for(
    codec: EventCodec, group: Group, turns: int, most: int
) -> None:
    """A worker of many lanes waits for a turn, and not in the queue of a pool that takes a long wait for an outage."""
    store, clock = Watched(4), ManualClock(start_of(date(2026, 11, 1)))
    log = MemoryLog(clock, Placement(lanes=4))
    room = asyncio.Semaphore(turns)
    parts = LaneParts(log, store, codec, group, clock, lambda *_: None, turns=lambda _: room)
    lanes = [Lane(parts, number) for number in range(4)]
    await asyncio.gather(*(lane.claim() for lane in lanes))
    batches = [{Partition(DISCHARGE, n): [Record(Partition(DISCHARGE, n), 0, WHO, b"", 0)]} for n in range(4)]
    await asyncio.gather(*(lane.take(batch) for lane, batch in zip(lanes, batches, strict=True)))
    assert store.most == most
    positions = await store.positions(group.name)
    assert [positions[Partition(DISCHARGE, number)] for number in range(4)] == [0, 0, 0, 0]


class Away(MemoryStore):
    """A store that is away for whoever asks for one lane."""

    async def put(self, batch: Batch) -> None:
        """Refuse the first lane."""
        if batch.lane == 0:
            raise Unavailable("the store")
        await super().put(batch)


async def test_a_lane_that_waits_for_its_store_lets_others_have_the_turn(codec: EventCodec, group: Group) -> None:
    """One lane whose part is away holds up no other, though there is one turn for both."""
    store, clock = Away(2), ManualClock(start_of(date(2026, 11, 1)))
    log = MemoryLog(clock, Placement(lanes=2))
    room = asyncio.Semaphore(1)
    parts = LaneParts(log, store, codec, group, clock, lambda *_: None, patience_s=0.01, turns=lambda _: room)
    stuck, other = Lane(parts, 0), Lane(parts, 1)
    await stuck.claim()
    waiting = asyncio.create_task(stuck.take({HERE: _records(codec)}))
    await asyncio.sleep(0.05)
    beside = Partition(DISCHARGE, 1)
    async with asyncio.timeout(5):
        await other.claim()
        await other.take({beside: [Record(beside, 0, WHO, b"", 0)]})
    assert await store.position(beside, group.name) == 0
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


class AwayLog(MemoryLog):
    """A log that nobody can read."""

    async def read(self, partition: Partition, after: int, *, limit: int = 5000) -> AsyncIterator[Sequence[Record]]:
        """Say that nobody answers."""
        del partition, after, limit
        none: Sequence[Sequence[Record]] = ()
        for records in none:
            yield records
        raise Unavailable("kafka: reading: the broker does not answer")


async def test_a_lane_whose_log_is_away_says_that_it_waits(codec: EventCodec, group: Group) -> None:
    """A broker that is away shows in the metric that calls somebody, and in the log by name, as a database does."""
    clock, waits = ManualClock(start_of(date(2026, 11, 1))), list[int]()
    parts = LaneParts(
        AwayLog(clock, Placement(lanes=2)), MemoryStore(2), codec, group, clock, lambda *_: None,
        patience_s=0.01, on_wait=waits.append,
    )  # fmt: skip
    with capture_logs() as lines:
        running = asyncio.create_task(Lane(parts, 1).run())
        await asyncio.sleep(0.1)
        running.cancel()
        await asyncio.wait({running}, timeout=2)
    assert (len(waits) > 1, {*waits}) == (True, {1})
    assert {one["part"] for one in lines if one["event"] == "lane_waits"} == {
        "kafka: reading: the broker does not answer"
    }
