"""What a lane takes when several of its topics have something ready."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.events.catalogue import CARE_RECORD, DISCHARGE, IDENTITY
from hub.ports.log import Partition, Record
from hub.runtime.inbox import Inbox, Ready, oldest

TOPICS = (DISCHARGE, CARE_RECORD, IDENTITY)


def ready(times: list[list[int]]) -> dict[Partition, list[Record]]:
    """Make records of as many topics as there are lists; each list says when its records were appended."""
    found = {}
    for topic, mine in zip(TOPICS, times, strict=False):
        partition = Partition(topic, 0)
        if mine:
            found[partition] = [Record(partition, n, b"", b"", at) for n, at in enumerate(mine)]
    return found


def joined(one: Ready, other: Ready) -> Ready:
    """Put what was taken in front of what was left."""
    return {partition: [*one.get(partition, ()), *other.get(partition, ())] for partition in {**one, **other}}


@given(st.lists(st.lists(st.integers(0, 20), max_size=12), max_size=3), st.integers(1, 20))
def test_nothing_is_lost_doubled_or_turned_round(times: list[list[int]], limit: int) -> None:
    """Whatever the clocks of the log say, each topic keeps its order, and no more is taken than a batch may hold."""
    given_ = ready(times)
    taken, left = oldest(given_, limit)
    assert joined(taken, left) == given_
    total = sum(map(len, given_.values()))
    assert sum(map(len, taken.values())) == min(limit, total)
    assert all(taken.values())
    assert all(left.values())


@given(st.lists(st.lists(st.integers(0, 20), max_size=12).map(sorted), max_size=3), st.integers(1, 20))
def test_what_is_taken_is_older_than_what_is_left(times: list[list[int]], limit: int) -> None:
    """The topics of a lane move on together: none runs ahead of another while it catches up."""
    taken, left = oldest(ready(times), limit)
    newest = max((record.appended_at for mine in taken.values() for record in mine), default=0)
    assert all(record.appended_at >= newest for mine in left.values() for record in mine)


async def test_a_lane_takes_what_all_its_readers_have_ready() -> None:
    """Records of several topics that wait come as one batch."""
    inbox, both = Inbox(10), ready([[1, 4], [2, 3]])
    for partition, records in both.items():
        await inbox.put(partition, records)
    assert await inbox.take() == both


async def test_a_reader_waits_while_its_lane_is_behind() -> None:
    """What waits is bounded, topic by topic: a slow lane slows its readers and keeps nothing more in memory."""
    inbox = Inbox(2)
    [(partition, (first, second, third))] = ready([[1, 2, 3]]).items()
    await inbox.put(partition, [first, second])
    late = asyncio.create_task(inbox.put(partition, [third]))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(late), 0.02)
    assert await inbox.take() == {partition: [first, second]}
    await late
    assert await inbox.take() == {partition: [third]}


async def test_a_closed_inbox_gives_what_it_holds_and_then_nothing() -> None:
    """When the log closes, what was read is still applied."""
    inbox, some = Inbox(10), ready([[1]])
    for partition, records in some.items():
        await inbox.put(partition, records)
    await inbox.close()
    assert await inbox.take() == some
    assert await inbox.take() == {}
