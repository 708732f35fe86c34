"""Several database servers: what waits on those that answer is known at once, whatever another does."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress

import pytest

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_store import MemoryStore
from hub.adapters.spread_store import SpreadStore
from hub.errors import Defect, Unavailable
from hub.events.catalogue import FACT
from hub.ports.log import Partition
from hub.ports.store import Outboxes, OutboxRow
from hub.runtime.relay import relay
from tests.store_rows import GROUP, LANE, LANES, batch, person

OF_THE_SLOW = frozenset({1, 3, 5, 7})


class SlowStore(MemoryStore):
    """A server that answers when it is let go: its network swallows what is sent to it."""

    def __init__(self) -> None:
        super().__init__(LANES)
        self.let_go, self.asked, self.away = asyncio.Event(), 0, True
        self.failure: Exception = Unavailable("the store")

    async def waiting(self) -> Mapping[int, int]:
        """Answer late, and as long as it is away, that it is."""
        self.asked += 1
        await self.let_go.wait()
        if self.away:
            raise self.failure
        return await super().waiting()


async def with_news(lane: int, rows: int, store: MemoryStore | None = None) -> MemoryStore:
    """Give a store in which so many rows of a lane wait."""
    store, at = store or MemoryStore(LANES), Partition(LANE.topic, lane)
    outbox = [OutboxRow(number.to_bytes(16), FACT, person(1, lane), b"news") for number in range(rows)]
    await store.put(batch(await store.claim(at, GROUP), 0, outbox=outbox, partition=at))
    return store


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait less than in production for who is late."""
    monkeypatch.setattr("hub.adapters.spread_waiting._TIMELY_S", 0.1)
    monkeypatch.setattr("hub.adapters.spread_waiting._DOUBTED_S", 0.01)


async def test_a_server_that_does_not_answer_slows_the_news_of_no_other() -> None:
    """Five rounds of the relay pass while one question to the other server is open."""
    well, slow = await with_news(0, 5_000), SlowStore()
    log = MemoryLog(ManualClock(0), Placement(lanes=LANES))
    running = asyncio.create_task(relay(SpreadStore([well, slow], LANES), log, lambda: frozenset({0, 1}), 0.01))
    async with asyncio.timeout(5):
        while await well.waiting():  # noqa: ASYNC110 - the relay's doing
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.wait({running}, timeout=2)
    assert slow.asked == 1


async def test_a_late_answer_is_used_by_who_asks_next() -> None:
    """A server that always needs longer than the others wait for it is served all the same."""
    slow = SlowStore()
    await with_news(1, 2, slow)
    spread, slow.away = SpreadStore([await with_news(0, 1), slow], LANES), False
    assert await spread.outboxes() == Outboxes({0: 1}, OF_THE_SLOW)
    slow.let_go.set()
    await asyncio.sleep(0)
    assert await spread.outboxes() == Outboxes({0: 1, 1: 2})
    assert slow.asked == 1


async def test_a_server_that_failed_is_asked_again_and_hardly_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own failure takes long each time; who comes back is known with the next question."""
    monkeypatch.setattr("hub.adapters.spread_waiting._TIMELY_S", 5.0)
    slow = SlowStore()
    spread = SpreadStore([await with_news(0, 1), slow], LANES)
    slow.let_go.set()
    assert (await spread.outboxes()).unknown == OF_THE_SLOW
    slow.let_go.clear()
    began = asyncio.get_running_loop().time()
    assert (await spread.outboxes()).unknown == OF_THE_SLOW
    assert asyncio.get_running_loop().time() - began < 2
    slow.let_go.set()
    slow.away = False
    assert (await spread.outboxes()).unknown == frozenset()
    slow.let_go.clear()
    soon = asyncio.create_task(spread.outboxes())
    await asyncio.sleep(0.05)
    slow.let_go.set()
    assert (await soon).unknown == frozenset(), "it answered, so it is waited for as the others are"


async def test_where_no_server_answers_in_time_the_first_that_does_is_waited_for() -> None:
    """With nothing known nobody is kept waiting by it; when all are away that is told, and a defect always."""
    first, second = SlowStore(), SlowStore()
    spread = SpreadStore([first, second], LANES)
    asking = asyncio.create_task(spread.outboxes())
    await asyncio.sleep(0.15)
    assert not asking.done()
    first.away = second.away = False
    first.let_go.set()
    assert (await asking).unknown == OF_THE_SLOW
    first.away = second.away = True
    second.let_go.set()
    with pytest.raises(Unavailable):
        await spread.outboxes()
    first.failure, second.away = Defect("two lanes in one row"), False
    with pytest.raises(Defect):
        await spread.outboxes()


async def test_closing_ends_the_questions_that_are_open() -> None:
    """Nothing asks a server any more whose connections are closed."""
    spread = SpreadStore([MemoryStore(LANES), SlowStore()], LANES)
    await spread.outboxes()
    before = asyncio.all_tasks()
    with suppress(Unavailable):
        await spread.close()
    assert len(asyncio.all_tasks()) == len(before) - 1
