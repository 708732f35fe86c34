"""A writer that dies: claims a lane, puts one batch, and kills itself behind the statement that it is told."""

import asyncio
import os
import signal
import sys

from hub.adapters.postgres_pool import Database
from hub.adapters.postgres_store import PostgresStore
from tests.store.whole_batch import LANES, both, whole


async def _write(dsn: str, last: str) -> None:
    def die(statement: str) -> None:
        if statement == last:
            os.kill(os.getpid(), signal.SIGKILL)

    store = PostgresStore(await Database.open(dsn), LANES, after_statement=die)
    await store.put(whole(await both(store)))


if __name__ == "__main__":
    asyncio.run(_write(*sys.argv[1:]))
