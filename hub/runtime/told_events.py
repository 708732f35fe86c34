"""Finding an event that the hub itself told: it is in no history, only in the log."""

from collections.abc import AsyncIterator, Sequence
from itertools import product
from typing import Final

from hub.codec.events import EventCodec
from hub.domain.lanes import lane_of
from hub.errors import Rejected
from hub.events.catalogue import DAY, FACT
from hub.ports.log import BEGINNING, Log, Partition, Record
from hub.runtime.log_reading import batches_of

LOOKED_THROUGH: Final = 10_000
"""As many events of a lane as `hub log tail` lists at most."""


async def told_event(log: Log, codec: EventCodec, event_id: bytes, subject: bytes | None = None) -> bytes | None:
    """Return an event by its id, or none.

    Of a person whose reference is known the whole of their lane is looked through, else the newest of each lane: an id
    says of nobody whose it is.
    """
    if subject is not None:
        partition = Partition(FACT, lane_of(subject, log.lanes))
        async for records in newest_first(log, partition):
            if (found := _among(codec, records, event_id)) is not None:
                return found
        return None
    for topic, lane in product((FACT, DAY), range(log.lanes)):
        found = _among(codec, await newest_of(log, Partition(topic, lane), LOOKED_THROUGH), event_id)
        if found is not None:
            return found
    return None


async def newest_of(log: Log, partition: Partition, count: int) -> Sequence[Record]:
    """Return so many of the newest records of a partition, the oldest of them first."""
    return await _upto(log, partition, await log.newest(partition), count)


async def newest_first(log: Log, partition: Partition) -> AsyncIterator[Sequence[Record]]:
    """Give all of a partition from its end back to its beginning, in parts."""
    end = await log.newest(partition)
    while end > BEGINNING:
        yield await _upto(log, partition, end, LOOKED_THROUGH)
        end -= LOOKED_THROUGH


async def _upto(log: Log, partition: Partition, end: int, count: int) -> Sequence[Record]:
    after = max(BEGINNING, end - count)
    if end <= after:
        return []
    found: list[Record] = []
    async with batches_of(log, partition, after, count) as batches:
        async for records in batches:
            found += records
            if found[-1].position >= end:
                break
    return [record for record in found if record.position <= end]


def _among(codec: EventCodec, records: Sequence[Record], event_id: bytes) -> bytes | None:
    """Return the value of the record with this id; only of those that hold these bytes at all is anything decoded."""
    for record in records:
        if event_id in record.value and _id_of(codec, record) == event_id:
            return record.value
    return None


def _id_of(codec: EventCodec, record: Record) -> bytes | None:
    try:
        return codec.decode_clear(record.value).event_id
    except Rejected:
        return None
