"""An acknowledged append survives every kill: of the process that appended, and of the server that keeps it."""

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from hub.errors import Unavailable
from hub.ports.log import BEGINNING, Draft, Log, Partition
from tests.contracts.log_cases import KafkaCase, LogCase, PostgresCase
from tests.contracts.log_steps import first_of, once_available
from tests.kafka_fixture import LocalKafka
from tests.postgres_fixture import PostgresServer

ROOT = Path(__file__).resolve().parents[2]


async def acknowledged_until_killed(kind: str, address: str, topic: str, lines: int) -> dict[int, str]:
    """Let a child append; kill it in the middle; give what it said was durable, by position."""
    line = (sys.executable, "-m", "tests.contracts.appending_child", kind, address, topic)
    child = await asyncio.create_subprocess_exec(*line, stdout=PIPE, cwd=ROOT)
    try:
        said = await _lines(child, lines)
        os.kill(child.pid, signal.SIGKILL)
        assert child.stdout is not None
        rest = (await child.stdout.read()).decode().split("\n")[:-1]  # a torn last line was not said
    finally:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        await child.wait()
    return {int(position): value for position, value in (one.split() for one in [*said, *rest])}


async def _lines(child: Process, count: int) -> list[str]:
    assert child.stdout is not None
    async with asyncio.timeout(30):
        return [(await child.stdout.readline()).decode() for _ in range(count)]


async def kept(log: Log, topic: str) -> dict[int, str]:
    """Read everything of the child's partition."""
    partition = Partition(topic, 0)
    end = await log.end(partition)
    return {r.position: r.value.decode() for r in await first_of(log, partition, end + 1)} if end > BEGINNING else {}


def whole_calls(values: dict[int, str]) -> bool:
    """Whether each pair that one call wrote is there with both halves, side by side."""
    in_order = [values[position].rsplit("/", 1) for position in sorted(values)]
    pairs = zip(in_order[::2], in_order[1::2], strict=True)
    return all(one[0] == two[0] and (one[1], two[1]) == ("0", "1") for one, two in pairs)


async def durable_case(request: pytest.FixtureRequest, kind: str) -> tuple[LogCase, str]:
    """Give a case and the address for its child."""
    if kind == "postgres":
        dsn = request.getfixturevalue("postgres_dsn")
        return PostgresCase(dsn), dsn
    broker = request.getfixturevalue("kafka")
    return KafkaCase(broker), broker.bootstrap


@pytest.mark.parametrize("kind", ["postgres", pytest.param("kafka", marks=pytest.mark.broker)])
async def test_the_hub_is_killed(request: pytest.FixtureRequest, kind: str) -> None:
    """A hub killed while many feeds write loses nothing it acknowledged, and what it left behind is whole calls."""
    case, address = await durable_case(request, kind)
    try:
        log = await case.open()
        said = await acknowledged_until_killed(kind, address, case.topics[0], 200)
        await asyncio.sleep(0.3)
        found = await kept(log, case.topics[0])
        assert {position: found.get(position) for position in said} == said
        assert whole_calls(found)
    finally:
        await case.close()


async def crash_while_appending(case: LogCase, server: PostgresServer) -> tuple[list[int], Log]:
    """Append until the server is gone; give the positions that were acknowledged."""
    log = await case.open()
    positions: list[int] = []
    enough = asyncio.Event()

    async def sender(me: int) -> None:
        with contextlib.suppress(Unavailable):
            while True:
                done = await log.append([Draft(case.topics[0], b"%d" % me, b"%d" % me, number=0)])
                positions.append(done[0].position)
                if len(positions) == 300:
                    enough.set()

    senders = [asyncio.create_task(sender(me)) for me in range(8)]
    async with asyncio.timeout(30):
        await enough.wait()
        await asyncio.to_thread(server.crash)
        await asyncio.gather(*senders)
    return positions, log


@pytest.mark.parametrize("flush", ["as it is", "switched off"])
async def test_the_database_server_crashes(crashable_postgres: PostgresServer, flush: str) -> None:
    """Every acknowledged message survives a crash, even where an operator let the server answer before it wrote."""
    dsn = crashable_postgres.fresh_database()
    if flush == "switched off":
        crashable_postgres.run(dsn, "ALTER ROLE postgres SET synchronous_commit = off")
    case = PostgresCase(dsn)
    try:
        positions, log = await crash_while_appending(case, crashable_postgres)
        await asyncio.to_thread(crashable_postgres.start)
        after = await once_available(log, [Draft(case.topics[0], b"key", b"after", number=0)])
        found = await kept(log, case.topics[0])
        assert set(positions) <= found.keys()
        assert found[after[0].position] == "after"
        assert sorted(found) == list(range(len(found)))
    finally:
        await case.close()


@pytest.mark.broker
@pytest.mark.slow
async def test_the_broker_is_killed(own_kafka: LocalKafka) -> None:
    """Every acknowledged message is there when a killed broker is back, and what was given up stays away."""
    case = KafkaCase(own_kafka)
    try:
        log = await case.open()
        drafts = [Draft(case.topics[0], b"key", b"%d" % n, number=0) for n in range(500)]
        before = await log.append(drafts)
        own_kafka.kill()
        with pytest.raises(Unavailable):
            await log.append([Draft(case.topics[0], b"key", b"given up", number=0)])
        await asyncio.to_thread(own_kafka.start)
        after = await once_available(log, [Draft(case.topics[0], b"key", b"after", number=0)])
        await asyncio.sleep(2)
        found = await kept(log, case.topics[0])
        assert [found[done.position] for done in before] == [draft.value.decode() for draft in drafts]
        assert found[after[0].position] == "after"
        assert "given up" not in found.values()
    finally:
        await case.close()
