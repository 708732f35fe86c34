"""Group commit, whatever it writes to: who is told what when the writing fails."""

import asyncio
from collections.abc import Sequence

import pytest

from hub.adapters.group_commit import Call, GroupCommit
from hub.errors import Defect, Unavailable
from hub.ports.log import Appended, Draft, Partition

DRAFT = Draft("topic", b"key", b"value")
PLACED = Partition("topic", 0)


class Disk:
    """Writes when told to, fails as told to, and remembers the calls of each transaction."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.transactions: list[int] = []
        self.go = asyncio.Event()
        self._failure = failure

    async def write(self, calls: Sequence[Call]) -> Sequence[Sequence[Appended]]:
        """Wait, then fail or place every draft."""
        self.transactions.append(len(calls))
        await self.go.wait()
        if self._failure is not None:
            raise self._failure
        return [[Appended(partition, 0) for partition in call.placed] for call in calls]


async def begun(commit: GroupCommit, count: int) -> list[asyncio.Task[Sequence[Appended]]]:
    """Begin appends and let the writer take what it takes."""
    tasks = [asyncio.create_task(commit.append([DRAFT], [PLACED])) for _ in range(count)]
    await asyncio.sleep(0.01)
    return tasks


async def test_calls_gather_while_the_disk_works() -> None:
    """While one transaction is on its way to the disk, the next callers wait together, not in a row."""
    disk = Disk()
    commit = GroupCommit(disk.write)
    first = await begun(commit, 1)
    rest = await begun(commit, 50)
    disk.go.set()
    await asyncio.gather(*first, *rest)
    assert disk.transactions == [1, 50]
    await commit.close()


async def test_an_outage_is_told_to_each_and_the_next_call_is_tried() -> None:
    """All callers of a failed transaction hear of it, each with an error of its own; the writer goes on."""
    disk = Disk(Unavailable("away"))
    disk.go.set()
    commit = GroupCommit(disk.write)
    outcomes = await asyncio.gather(*await begun(commit, 3), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Unavailable] * 3
    assert len({id(outcome) for outcome in outcomes}) == 3
    with pytest.raises(Unavailable):
        await commit.append([DRAFT], [PLACED])
    await commit.close()


async def test_a_mistake_of_ours_leaves_nobody_waiting() -> None:
    """When the writer itself breaks, every caller and every later one gets a defect instead of silence."""
    disk = Disk(ValueError("our own mistake"))
    commit = GroupCommit(disk.write)
    tasks = await begun(commit, 1) + await begun(commit, 2)
    disk.go.set()
    async with asyncio.timeout(5):
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [Defect] * 3
        with pytest.raises(Defect):
            await commit.append([DRAFT], [PLACED])
    with pytest.raises(ValueError, match="our own mistake"):
        await commit.close()


async def test_a_caller_that_left_before_the_writing_writes_nothing() -> None:
    """A connection that broke while it waited its turn leaves no trace."""
    disk = Disk()
    commit = GroupCommit(disk.write)
    await begun(commit, 1)
    left, stayed = await begun(commit, 2)
    left.cancel()
    disk.go.set()
    await stayed
    assert disk.transactions == [1, 1]
    await commit.close()
