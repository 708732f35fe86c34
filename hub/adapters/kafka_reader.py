"""Reading one partition of Kafka: whole fetches, from a position, without a group."""

# aiokafka has no types, so calls into it are untyped.
# mypy: allow-untyped-calls

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import ConsumerStoppedError

from hub.adapters.held_lanes import Place
from hub.adapters.kafka_faults import answering
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_start import consumer_stopped, started
from hub.errors import Defect, Unavailable
from hub.ports.log import CUT, Partition, Record

FETCH_BYTES: Final = 1024 * 1024
"""What one fetch brings at most (a larger record comes alone); the next is asked for when this one was read.

Every topic of every lane has a reader with a fetch of its own, beside what the worker counts as read ahead.
"""

OWED_S: Final = 2.0
"""How long a reader waits for what is there before it begins anew."""

GLANCE_MS: Final = 1000
"""How often a waiting reader looks whether it should end."""

LONGEST_WAIT_MS: Final = 5000
"""How long the broker holds an idle fetch open, within the patience; what arrives meanwhile is answered at once.

A worker has a reader for each topic of each lane, and what they ask while nothing comes is all that an idle hub does.
"""


def consumer_of(settings: KafkaSettings, **more: Any) -> AIOKafkaConsumer:
    """Make a consumer that commits nothing, resets nothing and skips what a writer took back."""
    return AIOKafkaConsumer(
        **{**settings.connection(), **more},
        enable_auto_commit=False,
        isolation_level="read_committed",
        max_partition_fetch_bytes=FETCH_BYTES,
        fetch_max_bytes=FETCH_BYTES,
    )


class Reader:
    """One reader of one partition; `place` says when it must end, `opened` keeps what somebody may have to stop."""

    def __init__(
        self, settings: KafkaSettings, partition: Partition, place: Place, opened: set[AIOKafkaConsumer]
    ) -> None:
        self._settings = settings
        self._partition = partition
        self._where = TopicPartition(partition.topic, partition.number)
        self._place = place
        self._opened = opened

    async def batches(self, after: int, limit: int) -> AsyncGenerator[Sequence[Record], None]:
        """Whole batches after a position until the place is lost.

        Raises `Unavailable` when the broker is silent past the patience, `Defect` when the position after ours is gone.
        """
        wait = min(LONGEST_WAIT_MS, int(self._settings.patience * 500))
        consumer = consumer_of(
            self._settings, auto_offset_reset="none", fetch_max_wait_ms=wait, consumer_timeout_ms=GLANCE_MS
        )
        self._opened.add(consumer)
        try:
            with answering(self._reading(after)):
                await started(consumer.start, consumer.stop, 2 * self._settings.patience)
                consumer.assign([self._where])
                consumer.seek(self._where, after + 1)
            while not self._place.ended():
                with answering(self._reading(after)):
                    messages = await self._next(consumer, limit, self._settings.patience)
                    if not messages and not self._place.ended() and await self._more(consumer, after):
                        messages = await self._owed(consumer, limit, after)
                if messages:
                    after = messages[-1].offset
                    yield records_of(self._partition, messages)
        finally:
            self._opened.discard(consumer)
            await consumer_stopped(consumer)

    async def _next(self, consumer: AIOKafkaConsumer, limit: int, patience: float) -> Sequence[Any]:
        """Wait for messages; none when the place is lost or it was silent past the patience (seconds)."""
        loop = asyncio.get_running_loop()
        until = loop.time() + patience
        while not self._place.ended() and loop.time() < until:
            try:
                got = await consumer.getmany(self._where, timeout_ms=GLANCE_MS, max_records=limit)
            except ConsumerStoppedError:
                return ()
            if got:
                return list(got[self._where])
        return ()

    def _reading(self, after: int) -> str:
        """Say what is done, for whoever has to mend it: a lane reads many topics."""
        topic, number = self._partition
        return f"reading {topic}, partition {number}, after position {after}"

    async def _owed(self, consumer: AIOKafkaConsumer, limit: int, after: int) -> Sequence[Any]:
        """Wait a little longer for what is there; raises `Unavailable` when it does not come.

        A consumer of aiokafka may never fetch again after a broker was killed or froze: another one does.
        """
        messages = await self._next(consumer, limit, OWED_S)
        if not messages and not self._place.ended():
            raise Unavailable(f"kafka: {self._reading(after)}: the broker has more than it hands out")
        return messages

    async def _more(self, consumer: AIOKafkaConsumer, after: int) -> bool:
        """Ask whether the silence means that there is nothing; aiokafka itself hides an outage from readers."""
        async with asyncio.timeout(self._settings.patience):
            following = int((await consumer.end_offsets([self._where]))[self._where])
            if following <= after:
                why = f"the topic ends before our position; {CUT}"
                raise Defect(f"kafka: {self._reading(after)}: {why}")
            # What was looked at and is no record (the end of another writer's transaction) is not owed.
            return following > int(await consumer.position(self._where))


def records_of(partition: Partition, messages: Sequence[Any]) -> list[Record]:
    """Give messages as the log gives them back."""
    return [
        Record(
            partition,
            message.offset,
            message.key or b"",
            message.value or b"",
            message.timestamp,
            tuple((name, value or b"") for name, value in message.headers) if message.headers else (),
        )
        for message in messages
    ]
