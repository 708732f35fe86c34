"""A person of whom a batch holds nothing that can be read."""

from datetime import date

import pytest

from hub.adapters.log_placement import LANES
from hub.adapters.memory_store import MemoryStore
from hub.codec.events import EventCodec
from hub.domain.lanes import lane_of
from hub.events.catalogue import DAY, DISCHARGE
from hub.ports.log import FOR_GROUP, Partition, Record
from hub.runtime.apply import ApplyParts, Group, apply
from hub.runtime.outcome import Outcome
from hub.runtime.taking import by_person
from hub.runtime.ticks import NO_DAY
from tests.runtime.made import stay
from tests.store_rows import person


def test_somebody_with_nothing_readable_is_left_as_they_are(codec: EventCodec, group: Group) -> None:
    """What cannot be decoded is parked with its position; no state and no history comes of it."""
    subject = person(1)
    partition = Partition(DISCHARGE, lane_of(subject, LANES))
    outcome = Outcome(codec, group.processors, date(2026, 11, 25), {})
    assert outcome.fold_in_place({subject: [Record(partition, 7, subject, b"no event", 0)]}) == {}
    assert [(row.lane, row.position) for row in outcome.parked] == [(partition.number, 7)]
    assert (outcome.states, outcome.history, outcome.outbox) == ([], [], [])


def test_what_was_taken_again_for_others_is_passed_over() -> None:
    """A record under another group's name is neither filed nor parked; under the own name, or none, it counts."""
    subject, partition = person(2), Partition(DISCHARGE, 0)
    headers = [
        (),
        ((FOR_GROUP, b"dashboards"),),
        (("ce_id", b"1"), (FOR_GROUP, b"care")),
        ((FOR_GROUP, b""), ("a", b"")),
    ]
    records = [Record(partition, place, subject, b"", 0, given) for place, given in enumerate(headers)]
    people, parked = by_person(records, "care")
    assert ([record.position for record in people[subject]], parked) == ([0, 2, 3], [])


@pytest.mark.parametrize("name", [b"cares", b"", b"care ", b"CARE", b"care~shadow", b"\xff"])
@pytest.mark.parametrize("topic", [DISCHARGE, DAY])
def test_what_is_for_a_group_that_nobody_is_in_is_parked(name: bytes, topic: str) -> None:
    """A name that was mistyped would have every group pass the record over: it is parked with its place, unread."""
    record = Record(Partition(topic, 3), 9, person(2), b"whatever", 5, (("ce_id", b"1"), (FOR_GROUP, name)))
    people, parked = by_person([record], "care")
    assert people == {}
    (row,) = parked
    assert (row.feed, row.path, row.rule) == ("log", "hub_for_group", "unknown_group")
    assert (row.topic, row.lane, row.position, row.parked_at) == (topic, 3, 9, 5)
    assert row.words == "the last header names no group of consumers of the hub: everybody would pass the record over"


async def test_a_batch_writes_down_what_is_for_nobody(codec: EventCodec, group: Group) -> None:
    """It reaches the quarantine in the batch's own transaction, and nothing of it is folded."""
    subject = person(2)
    partition, store = Partition(DISCHARGE, lane_of(subject, LANES)), MemoryStore(LANES)
    admission = codec.encode(stay(subject, "SP1", 0)[0])
    records = [Record(partition, 4, subject, admission, 0, ((FOR_GROUP, b"cares"),))]
    claims = {partition: await store.claim(partition, group.name)}
    applied = await apply(ApplyParts(store, codec, group, LANES), claims, {partition: records}, NO_DAY)
    assert (applied.records, applied.folded, applied.parked) == (1, 0, 1)
    assert [(row.rule, row.lane, row.position) for row in await store.quarantine.parked()] == [
        ("unknown_group", partition.number, 4)
    ]
    assert await store.history(subject) == []
