"""A database that is away, frozen, slow or wrong: told in one of three ways, and never a hang."""

import asyncio
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psycopg
import pytest

from hub.adapters import postgres_pool
from hub.adapters.embedded_postgres import EmbeddedPostgres
from hub.adapters.migrations import migrate
from hub.adapters.postgres_pool import Database
from hub.adapters.postgres_store import PostgresStore
from hub.errors import Defect, Unavailable
from hub.ports.store import Claim
from tests.store_fixture import Opening
from tests.store_rows import GROUP, LANE, batch, event, person, state, waiting


@pytest.fixture
def server() -> Iterator[EmbeddedPostgres]:
    """Give a server to stop."""
    folder = Path(tempfile.mkdtemp(prefix="hub-stop-"))
    made = EmbeddedPostgres(folder)
    migrate(made.start())
    yield made
    made.stop()
    shutil.rmtree(folder)


@pytest.fixture
async def impatient(store_dsn: str, opening: Opening) -> Database:
    """Give connections that wait a second for an answer."""
    return await opening(store_dsn, patience=1, queue=1, size=2)


async def test_a_stopped_database_is_unavailable_and_its_return_is_noticed(
    server: EmbeddedPostgres, opening: Opening
) -> None:
    """A restarted PostgreSQL costs each caller one refusal at most, and nobody has to restart the hub."""
    database = await opening(server.dsn, queue=1)
    store = PostgresStore(database, 8)
    claim = await store.claim(LANE, GROUP)
    await asyncio.to_thread(server.stop)
    for _ in range(2):
        with pytest.raises(Unavailable):
            await store.put(batch(claim, 0, state(1)))
    await asyncio.to_thread(server.start)
    await _answers(store)
    await store.put(batch(claim, 0, state(1)))
    assert await store.state("joint", person(1)) == state(1)


async def _answers(store: PostgresStore) -> None:
    for _ in range(10):
        try:
            await store.position(LANE, GROUP)
        except Unavailable:
            continue
        return
    pytest.fail("the database came back and was not noticed")


async def test_one_refusal_tells_of_a_restart_to_every_connection(server: EmbeddedPostgres, opening: Opening) -> None:
    """After a quick restart of PostgreSQL a reader meets one dead connection, not one after the other."""
    database = await opening(server.dsn, queue=2, size=4)
    store = PostgresStore(database, 8)
    await asyncio.gather(*(store.position(LANE, GROUP) for _ in range(20)))
    await asyncio.to_thread(server.stop)
    await asyncio.to_thread(server.start)
    with pytest.raises(Unavailable):
        await store.position(LANE, GROUP)
    for _ in range(8):
        assert await store.position(LANE, GROUP) == -1


async def test_a_frozen_database_is_unavailable_after_its_time(impatient: Database, store_dsn: str) -> None:
    """A server that takes the question and never answers does not hold a lane for ever."""
    store = PostgresStore(impatient, 8)
    claim = await store.claim(LANE, GROUP)
    async with impatient.session("the test") as connection:
        frozen = connection.info.backend_pid
    os.kill(frozen, signal.SIGSTOP)
    try:
        began = time.monotonic()
        with pytest.raises(Unavailable):
            await store.put(batch(claim, 0, state(1), history=[event(1, 1)]))
        assert time.monotonic() - began < 3
    finally:
        os.kill(frozen, signal.SIGCONT)
    await store.put(batch(claim, 0, state(1), history=[event(1, 1)]))
    with psycopg.connect(store_dsn) as connection:
        assert connection.execute("SELECT count(*) FROM history").fetchone() == (1,)


async def test_a_row_that_somebody_else_holds_ends_in_time(impatient: Database, store_dsn: str) -> None:
    """A console that forgot its transaction makes the lane wait and try again, not stand still."""
    store = PostgresStore(impatient, 8)
    claim = await store.claim(LANE, GROUP)
    with psycopg.connect(store_dsn) as console:
        console.execute("SELECT * FROM position FOR UPDATE")
        with pytest.raises(Unavailable):
            await store.put(batch(claim, 0, state(1)))
    await store.put(batch(claim, 0, state(1)))


