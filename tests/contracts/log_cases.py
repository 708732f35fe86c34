"""The logs that the contract is held against, each with the ways to make it fail."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol
from uuid import uuid4

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import AsyncConnectionPool

from hub.adapters.kafka_log import KafkaLog
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_topics import Topic, apply
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.adapters.postgres_log import PostgresLog, create_log_tables
from hub.ports.log import Assignment, Log
from tests.kafka_fixture import LocalKafka

LANES = 4


class FixedClock:
    """A clock that stands still."""

    def now(self) -> int:
        """Give 1 March 2026, noon UTC."""
        return 1_772_366_400_000


class LogCase(Protocol):
    """One kind of log: handles onto one shared log, lanes that move, and an outage."""

    topics: list[str]

    async def open(self) -> Log:
        """Open a handle; two handles see one log, as two processes would."""
        ...

    async def take_away(self, log: Log, lane: int) -> None:
        """Take at least this lane from a handle."""
        ...

    async def stop_answering(self) -> None:
        """Begin an outage."""
        ...

    async def answer_again(self) -> None:
        """End the outage."""
        ...

    async def close(self) -> None:
        """Release everything."""
        ...


def two_topics() -> list[str]:
    """Name two topics that no other test uses."""
    mark = uuid4().hex[:8]
    return [f"test.{mark}.one", f"test.{mark}.two"]


class MemoryCase:
    """The memory log; its handles are one object."""

    def __init__(self) -> None:
        self.topics = two_topics()
        self._log = MemoryLog(FixedClock(), Placement(frozenset(self.topics), LANES))

    async def open(self) -> MemoryLog:
        """Give the one log."""
        return self._log

    async def take_away(self, log: Log, lane: int) -> None:
        """Hold every lane but one."""
        assert isinstance(log, MemoryLog)
        log.hold({n for n in range(LANES) if n != lane})

    async def stop_answering(self) -> None:
        """Set the log's own switch."""
        self._log.answer(False)

    async def answer_again(self) -> None:
        """Take the switch back."""
        self._log.answer(True)

    async def close(self) -> None:
        """Close the log."""
        await self._log.close()


class PostgresCase:
    """The PostgreSQL log; every handle has a pool of its own, as another process would."""

    def __init__(self, dsn: str) -> None:
        self.topics = two_topics()
        self._dsn = dsn
        self._open: list[tuple[PostgresLog, AsyncConnectionPool[Any]]] = []

    async def open(self) -> PostgresLog:
        """Open a pool and a log over it."""
        pool: AsyncConnectionPool[Any] = AsyncConnectionPool(
            self._dsn, min_size=1, max_size=4, open=False, timeout=1.0, reconnect_timeout=30
        )
        await pool.open()
        await create_log_tables(pool)
        log = await PostgresLog.open(pool, FixedClock(), Placement(frozenset(self.topics), LANES))
        self._open.append((log, pool))
        return log

    async def take_away(self, log: Log, lane: int) -> None:
        """Hold every lane but one."""
        assert isinstance(log, PostgresLog)
        log.hold({n for n in range(LANES) if n != lane})

    async def stop_answering(self) -> None:
        """Let nobody into the database and cut whoever is in it."""
        async with self._beside() as (connection, name):
            await connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier(name)))
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )

    async def answer_again(self) -> None:
        """Let people in again."""
        async with self._beside() as (connection, name):
            await connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(sql.Identifier(name)))

    @asynccontextmanager
    async def _beside(self) -> AsyncIterator[tuple[psycopg.AsyncConnection[Any], str]]:
        name = str(conninfo_to_dict(self._dsn)["dbname"])
        beside = psycopg.conninfo.make_conninfo(self._dsn, dbname="postgres")
        async with await psycopg.AsyncConnection.connect(beside, autocommit=True) as connection:
            yield connection, name

    async def close(self) -> None:
        """Close logs and pools."""
        for log, pool in self._open:
            await log.close()
            await pool.close()


class KafkaCase:
    """The Kafka log; every handle has clients of its own, as another process would."""

    def __init__(self, broker: LocalKafka) -> None:
        self.topics = two_topics()
        self._broker = broker
        self._settings = KafkaSettings(broker.bootstrap, patience=3.0)
        self._declared = False
        self._open: list[KafkaLog] = []
        self._members: list[asyncio.Task[Assignment]] = []

    async def open(self) -> KafkaLog:
        """Declare the topics once, and open a handle."""
        if not self._declared:
            await apply(self._settings, [Topic(name, "a test", LANES) for name in self.topics])
            self._declared = True
        log = KafkaLog(self._settings, FixedClock(), Placement(frozenset(self.topics), LANES))
        self._open.append(log)
        return log

    async def take_away(self, log: Log, lane: int) -> None:
        """Let a second worker join the group: the broker shares the lanes out anew."""
        del log, lane
        other = (await self.open()).assignments("care")
        self._members.append(asyncio.create_task(_first(other)))

    async def stop_answering(self) -> None:
        """Hold the broker still."""
        self._broker.pause()

    async def answer_again(self) -> None:
        """Let it go on."""
        self._broker.resume()

    async def close(self) -> None:
        """Close every handle."""
        await asyncio.gather(*(log.close() for log in self._open))
        await asyncio.gather(*self._members)


async def _first(changes: AsyncIterator[Assignment]) -> Assignment:
    return await anext(changes)
