"""What the Faust consumer tells of the lanes that the broker gives to a worker."""

from types import SimpleNamespace
from typing import Any

import pytest
from faust.transport.drivers import aiokafka as driver
from faust.types import TP

from hub.adapters.kafka_fetching import GroupFetching
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.memory_lanes import MemoryLanes
from hub.runtime.faust_consumer import FetchConsumer, Reading
from hub.runtime.fetched_lanes import FetchedLanes
from tests.runtime.handed import Taken, parts_of


def consumer_of(held: list[int]) -> FetchConsumer:
    """Make the consumer of a worker that the broker has not answered yet; it notes what it is told of its share."""
    parts = parts_of(Taken(), MemoryLanes())
    lanes = FetchedLanes(parts._replace(host=parts.host._replace(on_held=held.append)), Taken())
    made: Any = FetchConsumer.__new__(FetchConsumer)  # without Faust's thread
    made.app = SimpleNamespace(reading=Reading("dashboards", GroupFetching(KafkaSettings("127.0.0.1:1")), lanes, 10))
    assert isinstance(made, FetchConsumer)
    return made


async def _nothing(*_: object, **__: object) -> None:
    """Let Faust's own part of a change be done."""


@pytest.mark.parametrize("lanes", [0, 2])
async def test_a_share_is_known_when_the_broker_tells_it_and_not_before(
    lanes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the first join Faust lets go of nothing: a worker that is ready by that is sent an upgrade past it.

    A share of none is told too: a worker to spare is well.
    """
    for name in ("on_partitions_revoked", "on_partitions_assigned"):
        monkeypatch.setattr(driver.Consumer, name, _nothing)
    held: list[int] = []
    consumer = consumer_of(held)
    await consumer.on_partitions_revoked(set())
    assert held == []
    await consumer.on_partitions_assigned({TP("facts", lane) for lane in range(lanes)}, 1)
    assert held == [lanes]
