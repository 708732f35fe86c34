"""When people were last heard of: every store answers alike."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from hub.adapters.memory_ages import MemoryAges
from hub.adapters.memory_store import MemoryStore
from hub.adapters.postgres_ages import PostgresAges
from hub.adapters.postgres_store import PostgresStore
from hub.adapters.spread_ages import SpreadAges
from hub.ports.ages import FORGETS, PARTS, Ages, Heard, part_of
from hub.ports.store import HistoryRow, Store, SubjectRef
from tests.store_rows import GROUP, LANE, LANES, batch, event, person

DISCHARGE, REFERRAL = "hub.discharge.v1", "hub.referral.v1"
YEAR = 365 * 24 * 3600 * 1000
Kept = tuple[Store, Ages]


@pytest.fixture(params=["memory", "postgres", "spread"])
def kept(request: pytest.FixtureRequest) -> Kept:
    """Give each kind of store with what asks it; the spread one's other server knows nobody."""
    if request.param == "memory":
        memory = MemoryStore(LANES)
        return memory, MemoryAges(memory)
    database = request.getfixturevalue("database")
    here = PostgresStore(database, LANES), PostgresAges(database)
    return here if request.param == "postgres" else (here[0], SpreadAges([MemoryAges(MemoryStore(LANES)), here[1]]))


async def told(kept: Kept, rows: Sequence[HistoryRow]) -> None:
    """Write histories."""
    await kept[0].put(batch(await kept[0].claim(LANE, GROUP), 1, history=rows))


async def idle(kept: Kept, before: dict[str, int]) -> set[SubjectRef]:
    """Give whom nobody was heard of, each asked for in the part that they are in."""
    found = [(part, subject) for part in range(PARTS) for subject in await kept[1].idle(part, before)]
    assert [part for part, _ in found] == [part_of(subject) for _, subject in found]
    assert len({subject for _, subject in found}) == len(found)
    return {subject for _, subject in found}


async def test_who_was_last_heard_of_before_the_moment_is_idle(kept: Kept) -> None:
    """The newest event decides, to the millisecond, of people in every part."""
    people = range(60)
    await told(kept, [event(n, moment) for n in people for moment in (1, 100 if n % 2 else 99)])
    assert len({part_of(person(n)) for n in people}) == PARTS
    assert await idle(kept, {DISCHARGE: 100}) == {person(n) for n in people if n % 2 == 0}


async def test_every_topic_has_a_moment_of_its_own_and_one_without_keeps(kept: Kept) -> None:
    """Somebody goes when all that was said of them is old enough, and never while a topic has no period."""
    both = [event(1, 10), replace(event(1, 50), topic=REFERRAL), event(2, 10)]
    await told(kept, both)
    assert await idle(kept, {DISCHARGE: 20, REFERRAL: 50}) == {person(2)}
    assert await idle(kept, {DISCHARGE: 20, REFERRAL: 51}) == {person(1), person(2)}
    assert await idle(kept, {DISCHARGE: 20}) == {person(2)}


async def test_being_forgotten_is_no_contact_and_alone_it_is_nobody(kept: Kept) -> None:
    """A person forgotten today was last heard of years ago; of whom only that word is left nothing more can go."""
    word = [replace(event(n, 1000), type=FORGETS, topic="hub.identity.v1") for n in (1, 2)]
    await told(kept, [event(1, 10), *word])
    assert await idle(kept, {DISCHARGE: 20}) == {person(1)}


async def test_people_are_counted_by_class_and_the_year_of_their_newest_event(kept: Kept) -> None:
    """Somebody with several events or topics of one class counts once in it, in the newest year."""
    rows = [event(1, 0), event(1, 3 * YEAR), replace(event(1, 2 * YEAR), topic="hub.assessment.v1"), event(2, YEAR)]
    referral = replace(event(2, 4 * YEAR + YEAR // 2), topic=REFERRAL)
    await told(kept, [*rows, referral, replace(event(3, 1), type=FORGETS)])
    classes = {DISCHARGE: "care_record", "hub.assessment.v1": "care_record", REFERRAL: "referral"}
    found = [one for part in range(PARTS) for one in await kept[1].heard(part, classes)]
    assert sorted(found) == [Heard("care_record", 1971, 1), Heard("care_record", 1972, 1), Heard("referral", 1974, 1)]
