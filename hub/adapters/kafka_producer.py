"""Writing to Kafka: acknowledged by all replicas, idempotent, and given up whole when the broker stays away."""

# aiokafka has no types, so calls into it are untyped.
# mypy: allow-untyped-calls

import asyncio
from collections.abc import Coroutine, Sequence
from functools import partial
from typing import Any, Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaConnectionError

from hub.adapters.kafka_faults import answering
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_start import started, stopped
from hub.adapters.kafka_topics import LARGEST_BATCH
from hub.errors import Unavailable
from hub.ports.clock import Clock
from hub.ports.log import Appended, Draft, Partition

BATCH_BYTES: Final = 256 * 1024
_ASKED_AGAIN_AFTER_S: Final = 1.0


class Producer:
    """One connection to write through, made when it is first needed and again after an outage."""

    def __init__(self, settings: KafkaSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._producer: AIOKafkaProducer | None = None
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def send(self, drafts: Sequence[Draft], placed: Sequence[Partition]) -> Sequence[Appended]:
        """Write all and wait until all are acknowledged.

        A cancelled caller stops waiting, not the writing: half of a call would be worse than all of it.
        """
        return await asyncio.shield(self._spawn(self._send(drafts, placed)))

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
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _send(self, drafts: Sequence[Draft], placed: Sequence[Partition]) -> list[Appended]:
        producer: AIOKafkaProducer | None = None
        try:
            with answering("appending"):
                # One call after the other hands over its records: aiokafka lets a later one pass while it looks for
                # the topic.  Waiting for the acknowledgements is done together.
                async with asyncio.timeout(2 * self._settings.patience), self._turn:
                    producer = await self._started()
                    waiting = await self._hand_over(producer, drafts, placed)
                async with asyncio.timeout(self._settings.patience):
                    written = await asyncio.gather(*waiting)
        except Unavailable:
            self._forget(producer)
            raise
        appended = [Appended(p, done.offset) for p, done in zip(placed, written, strict=True)]
        if any(done.position < 0 for done in appended):
            raise Unavailable("kafka: appending: the broker took a record twice and no longer knows where it is")
        return appended

    async def _hand_over(
        self, producer: AIOKafkaProducer, drafts: Sequence[Draft], placed: Sequence[Partition]
    ) -> list[asyncio.Future[Any]]:
        at = self._clock.now()
        return [
            await producer.send(where.topic, draft.value, draft.key, where.number, at, list(draft.headers))
            for draft, where in zip(drafts, placed, strict=True)
        ]

    async def _started(self) -> AIOKafkaProducer:
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

    def _forget(self, producer: AIOKafkaProducer | None) -> None:
        """Never use this producer again: its retries would write what nobody waits for any more."""
        if producer is not None and self._producer is producer:
            self._producer = None
            self._spawn(_give_up(producer))

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # the caller was told, or went away


async def _give_up(producer: AIOKafkaProducer) -> None:
    """Close a producer at once, with whatever it still holds.

    aiokafka retries an idempotent batch for ever and its `stop` waits for that; so connections go first, then the
    batches fail, then there is nothing left to wait for.  But for a batch whose answer sent it to look for the topic's
    new leader: nobody looks any more, so that it waits for ever, and whoever stops has to ask again.
    """
    await producer.client.close()
    producer._message_accumulator.fail_all(KafkaConnectionError("given up"))  # noqa: SLF001 - no public way to let go
    await stopped(producer.stop, _ASKED_AGAIN_AFTER_S)
