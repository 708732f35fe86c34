"""Steps that tests of the Faust host take."""

# aiokafka has no types, so calls into it are untyped.
# mypy: allow-untyped-calls

import asyncio
from collections.abc import AsyncIterator, Mapping

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.records_to_delete import RecordsToDelete
from aiokafka.structs import TopicPartition

from hub.adapters.clocks import SystemClock
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_topics import Topic, apply, partitions
from hub.adapters.memory_lanes import MemoryLanes
from hub.ports.log import Partition
from hub.runtime.fetched_lane import FetchParts
from hub.runtime.lane_host import HostParts
from tests.contracts.fetch_cases import LANES, QUICK_S, HostCase, opened
from tests.contracts.fetch_store import Given, NotingTaker
from tests.contracts.rdkafka_child import ask


def parts_of(case: HostCase, given: Given) -> FetchParts:
    """Give what a host of the case works with."""
    host = HostParts(case.place.group, case.log, SystemClock(), MemoryLanes(), lambda _: None, QUICK_S, QUICK_S)
    return FetchParts(host, case.place.topic, lambda lane: NotingTaker(case.place.dsn, lane, given, "one"))


class Nowhere:
    """A source of no lane."""

    async def start_after(self, partition: Partition, after: int) -> bool:
        """No lane is ours."""
        del partition, after
        return False

    async def owes(self, partition: Partition, after: int) -> bool:
        """There is nothing."""
        del partition, after
        return False


def committed(case: HostCase) -> Mapping[int, int]:
    """Give what the broker was told of each lane."""
    told = ask("offsets", case.place.group, bootstrap_servers=case.place.address)
    return {int(lane): offset for lane, offset in told.items()}


async def cut(case: HostCase, before: int) -> None:
    """Throw away what lane 0 has before a position."""
    admin = AIOKafkaAdminClient(bootstrap_servers=case.place.address)
    await admin.start()
    await admin.delete_records({TopicPartition(case.place.topic, 0): RecordsToDelete(before)})
    await admin.close()


async def made_anew(case: HostCase) -> None:
    """Delete the topic and make it again."""
    settings = KafkaSettings(case.place.address)
    admin = AIOKafkaAdminClient(bootstrap_servers=case.place.address)
    await admin.start()
    await admin.delete_topics([case.place.topic])
    await admin.close()
    async with asyncio.timeout(20):
        while case.place.topic in await partitions(settings):  # noqa: ASYNC110 - the broker takes its time
            await asyncio.sleep(0.1)
    await apply(settings, [Topic(case.place.topic, "a test", LANES)])


@pytest.fixture
async def case(kafka_bootstrap: str, postgres_dsn: str) -> AsyncIterator[HostCase]:
    """Give a topic, a group and a store of the test's own."""
    async with opened("faust", postgres_dsn, KafkaSettings(kafka_bootstrap, patience=3.0)) as made:
        yield made
