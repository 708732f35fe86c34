"""An event that the hub itself told is found in the log by its id."""

import pytest

from hub.codec.events import EventCodec
from hub.domain.lanes import lane_of
from hub.events.catalogue import FACT
from hub.ports.log import Draft, Log, Partition, Record
from hub.runtime import told_events
from hub.runtime.told_events import newest_first, newest_of, told_event
from tests.runtime.asked import Sent, adt

CODEC = EventCodec()
IN, OUT = adt("A01", "202611020915"), adt("A03", "202611131640")


async def told(log: Log, subject: bytes) -> list[Record]:
    """Give what was told of somebody; of few events, the newest last."""
    lane = Partition(FACT, lane_of(subject, log.lanes))
    return [record async for records in newest_first(log, lane) for record in records]


@pytest.fixture
async def hub() -> tuple[Log, bytes]:
    """A hub that told several things of one person, and who they are."""
    sent = Sent()
    await sent.take(IN, OUT)
    subject, parts = await sent.who(), sent.hub._lanes
    waiting = await parts.store.outbox(lane_of(subject, parts.log.lanes), 100)
    await parts.log.append([Draft(row.topic, row.key, row.value) for _, row in waiting])
    return parts.log, subject


async def test_a_told_event_is_found_by_its_id_however_old(
    hub: tuple[Log, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a person who is known the whole lane is looked through; of nobody in particular the newest of each lane."""
    log, subject = hub
    records = await told(log, subject)
    assert len(records) > 2
    monkeypatch.setattr(told_events, "LOOKED_THROUGH", 1)
    for record in records:
        wanted = CODEC.decode_clear(record.value).event_id
        assert await told_event(log, CODEC, wanted, subject) == record.value
        found = await told_event(log, CODEC, wanted)
        assert found == (record.value if record is records[-1] else None)
    assert await told_event(log, CODEC, bytes(16), subject) is None
    assert await told_event(log, CODEC, bytes(16)) is None


async def test_all_of_a_lane_comes_once_whatever_the_size_of_a_part(
    hub: tuple[Log, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts end and begin where they meet; an empty lane has none."""
    log, subject = hub
    whole = sorted(record.position for record in await told(log, subject))
    for size in (1, 2, 3, len(whole)):
        monkeypatch.setattr(told_events, "LOOKED_THROUGH", size)
        assert sorted(record.position for record in await told(log, subject)) == whole
    lane = lane_of(subject, log.lanes)
    assert await newest_of(log, Partition(FACT, (lane + 1) % log.lanes), 5) == []


async def test_a_record_that_cannot_be_read_is_passed_over(hub: tuple[Log, bytes]) -> None:
    """It holds the bytes of the id and is no event: what is looked for is another record."""
    log, subject = hub
    wanted = (await told(log, subject))[-1]
    event_id = CODEC.decode_clear(wanted.value).event_id
    await log.append([Draft(FACT, subject, b"\x00 no event " + event_id)])
    assert await told_event(log, CODEC, event_id, subject) == wanted.value
