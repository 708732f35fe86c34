"""One batch: what is refused, parked, repeated, late or cancelled."""

import pytest

from hub.adapters.memory_store import MemoryStore
from hub.codec.events import EventCodec
from hub.domain.days import day_of
from hub.errors import PositionRefused
from hub.events.catalogue import DISCHARGE
from hub.events.time import FactChanged
from hub.ports.log import Partition, Record
from hub.runtime.apply import ApplyParts, Group, apply
from hub.runtime.driver import Driver
from hub.runtime.ticks import NO_DAY
from tests.runtime.conftest import new_driver
from tests.runtime.made import MONDAY, discharge_cancelled, happened, person, stay

WHO = person("somebody")


async def test_a_record_that_is_no_event_is_parked_and_the_rest_goes_on(codec: EventCodec, group: Group) -> None:
    """Bytes that nobody can read are quarantined with their position; the people around them are folded."""
    store, partition = MemoryStore(2), Partition(DISCHARGE, 0)
    values = [(WHO, b"\x00\x7f\xff\xff\xffrubbish"), (b"short key", b"")]
    values += [(WHO, codec.encode(event)) for event in stay(WHO, "SP1", 0)]
    records = [Record(partition, place, key, value, 0) for place, (key, value) in enumerate(values)]
    claims = {partition: await store.claim(partition, group.name)}
    applied = await apply(ApplyParts(store, codec, group, 1), claims, {partition: records}, NO_DAY)
    parked = await store.quarantine.parked()
    assert sorted(row.rule for row in parked) == ["key_is_no_subject", "unknown_schema"]
    assert {(row.topic, row.lane) for row in parked} == {(DISCHARGE, 0)}
    assert (applied.parked, applied.folded) == (2, 3)


def test_a_cancelled_discharge_leaves_a_void_episode_and_an_open_stay(driver: Driver) -> None:
    """A13 after A03: the stay goes on; entering the discharge again opens an episode of its own."""
    events = stay(WHO, "SP1", 0)
    driver.send([*events, discharge_cancelled(WHO, "SP1", 240, 242)])
    driver.settle()
    view = driver.view(WHO, "joint", day_of(MONDAY + 20 * 24 * 3_600_000))
    assert view["spells"][0]["status"] == "open"
    assert [episode["status"] for episode in view["episodes"]] == ["void"]


def test_a_cancel_that_arrives_before_its_target_strikes_it(codec: EventCodec, group: Group, driver: Driver) -> None:
    """The order of arrival of a discharge and its cancel changes nothing."""
    events = [*stay(WHO, "SP1", 0), discharge_cancelled(WHO, "SP1", 240, 242)]
    driver.send(events)
    driver.settle()
    with new_driver(codec, group) as other:
        for event in reversed(events):
            other.send([event])
            other.settle()
        assert other.hash(WHO, "joint") == driver.hash(WHO, "joint")


async def test_a_batch_that_was_included_changes_nothing(codec: EventCodec, group: Group) -> None:
    """A writer with an old claim is refused, and a repeated batch under a new claim is skipped."""
    store = MemoryStore(2)
    with_store = ApplyParts(store, codec, group, 1)
    partition = Partition(DISCHARGE, 0)
    events = stay(WHO, "SP1", 0)
    records = {partition: [Record(partition, n, WHO, codec.encode(event), 0) for n, event in enumerate(events)]}
    old = {partition: await store.claim(partition, group.name)}
    new = {partition: await store.claim(partition, group.name)}
    with pytest.raises(PositionRefused):
        await apply(with_store, old, records, NO_DAY)
    applied = await apply(with_store, new, records, NO_DAY)
    again = await apply(with_store, applied.claims, records, NO_DAY)
    assert (applied.folded, again.folded, again.records) == (3, 0, 0)
    assert len(await store.history(WHO)) == 3


def test_an_event_delivered_twice_is_folded_once(driver: Driver) -> None:
    """Redelivery under a new position neither doubles an event nor moves an ordinal."""
    events = stay(WHO, "SP1", 0)
    driver.send(events)
    driver.settle()
    before = driver.hash(WHO, "joint")
    driver.send([events[-1], events[0]])
    driver.settle()
    assert driver.hash(WHO, "joint") == before
    assert len(driver.history(WHO)) == len(events)


def told_of_day_one(driver: Driver) -> list[tuple[str, str]]:
    """Give kind and state of every derived event about the first day of a window."""
    bodies = [event.body for event in driver.derived()]
    return [(b.kind, b.state) for b in bodies if isinstance(b, FactChanged) and b.key.endswith(":1")]


def test_milestones_are_told_once_each_day_and_taken_back_with_the_discharge(driver: Driver) -> None:
    """Day 1 is told when its day comes; a cancelled discharge withdraws it; a rebuild tells nothing twice."""
    driver.send(stay(WHO, "SP1", 0))
    driver.settle()
    driver.advance(day_of(MONDAY + 10 * 24 * 3_600_000))
    driver.advance(day_of(MONDAY + 11 * 24 * 3_600_000))
    assert told_of_day_one(driver) == [("WindowMilestone", "NEW")]
    driver.send([discharge_cancelled(WHO, "SP1", 240, 270)])
    driver.settle()
    assert told_of_day_one(driver) == [("WindowMilestone", "NEW"), ("WindowMilestone", "WITHDRAWN")]


def test_happened_makes_ids_that_differ() -> None:
    """The tests' own events are told apart by what they say and when."""
    one, other = stay(WHO, "SP1", 0)[0], stay(WHO, "SP2", 0)[0]
    assert one.event_id != other.event_id
    assert happened(WHO, one.body, 0).event_id == one.event_id
