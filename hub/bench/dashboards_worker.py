"""One measured worker of the dashboards: the hub's own role, in a process of its own.

Started by `hub.bench.dashboards` with the hub's settings in its environment.  It writes a line of JSON after each fetch
that is in the store, and ends when its input does.
"""

import asyncio
import sys
import time
from contextlib import suppress
from typing import Any

import uvloop

from hub.bench.report import rss_mb
from hub.bench.worker import tell
from hub.composition import Core, opened
from hub.observe.counting import Counting
from hub.observe.logs import configure
from hub.observe.metrics import Metrics
from hub.roles.dashboards import run
from hub.runtime.collecting import settle_collector
from hub.settings import Settings


class WatchedCounting(Counting):
    """The counts of the hub; after each fetch it tells how far the role is, since when, and what that took."""

    def __init__(self, metrics: Metrics) -> None:
        super().__init__(metrics, "bench")
        self._told: dict[str, Any] = {"records": 0}

    def applied(self, lane: int, records: int, seconds: float) -> None:
        """Count as the hub does, and tell."""
        super().applied(lane, records, seconds)
        now, used = time.perf_counter(), time.process_time()
        told = self._told
        # The first to be in the store need not be the first that was in hand.
        told["first_at"] = min(told.get("first_at", now), now - seconds)
        told["first_processor_s"] = told.get("first_processor_s", used - seconds)
        told |= {"last_at": now, "records": told["records"] + records, "rss_mb": rss_mb()}
        tell(told | {"processor_s": used - told["first_processor_s"]})


async def main() -> None:
    """Fold until the input ends."""
    async with opened(Settings()) as core:
        await _until_input_ends(core._replace(figures_counting=WatchedCounting(Metrics(core.clock.now))))


async def _until_input_ends(core: Core) -> None:
    heard = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(heard), sys.stdin)
    settle_collector()
    role, ended = asyncio.create_task(run(core)), asyncio.create_task(heard.read())
    await asyncio.wait({role, ended}, return_when=asyncio.FIRST_COMPLETED)
    if role.done():
        role.result()
    role.cancel()
    with suppress(asyncio.CancelledError):
        await role


if __name__ == "__main__":
    configure(sys.stderr)
    uvloop.run(main())
