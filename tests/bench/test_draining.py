"""Waiting for the end of a run: until everything is folded and passed on, without troubling the broker meanwhile."""

import pytest

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_store import MemoryStore
from hub.bench.draining import Drained, drained, nothing_waits
from hub.errors import Unavailable
from hub.events.catalogue import DISCHARGE, PEOPLE_TOPICS
from hub.ports.log import Draft, Partition
from hub.ports.store import Batch, Move, OutboxRow
from hub.processors.joint import JointProcessor
from hub.runtime.apply import Group

GROUP = Group("care", (JointProcessor(),), PEOPLE_TOPICS)
LANES = 3
PLACE = Partition(DISCHARGE, 1)


class CountingLog(MemoryLog):
    """Counts how often it is asked where a partition ends."""

    asked = 0

    async def end(self, partition: Partition) -> int:
        """Tell, and count."""
        self.asked += 1
        return await super().end(partition)


@pytest.fixture
async def parts() -> Drained:
    """Give a log with two records in one partition and a store that has folded neither."""
    log = CountingLog(ManualClock(0), Placement(lanes=LANES))
    await log.append([Draft(DISCHARGE, bytes(16), b"one", number=1), Draft(DISCHARGE, bytes(16), b"two", number=1)])
    return Drained(log, MemoryStore(LANES), GROUP)


async def fold(parts: Drained, upto: int, *told: OutboxRow) -> None:
    """Move the position of the partition, with news that wait to be passed on."""
    claim = await parts.store.claim(PLACE, GROUP.name)
    await parts.store.put(Batch(GROUP.name, [Move(PLACE, claim, upto)], [], [], told, []))


async def test_it_waits_for_the_last_record_and_for_news_that_nobody_passed_on(parts: Drained) -> None:
    """A checker that looked sooner would call lost what is only late."""
    seen: list[int] = []
    assert not await nothing_waits(parts, lambda _, count: seen.append(count))
    await fold(parts, 0)
    assert not await nothing_waits(parts, lambda _, count: seen.append(count))
    await fold(parts, 1, OutboxRow(bytes(16), DISCHARGE, bytes(16), b"news"))
    assert not await nothing_waits(parts, lambda _, count: seen.append(count))
    async with parts.store.lent(1, 10) as rows:
        assert len(rows) == 1
    assert await nothing_waits(parts, lambda _, count: seen.append(count))
    assert seen == [0, 1, 2, 2]


async def test_looking_asks_the_log_no_further_than_the_first_partition_that_waits(parts: Drained) -> None:
    """What is measured must not be the measuring: with many lanes each look would ask a broker hundreds of times."""
    assert isinstance(parts.log, CountingLog)
    await nothing_waits(parts, lambda *_: None)
    assert parts.log.asked == 2  # Lane 0 of the first topic is empty and at its end, lane 1 is not.
    await fold(parts, 1)
    await nothing_waits(parts, lambda *_: None)
    assert parts.log.asked == 2 + LANES * len(PEOPLE_TOPICS)


async def test_a_wait_ends_with_words_when_its_time_is_over_or_somebody_fails_meanwhile(parts: Drained) -> None:
    """Nothing hangs: a worker that ended, or a lane that stopped, ends the run."""

    def gone() -> None:
        raise Unavailable("a worker ended")

    with pytest.raises(Unavailable, match="within 0 s"):
        await drained(parts, lambda *_: None, 0.01)
    with pytest.raises(Unavailable, match="a worker ended"):
        await drained(parts, lambda *_: None, 5, gone)
    await fold(parts, 1)
    await drained(parts, lambda *_: None, 5, gone)
