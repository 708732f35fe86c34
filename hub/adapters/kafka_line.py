"""One connection to write to Kafka through: acknowledged by all replicas, idempotent, given up whole.

A producer of which one record failed may not be used again: aiokafka would write later what nobody waits for any more,
and an idempotent one has counted records that the broker never saw.
"""

# aiokafka has no types, so calls into it are untyped.
# mypy: allow-untyped-calls

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaConnectionError

from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_start import started, stopped
from hub.adapters.kafka_topics import LARGEST_BATCH

BATCH_BYTES: Final = 256 * 1024
_ASKED_AGAIN_AFTER_S: Final = 1.0


class Line:
    """A producer made when it is first needed, and again after it was given up; `spawn` starts work beside."""

    def __init__(self, settings: KafkaSettings, spawn: Callable[[Coroutine[Any, Any, Any]], object]) -> None:
        self._settings, self._spawn = settings, spawn
        self._producer: AIOKafkaProducer | None = None
        self._starting = asyncio.Lock()

    async def producer(self) -> AIOKafkaProducer:
        """Give the producer of now, started; raises what starting raises, `TimeoutError` after twice the patience."""
        async with self._starting:
            if self._producer is None:
                producer = AIOKafkaProducer(
                    **self._settings.connection(),
                    acks="all",
                    enable_idempotence=True,
                    max_request_size=LARGEST_BATCH,
                    max_batch_size=BATCH_BYTES,
                )
                await started(producer.start, partial(_give_up, producer), 2 * self._settings.patience)
                self._producer = producer
            return self._producer

    def forget(self, producer: AIOKafkaProducer) -> bool:
        """Never use this producer again; false when somebody gave it up before."""
        if self._producer is not producer:
            return False
        self._producer = None
        self._spawn(_give_up(producer))
        return True

    async def close(self) -> None:
        """Let what is being written finish, within the patience; then let go."""
        producer, self._producer = self._producer, None
        if producer is not None:
            try:
                async with asyncio.timeout(self._settings.patience):
                    await producer.flush()
            except TimeoutError:
                pass
            await _give_up(producer)


async def _give_up(producer: AIOKafkaProducer) -> None:
    """Close a producer at once, with whatever it still holds.

    aiokafka retries an idempotent batch for ever and its `stop` waits for that; so connections go first, then the
    batches fail, then there is nothing left to wait for.  But for a batch whose answer sent it to look for the topic's
    new leader: nobody looks any more, so that it waits for ever, and whoever stops has to ask again.
    """
    await producer.client.close()
    producer._message_accumulator.fail_all(KafkaConnectionError("given up"))  # noqa: SLF001 - no public way to let go
    await stopped(producer.stop, _ASKED_AGAIN_AFTER_S)
