"""`dashboards`: derived events from a local Kafka through the hub's own role, with Faust, into PostgreSQL.

What is counted is in the broker before the clock starts; it runs from the first records in hand to the last commit.
The limit is the same fold of the same bytes into dictionaries, in this process.
"""

import asyncio
import json
import os
import sys
from itertools import chain
from typing import Any, Final

from hub.adapters.clocks import ManualClock
from hub.adapters.kafka_log import KafkaLog
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.log_placement import Placement
from hub.adapters.memory_figures import MemoryFigures
from hub.adapters.postgres_figures import PostgresFigures
from hub.adapters.postgres_pool import Database
from hub.bench.england import derived
from hub.bench.figures import FETCH, LANES, ROUNDS, Records, folded
from hub.bench.grounds import Server, kafka, postgres
from hub.bench.processor_time import processor_s
from hub.bench.report import Measured, report
from hub.codec.events import EventCodec
from hub.errors import Defect, Unavailable
from hub.ports.log import Draft
from hub.runtime.collecting import settle_collector
from hub.runtime.figures import DASHBOARDS

_AT_ONCE: Final = 500
_WITHIN_S: Final = 300.0


def bench_dashboards(events: int) -> dict[str, Any]:
    """Measure over a local Kafka and PostgreSQL of its own.

    Raises `Unavailable` when Java is missing or the worker ends or takes too long, `Defect` when the figures are other
    than those of the same events counted in memory.
    """
    with kafka(LANES) as broker, postgres() as database:
        return asyncio.run(_bench(events, broker, database))


async def _bench(events: int, broker: Server, database: Server) -> dict[str, Any]:
    codec = EventCodec()
    made = derived(codec, events, LANES)
    count = sum(map(len, made.values()))
    await _fill(broker, made)
    settle_collector()
    limit = count / min([await folded(MemoryFigures(DASHBOARDS), codec, made) for _ in range(ROUNDS)])
    told = await _through_faust(count, broker, database)
    await _proved(codec, made, database)
    settings = {"log": "kafka", "lanes": LANES, "fetch": FETCH, "store": "postgres", "host": "faust"}
    shown = report("dashboards", Measured(count, told["last_at"] - told["first_at"]), limit, settings)
    used = {name: round(seconds * 1e6 / count, 1) for name, seconds in told["used"].items()}
    return shown | {"rss_mb_max": round(told["rss_mb"], 1), "processor_us_per_event": used}


async def _fill(broker: Server, made: Records) -> None:
    drafts = [Draft(r.partition.topic, r.key, r.value, (), r.partition.number) for r in chain(*made.values())]
    log = KafkaLog(KafkaSettings(broker.address), ManualClock(0), Placement(lanes=LANES))
    try:
        for start in range(0, len(drafts), _AT_ONCE):
            await log.append(drafts[start : start + _AT_ONCE])
    finally:
        await log.close()


async def _through_faust(count: int, broker: Server, database: Server) -> dict[str, Any]:
    """Let a worker count what waits in the broker; give its last words, and what each part used of a processor."""
    settings = {
        "HUB_KAFKA": broker.address,
        "HUB_DATABASE_URL": database.address,
        "HUB_LANES": str(LANES),
        "HUB_BATCH": str(FETCH),
    }
    servers = {"broker": broker.pid, "database": database.pid}
    before = {name: processor_s(pid) for name, pid in servers.items()}
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hub.bench.dashboards_worker",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env={**os.environ, **settings},
    )  # fmt: skip
    try:
        async with asyncio.timeout(_WITHIN_S):
            told = await _until_all(worker, count)
        used = {name: processor_s(pid) - before[name] for name, pid in servers.items()}
    except TimeoutError:
        raise Unavailable(f"the worker took longer than {_WITHIN_S:.0f} s") from None
    finally:
        if worker.returncode is None:
            worker.kill()
        await worker.wait()
    return told | {"used": {"worker": told["processor_s"], **used}}


async def _until_all(worker: asyncio.subprocess.Process, count: int) -> dict[str, Any]:
    told: dict[str, Any] = {"records": 0}
    while told["records"] < count:
        line = b"" if worker.stdout is None else await worker.stdout.readline()
        if not line:
            raise Unavailable("the worker ended; its words are above")
        told = json.loads(line)
    return told


async def _proved(codec: EventCodec, made: Records, server: Server) -> None:
    """Compare the figures in the store with those of the same events counted in a new one."""
    database = await Database.open(server.address)
    try:
        kept = PostgresFigures(database, DASHBOARDS)
        through_faust = await kept.digest(DASHBOARDS)
        await kept.clear(DASHBOARDS)
        await folded(kept, codec, made)
        differing = through_faust.differing(await kept.digest(DASHBOARDS))
    finally:
        await database.close()
    if differing:
        raise Defect(f"the figures came out other than those of the same events: {', '.join(differing)}")
