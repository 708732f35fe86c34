"""One measured worker: the hub's own process role, in a process of its own, with the group that is measured.

Started by `hub.bench.workers` with the hub's settings in its environment.  It writes a line of JSON whenever its lanes
change and one at the end; it reads when a line comes in, and stops when its input ends.
"""

import asyncio
import json
import sys
import time
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import uvloop

from hub.bench.fold_figures import group_of
from hub.bench.part_of_processor import keep_to
from hub.bench.report import rss_mb
from hub.bench.watched_log import WatchedLog
from hub.composition import Core, opened
from hub.observe.counting import Counting
from hub.observe.logs import configure
from hub.observe.metrics import Metrics
from hub.roles.process import run
from hub.runtime.collecting import settle_collector
from hub.settings import Settings


class WatchedCounting(Counting):
    """The counts of the hub, and when the last batch was committed."""

    last_at: float | None = None
    processor_s: float = 0.0
    records: int = 0

    def applied(self, lane: int, records: int, seconds: float) -> None:
        """Count as the hub does, and note the time."""
        super().applied(lane, records, seconds)
        self.records += records
        self.last_at = time.perf_counter()
        self.processor_s = time.process_time()


def tell(said: dict[str, Any]) -> None:
    """Write one line of JSON."""
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


async def main(fold_of: str, part: float) -> None:
    """Join, wait for the word, fold by a part of a processor until the input ends, and tell what was done."""
    async with opened(Settings()) as core:
        log = WatchedLog(core.log, lambda lanes: tell({"lanes": sorted(lanes)}))
        counting = WatchedCounting(Metrics(core.clock.now), "bench")
        mine = core._replace(log=log, counting=counting, group=group_of(fold_of))
        await _until_input_ends(mine, log, part)
        used = counting.processor_s - log.first_processor_s
        tell({"first_at": log.first_at, "last_at": counting.last_at, "records": counting.records, "processor_s": used,
              "rss_mb": rss_mb()})  # fmt: skip


async def _until_input_ends(core: Core, log: WatchedLog, part: float) -> None:
    heard = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(heard), sys.stdin)
    role = asyncio.create_task(run(core))
    await _first(role, heard.readline())
    settle_collector()
    keep_to(part)
    log.gate.set()
    await _first(role, heard.read())
    role.cancel()
    with suppress(asyncio.CancelledError):
        await role


async def _first(role: asyncio.Task[None], heard: Coroutine[Any, Any, bytes]) -> None:
    """Wait for a word; what the role fails with goes up."""
    word = asyncio.create_task(heard)
    await asyncio.wait({role, word}, return_when=asyncio.FIRST_COMPLETED)
    if role.done():
        role.result()


if __name__ == "__main__":
    configure(sys.stderr)
    uvloop.run(main(sys.argv[1], float(sys.argv[2])))
