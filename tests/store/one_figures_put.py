"""A writer of figures that dies: it puts one batch, or replaces a set, and kills itself behind a statement."""

import asyncio
import os
import signal
import sys

from hub.adapters.postgres_figures import PostgresFigures
from hub.adapters.postgres_pool import Database
from hub.ports.figures import FiguresBatch
from hub.ports.store import Claim
from tests.figures_rows import GROUP, LANE, batch, cell
from tests.store_rows import parked, person

UPTO = 9
PUT = ("begin", "position", "people", "cells", "told", "parked", "commit")


def whole(claim: Claim) -> FiguresBatch:
    """Give a batch that uses every statement of a put."""
    cells = [cell(n % 20, told=1, trust=f"R{n}") for n in range(100)]
    return batch(claim, UPTO, *cells, kept={person(n): b"new" for n in range(40)}, parked=[parked(1)])


async def _write(dsn: str, last: str) -> None:
    def die(statement: str) -> None:
        if statement == last:
            os.kill(os.getpid(), signal.SIGKILL)

    store = PostgresFigures(await Database.open(dsn), GROUP, after_statement=die)
    if last in PUT:
        await store.put(whole(await store.claim(LANE, GROUP)))
    else:
        await store.replace(GROUP, "beside")


if __name__ == "__main__":
    asyncio.run(_write(*sys.argv[1:]))
