"""The contract over every store, and what is true of PostgreSQL's alone."""

import asyncio

import pytest

from hub.adapters.memory_store import MemoryStore
from hub.adapters.postgres_pool import Database
from hub.adapters.postgres_quarantine import PostgresQuarantine
from hub.adapters.postgres_store import PostgresStore
from hub.adapters.spread_store import SpreadStore
from hub.errors import Defect
from hub.ports.board_steps import StepCounts, added
from hub.ports.books import Quarantine
from hub.ports.log import Partition
from hub.ports.store import Store
from tests.contracts.store_boards import StoreBoards
from tests.contracts.store_contract import StoreContract
from tests.contracts.store_day_boards import StoreDayBoards
from tests.contracts.store_outbox import StoreOutbox
from tests.contracts.store_reads import StoreReads
from tests.contracts.store_steps import StoreSteps
from tests.contracts.store_waits import StoreWaits
from tests.store_rows import GROUP, LANE, LANES, batch, moved, parked


@pytest.fixture(params=["memory", "postgres", "spread"])
def store(request: pytest.FixtureRequest) -> Store:
    """Give each kind of store in turn; the spread one has three servers, and the tests' lane is on the last."""
    if request.param == "memory":
        return MemoryStore(LANES)
    here = request.getfixturevalue("database")
    if request.param == "spread":
        return SpreadStore([MemoryStore(LANES), MemoryStore(LANES), PostgresStore(here, LANES, (2, 3))], LANES)
    return PostgresStore(here, LANES)


class TestWriting(StoreContract):
    """Memory, PostgreSQL and several servers write alike."""


class TestOutbox(StoreOutbox):
    """Memory, PostgreSQL and several servers hand over alike what others are to be told."""


class TestReading(StoreReads):
    """Memory, PostgreSQL and several servers answer alike."""


class TestBoards(StoreBoards):
    """Memory, PostgreSQL and several servers list the same people, in the same order."""


class TestDayBoards(StoreDayBoards):
    """Memory, PostgreSQL and several servers find the same people for the board of another day."""


class TestSteps(StoreSteps):
    """Memory, PostgreSQL and several servers order what waits alike."""


class TestWaits(StoreWaits):
    """Memory, PostgreSQL and several servers know alike who is ready and for what they wait."""


def test_counted_steps_of_many_servers_are_one_list() -> None:
    """The same step of two servers is one, of no more than a thousand people."""
    one = StepCounts({("a", "council"): 700, ("b", None): 2}, {"a": 700, "b": 2}, {"council": 700, None: 2})
    other = StepCounts({("a", "council"): 700, ("b", "ics"): 1}, {"a": 700, "b": 1}, {"council": 700, "ics": 1})
    assert added([one, other]) == StepCounts(
        {("a", "council"): 1000, ("b", None): 2, ("b", "ics"): 1},
        {"a": 1000, "b": 3},
        {"council": 1000, None: 2, "ics": 1},
    )


async def test_what_a_batch_parks_is_in_the_quarantine(store: Store, request: pytest.FixtureRequest) -> None:
    """A record that a host cannot take is where the command line looks for it, and a repeat does not double it."""
    book: Quarantine = (
        store.quarantine if isinstance(store, MemoryStore) else PostgresQuarantine(request.getfixturevalue("database"))
    )
    claim = await store.claim(LANE, GROUP)
    await store.put(batch(claim, 0, parked=[parked(1, topic=LANE.topic, lane=2, position=5)]))
    await store.put(batch(moved(claim, 0), 1, parked=[parked(1)]))
    assert await book.parked() == [parked(1, topic=LANE.topic, lane=2, position=5)]


async def test_a_database_of_other_servers_is_not_written(database: Database) -> None:
    """One server more, or two that changed places, would look for people where they are not."""
    await PostgresStore(database, LANES, (0, 2)).claim(LANE, GROUP)
    for among in ((0, 3), (1, 2), (0, 1)):
        with pytest.raises(Defect, match="laid out"):
            await PostgresStore(database, LANES, among).claim(LANE, GROUP)


async def test_a_database_laid_out_for_other_lanes_is_not_written(database: Database) -> None:
    """Another number of lanes would spread one person over two writers: the hub stops before the first claim."""
    await PostgresStore(database, LANES).claim(LANE, GROUP)
    with pytest.raises(Defect):
        await PostgresStore(database, LANES + 1).claim(LANE, GROUP)


async def test_a_writer_that_froze_keeps_nobody_from_other_lanes(database: Database) -> None:
    """What it has open holds its own lane until the server ends it; whoever comes for other lanes takes them."""
    store, beside = PostgresStore(database, LANES), Partition(LANE.topic, (LANE.number + 1) % LANES)
    await store.claim(LANE, GROUP)
    async with database.session("a test") as frozen:
        await frozen.execute("SELECT FROM position WHERE number = %s FOR UPDATE", (LANE.number,))
        waiting = asyncio.create_task(store.claim(LANE, GROUP))
        done, _ = await asyncio.wait({waiting}, timeout=0.5)
        assert not done
        async with asyncio.timeout(5):
            await store.claim(beside, GROUP)
    assert (await waiting).epoch == 2
