"""Whether the log kept the order in which a sender sent: of each key and topic, told by each event's first record."""

from hub.bench.faults.verdict import Evidence, Sent
from hub.ports.log import BEGINNING, Partition


async def out_of_order(hub: Evidence, sent: Sent) -> int:
    """Count the events whose first record lies behind one of the same key and topic that was sent later."""
    found = 0
    for topic in hub.group.topics:
        for lane in range(hub.log.lanes):
            found += await _in(hub, Partition(topic, lane), sent)
    return found


async def _in(hub: Evidence, partition: Partition, sent: Sent) -> int:
    end, found = await hub.log.end(partition), 0
    if end == BEGINNING:
        return 0
    newest: dict[bytes, int] = {}
    seen: set[tuple[bytes, bytes]] = set()
    async for records in hub.log.read(partition, BEGINNING):
        for record in records:
            name = record.key, hub.codec.decode_clear(record.value, partition.topic).event_id
            if name in seen or (place := _place(sent, *name)) is None:
                continue
            seen.add(name)
            found += place < newest.get(record.key, -1)
            newest[record.key] = max(place, newest.get(record.key, -1))
        if records[-1].position >= end:
            break
    return found


def _place(sent: Sent, key: bytes, event_id: bytes) -> int | None:
    """Give which of the events under a key it was, in the order in which they were first acknowledged."""
    mine = sent.get(key, {})
    return list(mine).index(event_id) if event_id in mine else None
