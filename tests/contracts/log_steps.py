"""Steps that tests of every log take."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from hub.errors import Unavailable
from hub.ports.log import BEGINNING, Appended, Draft, Log, Partition, Record

SOON = 15.0


async def first_of(
    log: Log, partition: Partition, count: int, after: int = BEGINNING, limit: int = 5000
) -> list[Record]:
    """Read `count` records after a position, however many batches that takes."""
    records: list[Record] = []
    reader = log.read(partition, after, limit=limit)
    try:
        async with asyncio.timeout(SOON):
            while len(records) < count:
                batch = await anext(reader)
                assert 0 < len(batch) <= limit
                records.extend(batch)
    finally:
        await closed(reader)
    return records


async def closed(reader: AsyncIterator[object]) -> None:
    """Close an iterator as a host that stops reading does."""
    close = getattr(reader, "aclose", None)
    if close is not None:
        await close()


def numbered(topic: str, count: int, number: int | None = None, start: int = 0) -> list[Draft]:
    """Make drafts of three keys with values 0, 1, 2 ..."""
    return [Draft(topic, b"key-%d" % (n % 3), b"%d" % n, number=number) for n in range(start, start + count)]


async def until_unavailable(log: Log, draft: Draft) -> list[Appended]:
    """Append until the log says it is away; give what it acknowledged before."""
    acknowledged: list[Appended] = []
    async with asyncio.timeout(SOON):
        while True:
            try:
                acknowledged.extend(await log.append([draft]))
            except Unavailable:
                return acknowledged
            await asyncio.sleep(0.01)


async def once_available(log: Log, drafts: Sequence[Draft]) -> Sequence[Appended]:
    """Append, waiting in place as the hub does while the log is away."""
    async with asyncio.timeout(2 * SOON):
        while True:
            try:
                return await log.append(drafts)
            except Unavailable:
                await asyncio.sleep(0.1)


async def ended(reader: AsyncIterator[object]) -> bool:
    """Ask for the next; true when there is none any more."""
    try:
        await anext(reader)
    except StopAsyncIteration:
        return True
    return False
