"""Writing to Kafka while one partition has no leader: nobody else waits for it, and nobody else fails with it."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pytest
from aiokafka.errors import KafkaTimeoutError

from hub.adapters import kafka_line
from hub.adapters.clocks import ManualClock
from hub.adapters.kafka_producer import Producer
from hub.adapters.kafka_settings import KafkaSettings
from hub.errors import Unavailable
from hub.ports.log import Appended, Draft, Partition

PATIENCE = 0.8
AWAY, WELL = Partition("t", 0), Partition("t", 1)


@dataclass
class Written:
    """What a broker says of a record."""

    offset: int


class Broker:
    """What all connections share: what is written, and which partitions have no leader."""

    def __init__(self) -> None:
        self.leaderless: set[int] = set()
        self.unanswered: set[int] = set()
        self.log: defaultdict[int, list[bytes]] = defaultdict(list)
        self.made: list[Connection] = []

    def connection(self, **_: Any) -> "Connection":
        """Make a producer, as aiokafka does."""
        self.made.append(Connection(self))
        return self.made[-1]


class Connection:
    """As aiokafka's producer with room for one record of a partition without a leader; a second one waits for room."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self.client = self._message_accumulator = self
        self.waiting: list[asyncio.Future[Written]] = []
        self.sent: list[int] = []

    async def start(self) -> None:
        """Ready at once."""

    async def send(self, _: str, value: bytes, _key: bytes, number: int, *_more: Any) -> asyncio.Future[Written]:
        """Take a record; acknowledged at once where there is a leader that answers."""
        future: asyncio.Future[Written] = asyncio.get_running_loop().create_future()
        if number in self._broker.leaderless and number in self.sent:
            await asyncio.sleep(PATIENCE)
            raise KafkaTimeoutError
        self.sent.append(number)
        if number in self._broker.leaderless | self._broker.unanswered:
            self.waiting.append(future)
        else:
            self._broker.log[number].append(value)
            future.set_result(Written(len(self._broker.log[number]) - 1))
        return future

    def answer(self) -> None:
        """Acknowledge what waits."""
        for future in self.waiting:
            if not future.done():
                future.set_result(Written(7))

    def fail_all(self, failure: Exception) -> None:
        """Fail what waits."""
        for future in self.waiting:
            if not future.done():
                future.set_exception(failure)

    async def flush(self) -> None:
        """Nothing is held for long."""

    async def close(self) -> None:
        """Close the connections."""

    async def stop(self) -> None:
        """Stop."""


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Broker:
    """Give a broker whose first partition has no leader."""
    made = Broker()
    made.leaderless.add(AWAY.number)
    monkeypatch.setattr(kafka_line, "AIOKafkaProducer", made.connection)
    return made


@pytest.fixture
def producer(broker: Broker) -> Producer:  # noqa: ARG001 - it is what the producer meets
    """Give the producer under test."""
    return Producer(KafkaSettings("127.0.0.1:9", patience=PATIENCE), ManualClock(0))


async def send(producer: Producer, where: Partition, *values: bytes) -> list[Appended]:
    """Write values to a partition."""
    return list(await producer.send([Draft("t", b"k", value) for value in values], [where] * len(values)))


async def fails(producer: Producer, *values: bytes) -> None:
    """Write to the partition that has no leader."""
    with pytest.raises(Unavailable):
        await send(producer, AWAY, *values)


async def test_a_partition_whose_queue_is_full_keeps_nobody_from_handing_over(producer: Producer) -> None:
    """Its records wait for room in turn; those of another partition are acknowledged meanwhile."""
    stuck = asyncio.create_task(fails(producer, b"a", b"b"))
    await asyncio.sleep(0.01)
    async with asyncio.timeout(PATIENCE / 3):
        assert await send(producer, WELL, b"one") == [Appended(WELL, 0)]
        assert await send(producer, WELL, b"two", b"three") == [Appended(WELL, 1), Appended(WELL, 2)]
    await stuck
    await producer.close()


async def test_what_was_under_way_beside_a_failure_is_sent_once_more(broker: Broker, producer: Producer) -> None:
    """The connection is given up whole, and only who waited in vain hears of it."""
    stuck = asyncio.create_task(fails(producer, b"a"))
    await asyncio.sleep(PATIENCE * 0.8)
    broker.unanswered.add(WELL.number)
    beside = asyncio.create_task(send(producer, WELL, b"one"))
    await asyncio.sleep(0.01)
    broker.unanswered.clear()
    await stuck
    assert await beside == [Appended(WELL, 0)]
    assert [each.sent for each in broker.made] == [[AWAY.number, WELL.number], [WELL.number]]
    await producer.close()


async def test_a_partition_that_failed_is_tried_again_through_a_connection_of_its_own(
    broker: Broker, producer: Producer
) -> None:
    """Each further failure gives up that connection alone; once it goes, it goes with the others again."""
    await fails(producer, b"a")
    await send(producer, WELL, b"one")
    shared = broker.made[-1]
    broker.unanswered.add(WELL.number)
    stuck = asyncio.create_task(fails(producer, b"a"))
    await asyncio.sleep(PATIENCE / 2)
    beside = asyncio.create_task(send(producer, WELL, b"two"))
    await stuck
    shared.answer()
    assert await beside == [Appended(WELL, 7)]
    await fails(producer, b"a")
    broker.leaderless.clear()
    assert await send(producer, AWAY, b"a") == [Appended(AWAY, 0)]
    assert shared.sent == [WELL.number] * 2
    await send(producer, AWAY, b"b")
    assert shared.sent == [WELL.number, WELL.number, AWAY.number]
    await producer.close()


async def test_a_call_over_several_partitions_tells_each_place_in_the_order_asked(
    broker: Broker, producer: Producer
) -> None:
    """Parts are written apart; the caller sees one answer, and a failure of one part fails the call."""
    broker.leaderless.clear()
    drafts = [Draft("t", b"k", b"%d" % number) for number in range(3)]
    assert await producer.send(drafts, [WELL, AWAY, WELL]) == [Appended(WELL, 0), Appended(AWAY, 0), Appended(WELL, 1)]
    broker.leaderless.add(AWAY.number)
    with pytest.raises(Unavailable):
        await producer.send(drafts, [WELL, AWAY, WELL])
    assert broker.log[WELL.number] == [b"0", b"2"] * 2
    await producer.close()
