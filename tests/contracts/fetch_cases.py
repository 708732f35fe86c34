"""The hosts that the contract of fetches is held against, each over a log of its own."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import uuid4

from psycopg_pool import AsyncConnectionPool

from hub.adapters.clocks import SystemClock
from hub.adapters.kafka_fetching import GroupFetching
from hub.adapters.kafka_log import KafkaLog
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_topics import Topic, apply
from hub.adapters.log_placement import Placement
from hub.adapters.memory_lanes import MemoryLanes
from hub.adapters.postgres_log import PostgresLog, create_log_tables
from hub.ports.log import Draft, Log
from hub.runtime.faust_host import FaustHost
from hub.runtime.fetched_lane import FetchParts
from hub.runtime.figures_host import FiguresHost
from hub.runtime.lane_host import HostParts
from tests.contracts.fetch_store import Given, Noted, NotingTaker
from tests.contracts.log_cases import FixedClock

LANES = 4
LIMIT = 20
"""Records of one fetch at most."""
QUICK_S = 0.05
"""How soon hosts try again."""


class Host(Protocol):
    """What runs a worker."""

    async def run(self) -> None:
        """Take until cancelled."""
        ...


@dataclass
class Place:
    """Where a host reads and notes: everything that another process needs to be a worker of the same group.

    `kind` is `faust`, or the log of the plain host: `kafka` or `postgres`.
    """

    kind: str
    address: str
    topic: str
    group: str
    dsn: str

    def arguments(self) -> list[str]:
        """Give the place as arguments of a child."""
        return [self.kind, self.address, self.topic, self.group, self.dsn]

    @asynccontextmanager
    async def log(self, settings: KafkaSettings | None = None) -> AsyncIterator[Log]:
        """Lend a handle onto the log."""
        placement = Placement(frozenset({self.topic}), LANES)
        if self.kind != "postgres":
            kafka = KafkaLog(settings or KafkaSettings(self.address, patience=3.0), FixedClock(), placement)
            yield kafka
            await kafka.close()
            return
        pool: AsyncConnectionPool[Any]
        async with AsyncConnectionPool(self.address, min_size=1, max_size=4, open=False) as pool:
            await create_log_tables(pool)
            postgres = await PostgresLog.open(pool, FixedClock(), placement)
            yield postgres
            await postgres.close()


@dataclass
class Watched:
    """What a host of this process works with and tells."""

    name: str
    given: Given = field(default_factory=Given)
    book: MemoryLanes = field(default_factory=MemoryLanes)
    stopped: list[int] = field(default_factory=list)
    """Lanes that a defect stopped."""


@dataclass
class Worker:
    """One running host of this process."""

    task: asyncio.Task[None]
    given: Given
    book: MemoryLanes
    stopped: list[int]


def host_of(place: Place, log: Log, watched: Watched, settings: KafkaSettings | None = None) -> Host:
    """Make a host of the place's kind."""

    def taker(lane: int) -> NotingTaker:
        return NotingTaker(place.dsn, lane, watched.given, watched.name)

    parts = HostParts(place.group, log, SystemClock(), watched.book, watched.stopped.append, QUICK_S, QUICK_S)
    if place.kind != "faust":
        return FiguresHost(parts, taker, LIMIT, place.topic)
    broker = GroupFetching(settings or KafkaSettings(place.address, patience=3.0))
    return FaustHost(FetchParts(parts, place.topic, taker), broker, LANES, LIMIT)


@dataclass
class HostCase:
    """One kind of host over its log and a store of the test's own."""

    place: Place
    noted: Noted
    log: Log
    settings: KafkaSettings | None = None
    """How this process comes to a broker, where the address alone is not enough."""
    sent: dict[int, list[str]] = field(default_factory=dict)

    async def send(self, count: int, lanes: Sequence[int] = range(LANES)) -> None:
        """Append so many records to each of some lanes, numbered on from what was sent."""
        for lane in lanes:
            mine = self.sent.setdefault(lane, [])
            fresh = [str(number) for number in range(len(mine), len(mine) + count)]
            drafts = [Draft(self.place.topic, b"key", value.encode(), number=lane) for value in fresh]
            await self.log.append(drafts)
            mine += fresh

    @asynccontextmanager
    async def worker(self, name: str = "one") -> AsyncIterator[Worker]:
        """Run a host in this process until the block ends."""
        watched = Watched(name)
        async with self.place.log(self.settings) as log:
            task = asyncio.create_task(host_of(self.place, log, watched, self.settings).run())
            try:
                yield Worker(task, watched.given, watched.book, watched.stopped)
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    async def all_noted(self, within_s: float = 30.0) -> Mapping[int, list[str]]:
        """Wait until as many records were noted as were sent, and a moment for any too many; give them."""
        wanted = sum(map(len, self.sent.values()))
        async with asyncio.timeout(within_s):
            while await asyncio.to_thread(self.noted.count) < wanted:  # noqa: ASYNC110 - another process may note
                await asyncio.sleep(0.05)
        await asyncio.sleep(0.3)
        return await asyncio.to_thread(self.noted.values)


@asynccontextmanager
async def opened(kind: str, dsn: str, settings: KafkaSettings | None = None) -> AsyncIterator[HostCase]:
    """Lend a kind of host over a topic and a group that no other test uses; `settings` lead to the broker."""
    mark = uuid4().hex[:8]
    topic, address = f"test.{mark}", dsn if settings is None else settings.bootstrap
    if settings is not None:
        await apply(settings, [Topic(topic, "a test", LANES)])
    place = Place(kind, address, topic, f"group.{mark}", dsn)
    async with place.log(settings) as log:
        yield HostCase(place, Noted(dsn), log, settings)
