"""Lanes whose fetches are handed to them: one after the other, each once, and none of a turn that is over."""

import asyncio
from collections.abc import Sequence

import pytest

from hub.adapters.memory_lanes import MemoryLanes
from hub.errors import Defect, PositionRefused, Unavailable
from hub.ports.log import BEGINNING, Record
from hub.runtime.fetched_lane import Fetch
from hub.runtime.fetched_lanes import FetchedLanes
from tests.runtime.handed import ONE, SECRET, TWO, OneTaken, Taken, give, made, parts_of, records, until


async def test_a_lane_wants_the_next_while_it_takes_one_and_no_more() -> None:
    """Reading goes on beside the work, and a slow store holds two fetches of a lane at most."""
    taken = Taken()
    taken.holding = asyncio.Event()
    lanes = made(taken)
    lanes.gain([ONE])
    await give(lanes, ONE, 0, 1)
    await give(lanes, ONE, 2)
    assert await lanes.any_hungry(0.05) == {}
    taken.holding.set()
    await give(lanes, ONE, 3)
    await until(lambda: taken.taken == [(0, [0, 1]), (0, [2]), (0, [3])])
    assert lanes.following == {ONE: 4}
    await lanes.lose()


async def test_what_is_on_its_way_is_waited_for() -> None:
    """Until an announced fetch has arrived no other is wanted: one that got lost stops its lane and skips nothing."""
    lanes = made(Taken())
    lanes.gain([ONE])
    wanted = await lanes.any_hungry(1)
    assert lanes.expect(Fetch(ONE, wanted[ONE], records(ONE, 0)))
    assert await lanes.any_hungry(0.05) == {}
    assert not lanes.still_want(wanted)
    await lanes.lose()


async def test_a_fetch_of_an_earlier_turn_is_dropped() -> None:
    """After a lane was refused, or came back to this worker, what was read before is read again and not taken twice."""
    taken = Taken()
    lanes = made(taken)
    lanes.gain([ONE])
    old = (await lanes.any_hungry(1))[ONE]
    lanes.gain([ONE])
    assert not lanes.expect(Fetch(ONE, old, records(ONE, 0)))
    await until(lambda: bool(lanes.hungry))
    assert not lanes.expect(Fetch(ONE, old, records(ONE, 0)))
    lanes.hand(Fetch(ONE, old, records(ONE, 0)))
    await give(lanes, ONE, 0)
    await until(lambda: bool(taken.taken))
    await lanes.lose()
    lanes.hand(Fetch(ONE, old, records(ONE, 0)))
    assert not lanes.expect(Fetch(ONE, old, records(ONE, 0)))
    assert taken.taken == [(0, [0])]


async def test_a_refused_lane_begins_again_where_the_store_stands() -> None:
    """Another worker took it on to position 7: this one reads from there, not from what it has in hand."""
    taken = Taken()
    refusals = iter([PositionRefused("the lane belongs to another writer now"), None])
    taken.trouble = lambda: next(refusals)
    lanes = made(taken)
    lanes.gain([ONE])
    await give(lanes, ONE, 0)
    taken.position = 7
    await give(lanes, ONE, 8)
    await until(lambda: taken.taken == [(0, [8])])
    assert taken.started == [(ONE, BEGINNING), (ONE, 7)]
    await lanes.lose()


async def test_a_lane_that_waits_holds_no_other() -> None:
    """One lane's part is away: its fetch is tried again and again, and others are taken meanwhile."""
    taken = Taken()
    away = [Unavailable("the store is away")] * 5
    lanes = made(taken)
    lanes.gain([ONE, TWO])
    taken.trouble = lambda: away.pop() if away else None
    await give(lanes, ONE, 0)
    await give(lanes, TWO, 0)
    await until(lambda: len(taken.taken) == 2)
    assert sorted(taken.taken) == [(0, [0]), (1, [0])]
    await lanes.lose()


async def test_a_defect_ends_the_host_and_is_noted_by_kind() -> None:
    """The book names lane, kind and place; neither it nor what is raised holds the failure's own words."""
    taken, book = Taken(), MemoryLanes()
    taken.trouble = lambda: ValueError(SECRET)
    lanes = made(taken, book)
    lanes.gain([ONE, TWO])
    await give(lanes, TWO, 4, 5)
    with pytest.raises(Defect, match="lane 1 of facts stopped: ValueError") as ended:
        await asyncio.wait_for(lanes.failed, 2)
    assert SECRET not in repr(ended.value)
    (stopped,) = await book.stopped()
    assert (stopped.lane, stopped.kinds, stopped.in_hand) == (1, ("ValueError",), (("facts", 4),))
    assert lanes.following == {ONE: 0, TWO: 0}
    await lanes.lose()


class AwayBook(MemoryLanes):
    """A book that takes no note of a stop."""

    async def stop(self, lane: object) -> None:
        """Be away."""
        del lane
        raise Unavailable("the book is away")


async def test_a_stop_is_told_though_the_book_is_away() -> None:
    """With the database gone a defect still ends the host at once."""
    taken = Taken()
    taken.trouble = lambda: ValueError(SECRET)
    lanes = made(taken, AwayBook())
    lanes.gain([ONE])
    await give(lanes, ONE, 0)
    with pytest.raises(Defect):
        await asyncio.wait_for(lanes.failed, 2)
    await lanes.lose()


async def test_a_lane_that_is_no_longer_ours_ends_quietly() -> None:
    """Between the assignment and the start it went to another worker: it is not read, and nothing has failed."""
    taken = Taken()
    taken.ours = False
    lanes = made(taken)
    lanes.gain([ONE])
    await until(lambda: bool(taken.started))
    assert await lanes.any_hungry(0.05) == {}
    assert not lanes.failed.done()
    await lanes.lose()


async def test_a_gained_lane_waits_for_what_it_had_in_hand_before() -> None:
    """Two takers of one lane never run at once in a worker: the new one begins when the old one has let go."""
    taken = Taken()
    let_go, order = asyncio.Event(), list[str]()

    class Slow(OneTaken):
        async def begin(self) -> int:
            order.append("begin")
            return await super().begin()

        async def take(self, records: Sequence[Record]) -> None:
            del records
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                await let_go.wait()
                order.append("let go")
                raise

    lanes = FetchedLanes(parts_of(lambda lane: Slow(taken, lane), MemoryLanes()), taken)
    lanes.gain([ONE])
    await give(lanes, ONE, 0)
    await asyncio.sleep(0.02)
    await lanes.lose(within_s=0.05)
    lanes.gain([ONE])
    await asyncio.sleep(0.05)
    let_go.set()
    await until(lambda: order == ["begin", "let go", "begin"])
    await lanes.lose()


async def test_what_only_the_broker_can_put_right_is_told_with_its_words() -> None:
    """A topic that lost our place is named to the operator, and the first failure is the one that counts."""
    taken = Taken()
    taken.cut = True
    lanes = made(taken)
    lanes.gain([ONE])
    with pytest.raises(Defect, match="lane 0"):
        await asyncio.wait_for(lanes.failed, 2)
    lanes.fail(Defect("a later one"))
    assert "lane 0" in str(lanes.failed.exception())
    await lanes.lose()


def test_a_fetch_never_shows_what_it_holds() -> None:
    """Libraries that write what they carry into their logs write a place and a number."""
    assert repr(Fetch(ONE, 1, records(ONE, 0, 1))) == "<2 records of facts/0>"
