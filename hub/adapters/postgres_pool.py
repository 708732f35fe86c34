"""Connections to PostgreSQL: how they are made, borrowed, timed out and given back."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from psycopg import AsyncConnection
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import AsyncConnectionPool

from hub.adapters.postgres_faults import answering
from hub.adapters.postgres_lending import taken
from hub.adapters.postgres_packing import teach

NO_WAIT: Final = "SELECT set_config('synchronous_commit', 'off', true)"
"""Ends a statement that need not be on disk when it is answered.

What is committed later and waited for takes it to disk as well: a server has one write-ahead log.
"""

IDLE_S: Final = 10.0
"""How long a transaction may lie between two statements: a worker that froze inside one keeps its lanes no longer."""


class Database:
    """A pool of connections, with one rule for failures: `Unavailable` or `Defect`, and never a hang.

    Made with `await Database.open(dsn)`; several adapters may share one.  A caller waits at most `queue` seconds
    for a connection (so a stopped database is told soon), and a transaction takes at most `patience` seconds.
    """

    def __init__(self, pool: AsyncConnectionPool, patience: float) -> None:
        self._pool = pool
        self._patience = patience

    @classmethod
    async def open(cls, dsn: str, *, size: int = 8, patience: float = 30.0, queue: float = 5.0) -> "Database":
        """Make the pool; raises `Unavailable` when the database does not answer within `queue` seconds."""
        pool = AsyncConnectionPool(
            _with_limits(dsn, patience, queue),
            min_size=1,
            max_size=size,
            open=False,
            timeout=queue,
            # A statement outside `session` is a transaction of its own: one message to the server instead of three.
            kwargs={"autocommit": True},
            configure=_taught,
            # Give up on a lost server quickly: the next question starts a fresh attempt, with no growing pause.
            reconnect_timeout=2.0,
            name="hub",
        )
        try:
            with answering("the database"):
                await pool.open(wait=True, timeout=queue)
        except BaseException:
            await pool.close()
            raise
        return cls(pool, patience)

    @property
    def pool(self) -> AsyncConnectionPool:
        """The pool itself, for the log, which keeps its own transactions."""
        return self._pool

    @asynccontextmanager
    async def session(self, part: str, patience: float | None = None) -> AsyncIterator[AsyncConnection]:
        """Lend a connection for one transaction: committed at the end, rolled back on any failure.

        `patience` is in seconds, as for `statement`.
        """
        async with self.statement(part, patience) as connection, connection.transaction():
            yield connection

    @asynccontextmanager
    async def statement(self, part: str, patience: float | None = None) -> AsyncIterator[AsyncConnection]:
        """Lend a connection whose every statement is a transaction of its own: for a single question or change.

        `patience` is in seconds, for what is known to take longer than usual; each statement still ends in time.
        """
        with answering(part):
            connection = await taken(self._pool)
            watch = asyncio.get_running_loop().call_later(patience or self._patience, _cut, connection)
            try:
                yield connection
            finally:
                watch.cancel()
                await self._give_back(connection)

    async def _give_back(self, connection: AsyncConnection) -> None:
        lost = connection.closed or connection.broken
        await self._pool.putconn(connection)
        if lost and not self._pool.closed:
            # One failure tells of a restarted server: the others need not meet it one by one.
            await self._pool.drain()

    async def close(self) -> None:
        """Close every connection; a second time does nothing."""
        await self._pool.close()


async def _taught(connection: AsyncConnection) -> None:
    teach(connection)


def _cut(connection: AsyncConnection) -> None:
    """Hang up on a server that does not answer.

    Cancelling the task would not do: the driver then waits for the server's word that it stopped.
    """
    with suppress(OSError), socket.socket(fileno=os.dup(connection.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)


def _with_limits(dsn: str, patience: float, queue: float) -> str:
    """Let the server end a statement by itself, and let a dead peer be noticed."""
    idle = int(min(2 * patience, IDLE_S) * 1000)
    limits = f"-c statement_timeout={int(patience * 1000)} -c idle_in_transaction_session_timeout={idle}"
    given = conninfo_to_dict(dsn)
    return make_conninfo(
        dsn,
        connect_timeout=max(2, int(queue)),
        options=f"{given.get('options') or ''} {limits}".strip(),
        keepalives_idle=10,
        keepalives_interval=5,
        keepalives_count=3,
        application_name="hub",
    )
