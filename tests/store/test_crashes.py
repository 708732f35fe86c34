"""A batch is visible whole or not at all, wherever the writer or the server dies, and a repeat makes it whole."""

import asyncio
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from hub.adapters.embedded_postgres import EmbeddedPostgres
from hub.adapters.migrations import migrate
from hub.adapters.postgres_pool import Database
from hub.adapters.postgres_store import PostgresStore
from hub.errors import PositionRefused, Unavailable
from tests.store.whole_batch import EVERYTHING, LANES, NOTHING, STATEMENTS, Claims, both, prepare, repeat, shown, whole
from tests.store_fixture import Opening
from tests.store_rows import GROUP, LANE, batch, moved


@pytest.mark.parametrize("last", STATEMENTS)
async def test_a_writer_killed_behind_any_statement_loses_and_doubles_nothing(
    database: Database, store_dsn: str, last: str
) -> None:
    """Power cut, out of memory, kill -9: the batch is there whole or not at all, and its repeat makes it whole once."""
    await prepare(PostgresStore(database, LANES))
    child = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.store.one_put", store_dsn, last)
    assert await child.wait() == -signal.SIGKILL
    await PostgresStore(database, LANES).claim(LANE, GROUP)  # waits until the server has noticed
    assert await shown(database) == (EVERYTHING if last == "commit" else NOTHING)
    for _ in range(2):
        await repeat(database)
        assert await shown(database) == EVERYTHING


async def test_every_statement_of_a_put_is_a_place_to_die_at(database: Database) -> None:
    """The proof above covers each statement: a new one in `put` must be named here too."""
    seen: list[str] = []
    store = PostgresStore(database, LANES, after_statement=seen.append)
    await prepare(store)
    seen.clear()
    await store.put(whole(await both(store)))
    assert tuple(seen) == STATEMENTS


class Server:
    """A server of a test's own, to kill."""

    def __init__(self, folder: Path) -> None:
        self.embedded = EmbeddedPostgres(folder)
        self.folder = folder
        self.dsn = self.embedded.start()
        migrate(self.dsn)

    def kill(self) -> None:
        """End every process of the server as a power cut would: with no word to anybody."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        running = [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]
        children = [pid for pid in running if _parent(pid) == first]
        for pid in (first, *children):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _parent(pid: int) -> int | None:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


@pytest.fixture
def server() -> Iterator[Server]:
    """Give a server to kill."""
    folder = Path(tempfile.mkdtemp(prefix="hub-kill-"))
    made = Server(folder)
    yield made
    made.embedded.start()
    made.embedded.stop()
    shutil.rmtree(folder)


async def test_a_server_killed_during_a_put_loses_and_doubles_nothing(server: Server, opening: Opening) -> None:
    """The hub waits in place while PostgreSQL is away, and goes on with the same batch when it is back."""
    database = await opening(server.dsn, queue=1)
    await prepare(PostgresStore(database, LANES))

    def kill(statement: str) -> None:
        if statement == "history":
            server.kill()

    store = PostgresStore(database, LANES, after_statement=kill)
    claims = await both(store)
    with pytest.raises(Unavailable):
        await store.put(whole(claims))
    with pytest.raises(Unavailable):
        await store.position(LANE, GROUP)
    await asyncio.to_thread(server.embedded.start)
    assert await shown(database) == NOTHING
    await repeat(database)
    assert await shown(database) == EVERYTHING


async def test_a_server_killed_after_a_put_keeps_it(server: Server, opening: Opening) -> None:
    """What was acknowledged is on disk: the server comes back with it, without a checkpoint in between."""
    database = await opening(server.dsn, queue=1)
    store = PostgresStore(database, LANES)
    await prepare(store)
    await store.put(whole(await both(store)))
    server.kill()
    await asyncio.to_thread(server.embedded.start)
    again = await opening(server.dsn, queue=1)
    assert await shown(again) == EVERYTHING


async def test_of_two_writers_at_once_one_is_refused(database: Database) -> None:
    """Two workers that believe they own a lane write at the same moment: the newer claim wins, whoever is first."""
    store = PostgresStore(database, LANES)
    await prepare(store)
    claims = [await both(store) for _ in range(2)]
    told = await asyncio.gather(*(store.put(whole(mine)) for mine in claims), return_exceptions=True)
    assert isinstance(told[0], PositionRefused)
    assert told[1] is None
    assert await shown(database) == EVERYTHING


async def test_the_same_batch_twice_at_once_is_written_once(database: Database) -> None:
    """A retry that overtakes a slow first attempt does not double it."""
    store = PostgresStore(database, LANES)
    await prepare(store)
    claims = await both(store)
    told = await asyncio.gather(*(store.put(whole(claims)) for _ in range(3)), return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in told) == ["NoneType", "PositionRefused", "PositionRefused"]
    assert await shown(database) == EVERYTHING


async def test_two_writers_that_name_their_topics_in_another_order_do_not_wait_for_each_other(
    database: Database,
) -> None:
    """An old worker and a new one of the same lane: one is refused at once, and PostgreSQL has no deadlock to end."""
    store = PostgresStore(database, LANES)
    await prepare(store)
    claims = await both(store)
    for upto in range(20, 40):
        moves = [move._replace(upto=upto) for move in whole(claims).moves]
        batches = [batch(claims.one, 0)._replace(moves=order) for order in (moves, moves[::-1])]
        told = await asyncio.gather(*(store.put(one) for one in batches), return_exceptions=True)
        assert sorted(type(answer).__name__ for answer in told) == ["NoneType", "PositionRefused"]
        claims = Claims(moved(claims.one, upto), moved(claims.other, upto))
