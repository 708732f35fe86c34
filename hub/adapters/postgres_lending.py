"""Borrowing a connection from the pool without losing the word to stop.

The pool waits by `asyncio.wait_for`, which before Python 3.12 swallows a cancellation that comes in the same moment as
the connection (CPython issue 86296): the task would go on for ever after it was told to stop.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

Pool = AsyncConnectionPool[AsyncConnection[tuple[Any, ...]]]


@asynccontextmanager
async def lent(pool: Pool) -> AsyncIterator[AsyncConnection[tuple[Any, ...]]]:
    """Lend a connection as `pool.connection` does; raises `CancelledError` when that was asked for meanwhile."""
    before = _cancellations()
    async with pool.connection() as connection:
        if _cancellations() > before:
            raise asyncio.CancelledError
        yield connection


async def taken(pool: Pool) -> AsyncConnection[tuple[Any, ...]]:
    """Take a connection that the caller gives back; raises `CancelledError` as `lent` does."""
    before = _cancellations()
    connection = await pool.getconn()
    if _cancellations() > before:
        await pool.putconn(connection)
        raise asyncio.CancelledError
    return connection


def _cancellations() -> int:
    """Say how often this task has been asked to stop and has not yet."""
    task = asyncio.current_task()
    return 0 if task is None else task.cancelling()
