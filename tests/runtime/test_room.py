"""How much the lanes of one worker hold together of what they have read and not folded."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_store import MemoryStore
from hub.codec.events import EventCodec
from hub.domain.days import start_of
from hub.events.catalogue import CARE_RECORD, DISCHARGE, IDENTITY
from hub.ports.log import Draft, Partition, Record
from hub.ports.store import Batch
from hub.runtime.apply import Group
from hub.runtime.inbox import Inbox
from hub.runtime.lane import Lane, LaneParts
from hub.runtime.room import Room, size_of
from tests.runtime.begun import as_far_as_it_goes, begun
from tests.runtime.made import person

TOPICS = (DISCHARGE, CARE_RECORD, IDENTITY)
AROUND = 240
"""Bytes of a record beside what it holds."""


def records(topic: str, sizes: Sequence[int], lane: int = 0, first: int = 0) -> list[Record]:
    """Make records of a topic whose values have these sizes."""
    at = Partition(topic, lane)
    return [Record(at, first + n, b"", bytes(size), first + n) for n, size in enumerate(sizes)]


def test_a_record_counts_what_it_holds_and_what_lies_around_it() -> None:
    """Small records are not free: a million of them is a quarter of a gigabyte."""
    at = Partition(DISCHARGE, 0)
    assert size_of([Record(at, 0, b"12", b"345", 0, (("ab", b"c"),)), Record(at, 1, b"", b"", 0)]) == 8 + 2 * AROUND


async def test_a_reader_waits_while_other_lanes_hold_all_room() -> None:
    """Lanes share one amount of memory: twelve of them read no more ahead than four."""
    room = Room(2000)
    one, other = Inbox(1000, room), Inbox(1000, room)
    await begun(one.put(Partition(DISCHARGE, 0), records(DISCHARGE, [2000])))
    late = await begun(other.put(Partition(DISCHARGE, 1), records(DISCHARGE, [10], 1)))
    assert not late.done()
    assert len(await one.take()) == 1
    await as_far_as_it_goes()
    assert not late.done(), "what is being folded is memory too"
    again = asyncio.create_task(one.take())
    await late
    again.cancel()


async def test_a_lane_goes_on_though_others_hold_all_room() -> None:
    """A lane whose store is away holds its room for hours; another lane is served meanwhile, a read at a time."""
    room = Room(1000)
    stuck, lane = Inbox(10, room), Inbox(10, room)
    await begun(stuck.put(Partition(DISCHARGE, 0), records(DISCHARGE, [5000])))
    at = Partition(DISCHARGE, 1)
    for n in range(5):
        late = await begun(lane.put(at, records(DISCHARGE, [100], 1, n)))
        assert not late.done()
        assert [each.position for each in (await lane.take())[at]] == [n]
        hungry = asyncio.create_task(lane.take())
        await late
        hungry.cancel()
        with suppress(asyncio.CancelledError):
            await hungry


async def test_a_record_larger_than_all_room_passes() -> None:
    """One record may have eight megabytes, and the room may be set to less: it is folded all the same."""
    inbox, at = Inbox(10, Room(1000)), Partition(DISCHARGE, 0)
    first = await begun(inbox.put(at, records(DISCHARGE, [9_000_000])))
    assert [len(each.value) for each in (await inbox.take())[at]] == [9_000_000]
    taking = asyncio.create_task(inbox.take())
    await first
    await begun(inbox.put(at, records(DISCHARGE, [5], first=1)))
    assert [len(each.value) for each in (await taking)[at]] == [5]


async def test_a_lane_that_is_taken_away_holds_nothing() -> None:
    """What was read for a lane that another worker has now takes no room from those that stay."""
    room = Room(1000)
    gone, stays = Inbox(10, room), Inbox(10, room)
    await begun(gone.put(Partition(DISCHARGE, 0), records(DISCHARGE, [600, 600])))
    await gone.take()
    await begun(gone.put(Partition(CARE_RECORD, 0), records(CARE_RECORD, [600])))
    late = await begun(stays.put(Partition(DISCHARGE, 1), records(DISCHARGE, [10], 1)))
    assert not late.done()
    gone.let_go()
    await late
    assert room.held == 10 + AROUND


@given(
    st.lists(st.lists(st.lists(st.integers(0, 900), min_size=1, max_size=4), max_size=5), min_size=1, max_size=3),
    st.integers(1, 3000),
    st.integers(1, 6),
)
def test_whatever_the_room_everything_is_taken_once_and_in_order(
    topics: list[list[list[int]]], most: int, limit: int
) -> None:
    """A bound that is reached makes readers wait and lanes smaller, and never stops, loses or doubles anything.

    No more is held than fits and one read of each reader.
    """
    asyncio.run(_everything_is_taken(topics, most, limit))


async def _everything_is_taken(topics: list[list[list[int]]], most: int, limit: int) -> None:
    room = Room(most)
    inboxes = [Inbox(limit, room) for _ in range(2)]
    fullest = 0

    async def read(inbox: Inbox, lane: int, topic: str, reads: list[list[int]]) -> None:
        first = 0
        for sizes in reads:
            await inbox.put(Partition(topic, lane), records(topic, sizes, lane, first))
            first += len(sizes)

    async def lane(number: int) -> list[Record]:
        nonlocal fullest
        inbox, taken = inboxes[number], list[Record]()
        readers = [asyncio.create_task(read(inbox, number, *each)) for each in zip(TOPICS, topics, strict=False)]
        asyncio.gather(*readers).add_done_callback(lambda _: inbox.close())
        while ready := await inbox.take():
            fullest = max(fullest, room.held)
            assert sum(map(len, ready.values())) <= limit
            taken += [record for mine in ready.values() for record in mine]
            await asyncio.sleep(0)
        inbox.let_go()
        return taken

    async with asyncio.timeout(10):
        both = await asyncio.gather(*(lane(number) for number in range(2)))
    for number, taken in enumerate(both):
        for topic, reads in zip(TOPICS, topics, strict=False):
            mine = [(each.position, len(each.value)) for each in taken if each.partition.topic == topic]
            assert mine == list(enumerate(size for sizes in reads for size in sizes)), number
    largest = [max((size_of(records("", sizes)) for sizes in reads), default=0) for reads in topics]
    assert room.held == 0
    assert fullest <= most + 2 * sum(largest)


@pytest.mark.parametrize("batch", [3, 30_000])
async def test_a_lane_behind_a_room_of_nothing_folds_everything(codec: EventCodec, group: Group, batch: int) -> None:
    """The smallest room that can be set slows a lane, and that is all: each of its topics is folded to its end."""
    clock, applied = ManualClock(start_of(date(2026, 11, 1))), list[int]()
    log, store, room = MemoryLog(clock, Placement(lanes=1)), MemoryStore(1), Room(1)
    await log.append([Draft(topic, person(f"{n}"), b"unreadable") for n in range(50) for topic in TOPICS])
    parts = LaneParts(
        log, store, codec, group, clock, lambda _, done, __: applied.append(done.records), batch=batch, room=room
    )
    running = asyncio.create_task(Lane(parts, 0).run())
    async with asyncio.timeout(10):
        while sum(applied) < len(TOPICS) * 50:  # noqa: ASYNC110 - the lane's doing
            await asyncio.sleep(0.005)
    running.cancel()
    await asyncio.wait({running})
    assert room.held == 0


class Stuck(MemoryStore):
    """A store that never answers a write."""

    async def put(self, batch: Batch) -> None:
        """Wait for ever."""
        del batch
        await asyncio.Event().wait()


async def test_a_lane_that_moves_in_the_middle_of_a_batch_gives_its_room_back(codec: EventCodec, group: Group) -> None:
    """Lanes come and go with every worker that starts: what a gone one was folding would be counted for ever."""
    clock, room = ManualClock(start_of(date(2026, 11, 1))), Room()
    log = MemoryLog(clock, Placement(lanes=1))
    await log.append([Draft(DISCHARGE, person("one"), b"unreadable")])
    running = asyncio.create_task(
        Lane(LaneParts(log, Stuck(1), codec, group, clock, lambda *_: None, room=room), 0).run()
    )
    async with asyncio.timeout(5):
        while not room.held:  # noqa: ASYNC110 - the lane's doing
            await asyncio.sleep(0.005)
    await asyncio.sleep(0.05)
    running.cancel()
    await asyncio.wait({running})
    assert room.held == 0
