"""Catch up: fold what is in the log now and stop, with no tasks and no waiting.

The driver, the benchmarks and the rebuild use it; a running hub uses the lanes of the batch host.
"""

from collections.abc import AsyncIterator, Mapping, Sequence

from hub.events.catalogue import DAY
from hub.ports.log import Log, Partition, Record
from hub.runtime.inbox import Ready, oldest
from hub.runtime.lane import Lane, LaneParts
from hub.runtime.log_reading import batches_of
from hub.runtime.relay import relay_once


async def until(log: Log, partition: Partition, after: int, upto: int, limit: int) -> AsyncIterator[Sequence[Record]]:
    """Give the batches of a partition behind one position and up to another."""
    if upto <= after:
        return
    async with batches_of(log, partition, after, limit) as batches:
        async for records in batches:
            if records[-1].position >= upto:
                yield [record for record in records if record.position <= upto]
                return
            yield records


async def until_end(log: Log, partition: Partition, after: int, limit: int) -> AsyncIterator[Sequence[Record]]:
    """Give the batches of a partition up to where it ends now."""
    async for records in until(log, partition, after, await log.newest(partition), limit):
        yield records


async def together(
    log: Log, after: Mapping[Partition, int], limit: int, upto: Mapping[Partition, int] | None = None
) -> AsyncIterator[Ready]:
    """Give what is in several partitions of a lane, oldest first, `limit` records of all together at a time.

    Up to the positions of `upto`, which names each partition; without it up to where they end now.
    """
    readers = {
        partition: until_end(log, partition, position, limit)
        if upto is None
        else until(log, partition, position, upto[partition], limit)
        for partition, position in after.items()
    }
    ready: Ready = {}
    while True:
        ready = {
            partition: await _filled(ready.get(partition, ()), reader, limit) for partition, reader in readers.items()
        }
        taken, ready = oldest({partition: records for partition, records in ready.items() if records}, limit)
        if not taken:
            return
        yield taken


async def _filled(waiting: Sequence[Record], reader: AsyncIterator[Sequence[Record]], limit: int) -> Sequence[Record]:
    """Read on until `limit` records wait, or there are no more: with fewer nobody knows which are the oldest."""
    while len(waiting) < limit and (more := await anext(reader, None)):
        waiting = [*waiting, *more]
    return waiting


async def catch_up(parts: LaneParts) -> int:
    """Fold every lane until neither the log nor an outbox holds anything new; give the number of records."""
    lanes = [Lane(parts, number) for number in range(parts.log.lanes)]
    for lane in lanes:
        await lane.claim()
    total = 0
    while True:
        moved = 0
        for number, lane in enumerate(lanes):
            moved += await _one_pass(parts, lane, number)
            moved += await relay_once(parts.store, parts.log, number)
        total += moved
        if not moved:
            return total


async def _one_pass(parts: LaneParts, lane: Lane, number: int) -> int:
    moved = 0
    for topics in ((DAY,), parts.group.topics):
        partitions = [Partition(topic, number) for topic in topics]
        after = {each: await parts.store.position(each, parts.group.name) for each in partitions}
        async for ready in together(parts.log, after, parts.batch):
            await lane.take(ready)
            moved += sum(map(len, ready.values()))
    return moved
