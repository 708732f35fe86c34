"""A process that appends and says what was acknowledged, until it is killed.

Arguments: kind (`postgres` or `kafka`), address, topic.  Each line
printed is `position value`, after the acknowledgement.
"""

import asyncio
import sys

from psycopg_pool import AsyncConnectionPool

from hub.adapters.kafka_log import KafkaLog
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.log_placement import Placement
from hub.adapters.postgres_lending import Pool
from hub.adapters.postgres_log import PostgresLog
from hub.ports.log import Draft, Log
from tests.contracts.log_cases import LANES, FixedClock


async def opened(kind: str, address: str, placement: Placement) -> Log:
    """Open the log that the parent reads."""
    if kind == "kafka":
        return KafkaLog(KafkaSettings(address), FixedClock(), placement)
    pool: Pool = AsyncConnectionPool(address, min_size=1, open=False)
    await pool.open()
    return await PostgresLog.open(pool, FixedClock(), placement)


async def append_for_ever(log: Log, topic: str, me: int) -> None:
    """Append pairs of records; say so only when both are durable."""
    turn = 0
    while True:
        values = [b"%d/%d/%d" % (me, turn, half) for half in (0, 1)]
        done = await log.append([Draft(topic, b"key-%d" % me, value, number=0) for value in values])
        for where, value in zip(done, values, strict=True):
            print(where.position, value.decode(), flush=True)  # noqa: T201 - the parent reads it
        turn += 1


async def main() -> None:
    """Append from several tasks at once, as several connections do."""
    kind, address, topic = sys.argv[1:]
    log = await opened(kind, address, Placement(frozenset({topic}), LANES))
    await asyncio.gather(*(append_for_ever(log, topic, me) for me in range(4)))


if __name__ == "__main__":
    asyncio.run(main())
