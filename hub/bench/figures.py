"""`hub bench figures`: derived events into the figures of the dashboards, over PostgreSQL and in memory."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from hub.adapters.memory_figures import MemoryFigures
from hub.adapters.postgres_figures import PostgresFigures
from hub.adapters.postgres_pool import Database
from hub.bench.england import derived
from hub.bench.grounds import postgres
from hub.bench.report import Measured, report
from hub.codec.events import EventCodec
from hub.ports.figures import FiguresStore
from hub.ports.log import Partition, Record
from hub.runtime.collecting import settle_collector
from hub.runtime.figures import DASHBOARDS, FiguresFold, FiguresParts

LANES: Final = 4
FETCH: Final = 5_000
ROUNDS: Final = 3

Records = Mapping[Partition, Sequence[Record]]


def bench_figures(events: int) -> dict[str, Any]:
    """Measure the fold of figures over an empty PostgreSQL; the limit is the same fold into dictionaries."""
    codec = EventCodec()
    made = derived(codec, events, LANES)
    count = sum(map(len, made.values()))
    settle_collector()
    limit = min(asyncio.run(folded(MemoryFigures(DASHBOARDS), codec, made)) for _ in range(ROUNDS))
    seconds = min(asyncio.run(_over_postgres(codec, made)) for _ in range(ROUNDS))
    settings = {"lanes": LANES, "fetch": FETCH, "rounds": ROUNDS, "store": "postgres"}
    return report("figures", Measured(count, seconds), count / limit, settings)


async def folded(store: FiguresStore, codec: EventCodec, made: Records) -> float:
    """Fold every lane, fetch by fetch, the lanes beside each other; give the seconds."""
    parts = FiguresParts(store, codec, lambda *_: None, LANES)

    async def lane(partition: Partition, records: Sequence[Record]) -> None:
        fold = FiguresFold(parts, partition.number)
        await fold.begin()
        for first in range(0, len(records), FETCH):
            await fold.take(records[first : first + FETCH])

    started = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for partition, records in made.items():
            tasks.create_task(lane(partition, records))
    return time.perf_counter() - started


async def _over_postgres(codec: EventCodec, made: Records) -> float:
    with postgres() as server:
        database = await Database.open(server.address)
        try:
            return await folded(PostgresFigures(database, DASHBOARDS), codec, made)
        finally:
            await database.close()
