"""The relay: news of a person leaves in the order in which it was told, whoever else believes the lane is theirs."""

import asyncio
from collections.abc import Sequence

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_store import MemoryStore
from hub.events.catalogue import FACT
from hub.ports.log import BEGINNING, Appended, Draft, Partition
from hub.ports.store import OutboxRow
from hub.runtime.relay import relay_once
from tests.store_rows import GROUP, LANE, batch, person

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
    await store.put(batch(claim, 1, outbox=[news(2)]))
    assert await relay_once(store, log, LANE.number) == 0
    log.let_go.set()
    assert await stopped == 1
    assert await relay_once(store, log, LANE.number) == 1
    assert await told(log) == [b"turn 1", b"turn 2"]
    assert await store.waiting() == {}
