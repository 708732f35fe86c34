"""Giving a producer up: it lets go within seconds, whatever it was waiting for."""

import asyncio
from typing import Any

import pytest

from hub.adapters import kafka_line
from hub.adapters.clocks import ManualClock
from hub.adapters.kafka_producer import Producer
from hub.adapters.kafka_settings import KafkaSettings
from hub.errors import Unavailable
from hub.ports.log import Draft, Partition


class Stuck:
    """As aiokafka's producer whose last request waits for word of a new leader, while nobody looks for one any more.

    Its sender, told to stop, waits for that request; only who cancels a second time reaches it.
    """

    made: "Stuck"

    def __init__(self, **_: Any) -> None:
        Stuck.made = self
        self.client = self._message_accumulator = self
        self.failed = self.closed = False
        self.sender: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to send."""
        self.sender = asyncio.create_task(self._send())

    async def _send(self) -> None:
        request = asyncio.create_task(asyncio.sleep(3600))
        try:
            await asyncio.wait({request})
        except asyncio.CancelledError:
            await request

    async def send(self, *_: Any) -> asyncio.Future[Any]:
        """Take a record that nobody acknowledges."""
        return asyncio.get_running_loop().create_future()

    async def flush(self) -> None:
        """Everything that was taken was failed already."""

    async def close(self) -> None:
        """Close the connections."""
        self.closed = True

    def fail_all(self, _: Exception) -> None:
        """Fail what is held."""
        self.failed = True

    async def stop(self) -> None:
        """Cancel the sender and wait for it."""
        assert self.sender is not None
        self.sender.cancel()
        await self.sender


async def test_a_producer_that_waits_for_a_leader_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """The caller hears that the broker is away; closing the log afterwards does not wait for ever."""
    monkeypatch.setattr(kafka_line, "AIOKafkaProducer", Stuck)
    monkeypatch.setattr(kafka_line, "_ASKED_AGAIN_AFTER_S", 0.05)
    producer = Producer(KafkaSettings("127.0.0.1:9", patience=0.05), ManualClock(0))
    with pytest.raises(Unavailable):
        await producer.send([Draft("t", b"k", b"v")], [Partition("t", 0)])
    async with asyncio.timeout(5):
        await producer.close()
    assert Stuck.made.failed
    assert Stuck.made.closed
    assert Stuck.made.sender is not None
    assert Stuck.made.sender.done()
