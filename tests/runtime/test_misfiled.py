"""Somebody's event under another person's key: parked, unless the two are or were linked and it was passed on."""

from collections.abc import Iterator

import pytest

from hub.adapters.memory_store import MemoryStore
from hub.codec.events import EventCodec
from hub.events.catalogue import DISCHARGE, IDENTITY, PEOPLE_TOPICS
from hub.events.envelope import Event
from hub.ports.books import Wanted
from hub.ports.log import BEGINNING, FOR_GROUP, PASSED_ON, Draft, Partition, Record
from hub.runtime.apply import ApplyParts, Group, apply
from hub.runtime.catching_up import until_end
from hub.runtime.driver import Driver
from hub.runtime.ticks import NO_DAY
from tests.runtime.conftest import LANES, new_driver
from tests.runtime.made import merged, person, stay, unmerged

A, B, C = person("temporary record"), person("main record"), person("a stranger")
MARKED = ((PASSED_ON, b""),)


@pytest.fixture
def other(codec: EventCodec, group: Group) -> Iterator[Driver]:
    """Another hub, over an empty store."""
    with new_driver(codec, group) as made:
        yield made


def rules(driver: Driver) -> list[str]:
    """Give by what rule each record was parked."""
    assert isinstance(driver.store, MemoryStore)
    return [row.rule for row in driver._runner.run(driver.store.quarantine.parked(Wanted(limit=1000)))]


def known(driver: Driver, subject: bytes) -> list[str]:
    """Give the types of a person's history."""
    return [row.type for row in driver.history(subject)]


def test_a_discharge_under_a_strangers_key_is_parked(driver: Driver) -> None:
    """It would have left A in hospital for good and made a person of B of whom nothing is known."""
    admission, _, discharge = stay(A, "SP1", 0)
    driver.send([admission])
    driver.send([discharge], B)
    driver.settle()
    assert rules(driver) == ["key_is_another"]
    assert (known(driver, A), known(driver, B)) == (["SpellAdmitted"], [])
    assert driver._runner.run(driver.store.state("joint", B)) is None


def test_the_others_events_of_the_same_batch_are_folded(driver: Driver) -> None:
    """Only the record that is wrong is set aside, also where its person is known and goes on."""
    driver.send(stay(B, "SP2", 0))
    driver.settle()
    driver.send([stay(A, "SP1", 0)[0]], B)
    driver.send(stay(B, "SP3", 500))
    driver.settle()
    assert (rules(driver), len(known(driver, B))) == (["key_is_another"], 6)


def test_a_link_to_somebody_else_proves_nothing(driver: Driver) -> None:
    """A and B are one person; that does not bring A's events to C."""
    for key in (A, B):
        driver.send([merged(A, B, 1000)], key)
    driver.send(stay(A, "SP1", 0))
    driver.settle()
    assert rules(driver) == []
    driver.send([stay(A, "SP2", 500)[0]], C)
    driver.settle()
    assert rules(driver) == ["key_is_another"]


@pytest.mark.parametrize("parted", [False, True])
def test_what_an_earlier_release_passed_on_is_taken_whatever_came_first(driver: Driver, *, parted: bool) -> None:
    """Without a header, before the key's own lane knows of the link: A's own history has it, and has had it before."""
    driver.send([*stay(A, "SP1", 0), merged(A, B, 1000)], A)
    driver.settle()  # and nothing under B
    passed = moved_on(driver, B)
    assert {event.type for event in passed} >= {"SpellAdmitted", "SpellDischarged"}
    late = stay(A, "SP9", 2000)
    if parted:
        driver.send([unmerged(A, B, 1001)], A)
    driver.settle()
    driver.send(late, B)
    driver.settle()
    assert rules(driver) == []
    assert {event.event_id for event in late} <= {row.event_id for row in driver.history(B)}


def test_the_link_under_the_key_itself_is_enough(driver: Driver) -> None:
    """A's history was let go of, or is on its way: B knows of the link."""
    driver.send([merged(A, B, 1000)], B)
    driver.send(stay(A, "SP1", 0), B)
    driver.settle()
    assert rules(driver) == []


def test_what_is_passed_on_says_so_and_is_taken_in_a_hub_that_knows_nothing(driver: Driver, other: Driver) -> None:
    """The log folded into an empty store, lane by lane: what was passed on comes before every link."""
    for key in (A, B):
        driver.send([merged(A, B, 1000)], key)
    driver.send(stay(A, "SP1", 0))
    driver.settle()
    records = [record for record in everything(driver) if record.headers]
    assert {record.headers for record in records} == {MARKED}
    stays = [record for record in records if record.partition.topic == DISCHARGE]
    drafts = [Draft(r.partition.topic, r.key, r.value, r.headers, r.partition.number) for r in stays]
    other._runner.run(other.log.append(drafts))
    other.settle()
    assert rules(other) == []
    assert len(known(other, B)) == len(stays) == 3


def test_a_mark_is_read_beside_other_headers(driver: Driver) -> None:
    """A record that was passed on and taken again for the hub alone keeps its mark."""
    value = driver._codec.encode(stay(A, "SP1", 0)[0])
    headers = (("ce_id", b"1"), *MARKED, (FOR_GROUP, b"care"))
    driver._runner.run(driver.log.append([Draft(DISCHARGE, B, value, headers)]))
    driver.settle()
    assert (rules(driver), known(driver, B)) == ([], ["SpellAdmitted"])


def moved_on(driver: Driver, key: bytes) -> list[Event]:
    """Give what was passed on to a record."""
    return [driver._codec.decode(record.value) for record in everything(driver) if record.key == key]


def everything(driver: Driver) -> list[Record]:
    """Give the log of people."""

    async def read() -> list[Record]:
        found: list[Record] = []
        for topic in PEOPLE_TOPICS:
            for lane in range(LANES):
                async for records in until_end(driver.log, Partition(topic, lane), BEGINNING, 1000):
                    found += records
        return found

    return driver._runner.run(read())


@pytest.mark.parametrize("linked", [False, True])
async def test_the_history_of_the_events_own_person_proves_it(codec: EventCodec, group: Group, *, linked: bool) -> None:
    """An event of A, passed on without a mark, is read under B before any link is: A was linked when it left."""
    store, people, names = MemoryStore(1), Partition(DISCHARGE, 0), Partition(IDENTITY, 0)
    claims = {each: await store.claim(each, group.name) for each in (people, names)}
    parts = ApplyParts(store, codec, group, 1)
    admission = codec.encode(stay(A, "SP1", 0)[0])
    batches = [{people: [Record(people, 0, A, admission, 0)]}, {people: [Record(people, 1, B, admission, 0)]}]
    if linked:
        batches.insert(1, {names: [Record(names, 0, A, codec.encode(merged(A, B, 1000)), 0)]})
    for batch in batches:
        claims |= (await apply(parts, claims, batch, NO_DAY)).claims
    assert len(await store.quarantine.parked()) == (0 if linked else 1)
    assert len(await store.history(B)) == (1 if linked else 0)
