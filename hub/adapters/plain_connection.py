"""One connection that does one statement after the other and waits for it: for benchmarks, never for the hub itself."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg


class Plain:
    """A connection to PostgreSQL; statements are written out in full, and each is a transaction of its own."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    @property
    def process(self) -> int:
        """The number of the server's process that answers."""
        return self._connection.info.backend_pid

    def do(self, statement: str, *given: Any) -> int:
        """Do something; give how many rows it was about."""
        return self._connection.execute(statement.encode(), given or None).rowcount

    def ask(self, question: str, *given: Any) -> list[tuple[Any, ...]]:
        """Give every row of the answer."""
        return self._connection.execute(question.encode(), given or None, binary=True).fetchall()

    def copy(self, statement: str, data: bytes) -> None:
        """Hand over what a COPY takes, whole."""
        with self._connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
            copy.write(data)


@contextmanager
def plain(dsn: str) -> Iterator[Plain]:
    """Lend a connection."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        yield Plain(connection)


@contextmanager
def old_reader(dsn: str, question: str) -> Iterator[Sequence[tuple[Any, ...]]]:
    """Ask in a transaction that stays open meanwhile: nothing that it might see again is cleared away."""
    with psycopg.connect(dsn) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield connection.execute(question.encode()).fetchall()
