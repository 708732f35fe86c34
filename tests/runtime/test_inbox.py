"""What a lane takes when several of its topics have something ready."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from hub.events.catalogue import CARE_RECORD, DISCHARGE, IDENTITY
from hub.ports.log import Partition, Record
from hub.runtime.inbox import Inbox, Ready, oldest
from tests.runtime.begun import begun

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


async def test_readers_of_all_topics_together_wait_while_a_whole_batch_lies_there() -> None:
    """What a lane has read ahead is one batch of all its topics, and not one of each."""
    inbox, both = Inbox(4), ready([[1, 2, 5], [3, 4, 6]])
    (one, ones), (other, others) = both.items()
    await inbox.put(one, ones)
    late = await begun(inbox.put(other, others))
    assert not late.done()
    assert await inbox.take() == {one: ones[:2], other: others[:2]}
    await late
    assert await inbox.take() == {one: ones[2:], other: others[2:]}


async def test_a_topic_of_which_nothing_lies_there_is_read_on() -> None:
    """A lane whose other topics fill a batch does not run ahead of the one that it has taken to the end."""
    inbox, both = Inbox(4), ready([[1, 2], [5, 6, 7, 8, 9]])
    (behind, older), (ahead, newer) = both.items()
    late = [await begun(inbox.put(ahead, newer)), await begun(inbox.put(behind, older))]
    assert not any(each.done() for each in late)
    assert await inbox.take() == {behind: older, ahead: newer[:2]}
    await asyncio.gather(*late)
    more = [await begun(inbox.put(ahead, newer)), await begun(inbox.put(behind, older[:1]))]
    assert await inbox.take() == {behind: older[:1], ahead: newer[2:]}
    assert not more[0].done(), "five of it wait, and a batch is four"
    await more[1]


async def test_a_closed_inbox_gives_what_it_holds_and_then_nothing() -> None:
    """When the log closes, what was read is still applied."""
    inbox, some = Inbox(10), ready([[1]])
    for partition, records in some.items():
        await inbox.put(partition, records)
    inbox.close()
    assert await inbox.take() == some
    assert await inbox.take() == {}
