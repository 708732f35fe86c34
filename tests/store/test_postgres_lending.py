"""A task that is told to stop while it waits for a connection stops, also when the connection comes that moment."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from hub.adapters.postgres_lending import lent, taken

CONNECTION: Any = object()


class Swallowing:
    """A pool that gives a connection in the moment of a cancellation, which gets lost: `asyncio.wait_for` as it was."""

    def __init__(self) -> None:
        self.given_back = 0

    async def getconn(self) -> Any:
        """Wait for a connection that comes when the waiting ends."""
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            return CONNECTION
        return CONNECTION

    async def putconn(self, connection: Any) -> None:
        """Count what comes back."""
        assert connection is CONNECTION
        self.given_back += 1

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Any]:
        """Lend one."""
        connection = await self.getconn()
        try:
            yield connection
        finally:
            await self.putconn(connection)


async def by_lending(pool: Any) -> None:
    """Borrow for a block and go on for ever."""
    async with lent(pool):
        await asyncio.sleep(60)


async def by_taking(pool: Any) -> None:
    """Take one and go on for ever."""
    await taken(pool)
    await asyncio.sleep(60)


@pytest.mark.parametrize("work", [by_lending, by_taking])
async def test_a_cancellation_that_the_pool_swallows_still_ends_the_task(
    work: Callable[[Any], Awaitable[None]],
) -> None:
    """The role that was told to stop does, and the connection is back in the pool."""
    pool = Swallowing()
    task = asyncio.ensure_future(work(pool))
    await asyncio.sleep(0)
    task.cancel()
    done, _ = await asyncio.wait([task], timeout=5)
    assert done
    assert task.cancelled()
    assert pool.given_back == 1


async def test_a_cancelled_task_may_still_put_things_in_order() -> None:
    """What a task borrows after it was told to stop, to clean up, it gets."""
    pool: Any = Swallowing()

    async def tidy() -> bool:
        try:
            await asyncio.sleep(60)
        finally:
            async with lent(pool) as connection:
                assert connection is CONNECTION
        return True

    task = asyncio.ensure_future(tidy())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task], timeout=5)
    assert pool.given_back == 1
