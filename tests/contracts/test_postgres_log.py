"""What is true of the PostgreSQL log alone: shared transactions, locks, and what its failures say."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool

from hub.adapters.log_placement import Placement
from hub.adapters.postgres_lending import Pool
from hub.adapters.postgres_log import PostgresLog
from hub.errors import Defect, Unavailable
from hub.ports.log import BEGINNING, Appended, Draft, Partition
from tests.contracts.log_cases import LANES, FixedClock, PostgresCase
from tests.contracts.log_steps import first_of, once_available

TAKE = "SELECT id FROM log_partition WHERE topic = %s AND number = 0 FOR UPDATE"

Beside = psycopg.AsyncConnection[tuple[int]]
Append = asyncio.Future[Sequence[Appended]]


@pytest.fixture
async def case(postgres_dsn: str) -> AsyncIterator[PostgresCase]:
    """Give the PostgreSQL log."""
    made = PostgresCase(postgres_dsn)
    yield made
    await made.close()


@pytest.fixture
async def beside(case: PostgresCase, postgres_dsn: str) -> AsyncIterator[Beside]:
    """Give a connection beside the log's own, as another process has, once the tables are there."""
    await case.open()
    async with await psycopg.AsyncConnection.connect(postgres_dsn) as connection:
        yield connection
        await connection.rollback()


def draft(case: PostgresCase, value: bytes, topic: int = 0) -> Draft:
    """Make a draft for partition 0 of one of the case's topics."""
    return Draft(case.topics[topic], b"key", value, number=0)


async def blocked(case: PostgresCase, beside: Beside, log: PostgresLog, count: int) -> list[Append]:
    """Hold the partition's row; start appends that must wait for it."""
    await beside.execute(TAKE, [case.topics[0]])
    tasks: list[Append] = [asyncio.ensure_future(log.append([draft(case, b"%d" % n)])) for n in range(count)]
    await asyncio.sleep(0.3)
    assert not any(task.done() for task in tasks)
    return tasks


async def test_concurrent_callers_share_transactions(case: PostgresCase, postgres_dsn: str) -> None:
    """The disk is flushed once for many connections: otherwise a morning's burst would queue behind it."""
    log = await case.open()
    await asyncio.gather(*(log.append([draft(case, b"%d" % n)]) for n in range(64)))
    async with await psycopg.AsyncConnection.connect(postgres_dsn) as connection:
        counted = await connection.execute(
            "SELECT count(*), count(DISTINCT r.xmin::text) FROM log_record r"
            " JOIN log_partition p ON p.id = r.partition_id WHERE p.topic = %s",
            [case.topics[0]],
        )
        records, transactions = await counted.fetchone() or (0, 0)
    assert records == 64
    assert transactions <= 4


async def test_no_position_appears_behind_a_reader(case: PostgresCase, beside: Beside) -> None:
    """A writer waits for the one before it in its partition, so that a host never passes a record by."""
    log = await case.open()
    (task,) = await blocked(case, beside, log, 1)
    (id_,) = await (await beside.execute(TAKE, [case.topics[0]])).fetchone() or (0,)
    await beside.execute("UPDATE log_partition SET next_position = 1 WHERE id = %s", [id_])
    await beside.execute("INSERT INTO log_record VALUES (%s, 0, 0, 'key', 'earlier', '')", [id_])
    assert await log.end(Partition(case.topics[0], 0)) == BEGINNING
    await beside.commit()
    await task
    got = await first_of(log, Partition(case.topics[0], 0), 2)
    assert [(r.position, r.value) for r in got] == [(0, b"earlier"), (1, b"0")]


async def test_a_cut_transaction_fails_all_its_callers_and_keeps_nothing(case: PostgresCase, beside: Beside) -> None:
    """Connections that share a transaction share its fate; each is told, and each may send again."""
    log = await case.open()
    tasks = await blocked(case, beside, log, 3)
    await beside.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Unavailable] * 3
    await beside.rollback()
    await once_available(log, [draft(case, b"again")])
    partition = Partition(case.topics[0], 0)
    assert [(r.position, r.value) for r in await first_of(log, partition, 1)] == [(0, b"again")]
    assert await log.end(partition) == 0


async def test_writers_never_wait_for_each_other_in_a_ring(case: PostgresCase) -> None:
    """Two processes that name the same partitions in opposite order both get through."""
    one, two = await case.open(), await case.open()

    async def sender(log: PostgresLog, order: tuple[int, int]) -> None:
        for n in range(60):
            await log.append([draft(case, b"%d" % n, topic) for topic in order])

    await asyncio.gather(sender(one, (0, 1)), sender(two, (1, 0)))
    assert await one.end(Partition(case.topics[0], 0)) == await one.end(Partition(case.topics[1], 0)) == 119


async def test_the_number_of_lanes_cannot_change(case: PostgresCase, postgres_dsn: str) -> None:
    """Another number of lanes would put people elsewhere: the log refuses to open, and says why."""
    await case.open()
    pool: Pool = AsyncConnectionPool(postgres_dsn, min_size=1, open=False)
    async with pool:
        with pytest.raises(Defect, match="lanes"):
            await PostgresLog.open(pool, FixedClock(), Placement(frozenset(case.topics), LANES - 1))


async def test_missing_tables_are_named(postgres_server: object) -> None:
    """A database without migrations is a mistake of ours, and the words say what to do."""
    from tests.postgres_fixture import PostgresServer

    assert isinstance(postgres_server, PostgresServer)
    pool: Pool = AsyncConnectionPool(postgres_server.fresh_database(), min_size=1, open=False)
    async with pool:
        with pytest.raises(Defect, match="migrations"):
            await PostgresLog.open(pool, FixedClock())


async def test_no_failure_repeats_what_was_sent(case: PostgresCase, beside: Beside) -> None:
    """PostgreSQL quotes rows in its errors; ours name the kind of failure and nothing else."""
    log = await case.open()
    (id_,) = await (await beside.execute(TAKE, [case.topics[0]])).fetchone() or (0,)
    await beside.execute("INSERT INTO log_record VALUES (%s, 0, 0, 'key', 'there already', '')", [id_])
    await beside.commit()
    with pytest.raises(Defect) as failure:
        await log.append([draft(case, b"Ermintrude Featherstonehaugh")])
    assert "UniqueViolation 23505" in str(failure.value)
    assert "Ermintrude" not in str(failure.value)
    assert failure.value.__cause__ is None


async def test_closing_finishes_what_is_in_flight_and_refuses_the_rest(case: PostgresCase, beside: Beside) -> None:
    """A hub that stops acknowledges what is being written; who waits behind it is told to send again."""
    log = await case.open()
    (flying,) = await blocked(case, beside, log, 1)
    behind = asyncio.create_task(log.append([draft(case, b"behind")]))
    await asyncio.sleep(0)
    closing = asyncio.create_task(log.close())
    with pytest.raises(Unavailable):
        await behind
    await beside.rollback()
    await closing
    assert await flying == [(Partition(case.topics[0], 0), 0)]
