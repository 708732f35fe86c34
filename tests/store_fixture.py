"""A real PostgreSQL with the hub's tables for tests: one server per run, one fresh database per test that asks."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from hub.adapters.embedded_postgres import EmbeddedPostgres
from hub.adapters.migrations import migrate
from hub.adapters.postgres_pool import Database

Opening = Callable[..., Awaitable[Database]]


@pytest.fixture(scope="session")
def store_server() -> Iterator[str]:
    """Give the DSN of a server whose database `hub_template` holds the migrated tables."""
    folder = Path(tempfile.mkdtemp(prefix="hub-store-"))
    server = EmbeddedPostgres(folder)
    dsn = server.start()
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("CREATE DATABASE hub_template")
    migrate(make_conninfo(dsn, dbname="hub_template"))
    yield dsn
    server.stop()
    shutil.rmtree(folder)


@contextmanager
def fresh_database(store_server: str) -> Iterator[str]:
    """Give the DSN of a fresh database with the hub's tables, for as long as it is needed."""
    name = f"hub_{uuid4().hex[:12]}"
    with psycopg.connect(store_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE hub_template".encode())
        yield make_conninfo(store_server, dbname=name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def store_dsn(store_server: str) -> Iterator[str]:
    """Give the DSN of a fresh database with the hub's tables."""
    with fresh_database(store_server) as dsn:
        yield dsn


@pytest.fixture
async def opening() -> AsyncIterator[Opening]:
    """Give a way to open databases that are closed in the end, also when the test fails."""
    opened: list[Database] = []

    async def open_(dsn: str, **limits: Any) -> Database:
        opened.append(await Database.open(dsn, **limits))
        return opened[-1]

    yield open_
    for database in opened:
        await database.close()


@pytest.fixture
async def database(store_dsn: str, opening: Opening) -> Database:
    """Give connections to a fresh database."""
    return await opening(store_dsn, patience=10, queue=5)
