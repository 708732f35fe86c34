"""The contract over every store of figures, and what is true of PostgreSQL's alone."""

import asyncio
from typing import Any

import pytest

from hub.adapters import postgres_figures_reads
from hub.adapters.memory_figures import MemoryFigures
from hub.adapters.postgres_figures import PostgresFigures
from hub.adapters.postgres_pool import Database
from hub.adapters.postgres_quarantine import PostgresQuarantine
from hub.ports.books import Quarantine
from hub.ports.figures import Figures, FiguresAsk
from hub.ports.log import Partition
from tests.contracts.figures_contract import FiguresContract, discharges
from tests.contracts.figures_reads import FiguresReads
from tests.figures_rows import GROUP, LANE, batch, cell, on
from tests.store_rows import moved, parked, person


@pytest.fixture(params=["memory", "postgres"])
def figures(request: pytest.FixtureRequest) -> Figures:
    """Give each kind of store in turn."""
    if request.param == "memory":
        return MemoryFigures(GROUP)
    return PostgresFigures(request.getfixturevalue("database"), GROUP)


class TestWriting(FiguresContract):
    """Memory and PostgreSQL write alike."""


class TestReading(FiguresReads):
    """Memory and PostgreSQL answer alike."""


async def test_what_a_batch_parks_is_in_the_quarantine(figures: Figures, request: pytest.FixtureRequest) -> None:
    """It is where the command line looks for it."""
    book: Quarantine = (
        figures.quarantine
        if isinstance(figures, MemoryFigures)
        else PostgresQuarantine(request.getfixturevalue("database"))
    )
    await figures.put(batch(await figures.claim(LANE, GROUP), 0, parked=[parked(1, topic=LANE.topic, position=5)]))
    assert await book.parked() == [parked(1, topic=LANE.topic, position=5)]


async def test_lanes_that_write_the_same_cells_at_once_lose_none(database: Database) -> None:
    """Eight lanes add to the same two hundred sums in every order; none is refused and none waits in a ring."""
    store = PostgresFigures(database, GROUP)
    cells = [cell(n % 20, trust=f"R{n // 20}") for n in range(200)]

    async def lane(number: int) -> None:
        partition = Partition(LANE.topic, number)
        claim = await store.claim(partition, GROUP)
        for upto in range(5):
            mine = cells[number * 20 :] + cells[: number * 20]
            await store.put(batch(moved(claim, upto - 1), upto, *mine, partition=partition))

    await asyncio.gather(*map(lane, range(8)))
    assert await discharges(store) == [10 * 8 * 5] * 20


async def test_a_store_that_was_opened_later_knows_the_same_numbers(database: Database) -> None:
    """Two processes number places alike, whoever saw them first; so does one that has forgotten what it knew."""
    one, other = PostgresFigures(database, GROUP), PostgresFigures(database, GROUP)
    await one.put(batch(await one.claim(LANE, GROUP), 1, cell(1), cell(1, trust="RB")))
    await other.put(batch(await other.claim(LANE, GROUP), 2, cell(1, trust="RC"), cell(1)))
    await one.put(batch(await one.claim(LANE, GROUP), 3, cell(1, trust="RC")))
    assert await discharges(one) == [5]


async def test_a_sweep_that_was_broken_off_is_ended_by_the_next(database: Database) -> None:
    """Rows of a set that was thrown away hold no space for long, and are read by nobody meanwhile."""

    class BrokenOff(Exception):  # noqa: N818 - a power cut
        """The process ends here."""

    def stop(statement: str) -> None:
        if statement == "cleared":
            raise BrokenOff

    dying, store = PostgresFigures(database, GROUP, after_statement=stop), PostgresFigures(database, GROUP)
    await store.put(batch(await store.claim(LANE, GROUP), 1, cell(1), kept={person(1): b"a"}))
    with pytest.raises(BrokenOff):
        await dying.clear(GROUP)
    assert await discharges(store) == []
    await store.put(batch(await store.claim(LANE, GROUP), 1, cell(1), kept={person(1): b"a"}))
    await store.clear("other")
    assert await discharges(store) == [1]
    for table, rows in {"figures_set": 1, "figures_cell": 2, "figures_person": 1, "figures_told": 1}.items():
        async with database.statement("a test") as connection:
            found = await (await connection.execute(f"SELECT count(*) FROM {table}".encode())).fetchone()  # noqa: S608
        assert found == (rows,), table


@pytest.mark.parametrize("plans", ["force_custom_plan", "force_generic_plan"])
async def test_a_question_reads_ranges_of_one_index(
    database: Database, monkeypatch: pytest.MonkeyPatch, plans: str
) -> None:
    """Two years of England are never scanned, whatever the planner believes and however often it was asked before."""
    store = PostgresFigures(database, GROUP)
    claim = await store.claim(LANE, GROUP)
    some = [cell(n, trust=f"R{n % 7}", council=f"E{n % 5}", ics=f"Q{n % 3}") for n in range(400)]
    await store.put(batch(claim, 1, *some))
    monkeypatch.setattr(postgres_figures_reads, "_CELLS", f"EXPLAIN {postgres_figures_reads._CELLS}")
    told = []

    class Told:
        """A connection that keeps the plan in the place of an answer."""

        def __init__(self, connection: Any) -> None:
            self._connection = connection

        async def execute(self, query: Any, values: Any) -> Any:
            """Run, and keep what is a plan."""
            found = await self._connection.execute(query, values)
            if "EXPLAIN" not in str(query):
                return found
            told.append("\n".join(row[0] for row in await found.fetchall()))
            return await self._connection.execute("SELECT 1 WHERE false")

    async with database.statement("a test") as connection:
        await connection.execute("ANALYZE figures_cell")
        await connection.execute(f"SET plan_cache_mode = {plans}".encode())
        for ask in (
            FiguresAsk("discharges", on(0), on(400), by="ics"),
            FiguresAsk("in_hospital", on(0), on(400), ics="Q1"),
            FiguresAsk("discharges", on(0), on(400), ics="Q1", by="council"),
            FiguresAsk("discharges", on(0), on(400), by="provider"),
        ):
            for _ in range(7):
                await postgres_figures_reads.changes(Told(connection), GROUP, ask)  # type: ignore[arg-type]
    assert len(told) == 28
    assert all("figures_cell_pkey" in plan and "Seq Scan on figures_cell" not in plan for plan in told), told[0]