async def test_what_a_frozen_writer_has_open_is_ended_soon(
    store_dsn: str, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped in the middle of a batch, a worker must not keep its lanes from whoever takes them over."""
    monkeypatch.setattr(postgres_pool, "IDLE_S", 0.5)
    database = await opening(store_dsn)
    store = PostgresStore(database, 8)
    await store.claim(LANE, GROUP)
    done: set[asyncio.Task[Claim]] = set()

    async def freeze() -> None:
        async with database.session("the frozen writer") as frozen:
            await frozen.execute("SELECT FROM position FOR UPDATE")
            done.update((await asyncio.wait({asyncio.create_task(store.claim(LANE, GROUP))}, timeout=5))[0])

    with pytest.raises(Unavailable):
        await freeze()
    assert [(await claimed).epoch for claimed in done] == [2]


async def test_who_takes_the_outbox_to_a_slow_log_is_given_time(
    store_dsn: str, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log may take most of a minute, and the database is idle meanwhile: it must not end the lending."""
    monkeypatch.setattr(postgres_pool, "IDLE_S", 0.5)
    store = PostgresStore(await opening(store_dsn), 8)
    await store.put(batch(await store.claim(LANE, GROUP), 0, outbox=[waiting(1)]))
    async with store.lent(LANE.number, 10) as rows:
        assert len(rows) == 1
        await asyncio.sleep(1.5)
    assert await store.waiting() == {}


async def test_more_readers_than_connections_wait_their_turn(impatient: Database) -> None:
    """Two connections serve forty readers; nobody is refused while answers are quick."""
    store = PostgresStore(impatient, 8)
    assert await asyncio.gather(*(store.position(LANE, GROUP) for _ in range(40))) == [-1] * 40


@pytest.mark.parametrize("later", range(8))
async def test_a_waiter_that_is_cancelled_as_its_turn_comes_ends(store_dsn: str, opening: Opening, later: int) -> None:
    """A task that asks again and again ends when it is cancelled, be it in the moment that hands it a connection."""
    database = await opening(store_dsn, size=1)
    store = PostgresStore(database, 8)

    async def ask() -> None:
        while True:
            await store.position(LANE, GROUP)
            await asyncio.sleep(0.01)

    async with database.statement("the test"):
        asking = asyncio.create_task(ask())
        await asyncio.sleep(0.02)
    for _ in range(later):
        await asyncio.sleep(0)
    asking.cancel()
    ended, _ = await asyncio.wait({asking}, timeout=2)
    asking.cancel()
    assert ended
    assert await store.position(LANE, GROUP) == -1


async def test_a_closed_store_is_unavailable() -> None:
    """Whoever asks after the hub shut down is told so."""
    with pytest.raises(Unavailable):
        await Database.open("host=/nowhere-at-all dbname=hub", queue=0.2)


async def test_asking_after_closing_is_unavailable(database: Database) -> None:
    """A reader that outlives the store gets a plain refusal."""
    store = PostgresStore(database, 8)
    await store.close()
    await store.close()
    with pytest.raises(Unavailable):
        await store.position(LANE, GROUP)


async def test_a_missing_table_is_a_defect(database: Database, store_dsn: str) -> None:
    """A database without the hub's tables is our mistake: the hub stops and says so, instead of trying for ever."""
    with psycopg.connect(store_dsn) as connection:
        connection.execute("DROP TABLE position CASCADE")
    with pytest.raises(Defect):
        await PostgresStore(database, 8).position(LANE, GROUP)


async def test_no_failure_quotes_a_value(database: Database) -> None:
    """What PostgreSQL says of a refused row holds the row; what the hub says does not."""
    store = PostgresStore(database, 8)
    claim = await store.claim(LANE, GROUP)
    row = msgspec.structs.replace(event(1, 1), type="Pemberton", order_key=b"Pemberton")
    with pytest.raises(Defect) as told:
        await store.put(batch(claim, 0, history=[row, row]))
    seen = f"{told.value!r} {told.value.__cause__!r}"
    assert told.value.__suppress_context__
    assert "Pemberton" not in seen
    assert b"Pemberton".hex() not in seen
