"""Which lanes this worker has, as the broker shares them out in a consumer group."""

# aiokafka has no types, so calls into it are untyped.
# mypy: allow-untyped-calls

import asyncio
import time
from collections.abc import AsyncGenerator, Collection, Mapping
from contextlib import suppress
from typing import Final

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.errors import KafkaError
from aiokafka.structs import OffsetAndMetadata

from hub.adapters.kafka_faults import answering, missing
from hub.adapters.kafka_reader import consumer_of
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_start import consumer_stopped, started
from hub.errors import Unavailable
from hub.ports.log import Assignment, Partition

SESSION_MS: Final = 6_000
"""A worker that the broker has not heard of for this long loses its lanes; brokers take no less (their
`group.min.session.timeout.ms`), and others shall serve them within ten seconds."""

HEARTBEAT_MS: Final = SESSION_MS // 4

NEVER_MS: Final = 2**31 - 1

METADATA_MS: Final = 30_000
"""How often a member asks which topics there are: it fetches nothing, so nothing else tells it that one went."""

VERIFY_EVERY_S: Final = 0.5

ASKED_AGAIN_S: Final = 1.0
"""How often the broker is asked again for a topic of which its last answer knew nothing."""

COURTESY_S: Final = 2.0
"""How long it is tried to tell the broker how far we are, or that we leave."""


def verify(consumer: AIOKafkaConsumer) -> None:
    """Raise what ended a membership, if anything did: aiokafka waits for somebody to ask before it goes on.

    Only reads ask by themselves, and nobody reads with a consumer that is there for its lanes alone.
    """
    with answering("keeping our place in the group"):
        if (coordinator := consumer._coordinator) is not None:  # noqa: SLF001 - the one place where it can be asked
            coordinator.check_errors()


class Watch:
    """Looks whether a membership goes on; `patience_s` is how long its topics may be unknown to the broker."""

    def __init__(self, patience_s: float) -> None:
        self._patience_s = patience_s
        self._absent: dict[str, float] = {}
        """Topics of which the broker knows nothing, and since when, on the monotonic clock."""
        self._asked_at = 0.0

    def verify(self, consumer: AIOKafkaConsumer) -> None:
        """Raise what ended the membership, if anything did.

        A topic that somebody deleted, or that a broker did not know yet when it came back, leaves its members without
        lanes and without a word: that is `Unavailable` when it lasts.  One answer may be of a broker that knows less
        than the others, and aiokafka would believe it until its next look, so it is asked again meanwhile.
        """
        verify(consumer)
        absent = {topic for topic in consumer.subscription() if not consumer.partitions_for_topic(topic)}
        now = time.monotonic()
        self._absent = {topic: self._absent.get(topic, now) for topic in absent}
        if any(now - since > self._patience_s for since in self._absent.values()):
            raise Unavailable(f"kafka: {missing(', '.join(sorted(absent)))}")
        if absent and now - self._asked_at > ASKED_AGAIN_S:
            self._asked_at = now
            consumer._client.force_metadata_update()  # noqa: SLF001 - nothing public asks for a topic again


class Membership(ConsumerRebalanceListener):
    """One worker in one group.

    All topics have the same lanes, so one topic stands for all; its partitions are paused, because only their
    assignment is wanted.  Reading goes on beside, and the store refuses whoever lost a lane and does not know yet.
    """

    def __init__(self, settings: KafkaSettings, group: str, topic: str, lanes: int) -> None:
        self._settings = settings
        self.group: Final = group
        self._topic, self._lanes = topic, lanes
        self._consumer: AIOKafkaConsumer | None = None
        self._watch = Watch(settings.patience)
        self._told: asyncio.Queue[frozenset[int] | None] = asyncio.Queue()
        self.held: frozenset[int] = frozenset()

    async def assignments(self) -> AsyncGenerator[Assignment, None]:
        """All lanes of this worker first, then each change, until closed.

        Raises `Unavailable` when the membership ended, or its topic is gone: whoever stays without one has no lanes and
        does not know.
        """
        try:
            await self._join()
            first = True
            while (lanes := await self._next()) is not None:
                gained, lost = lanes - self.held, self.held - lanes
                self.held = lanes
                if first or gained or lost:
                    yield Assignment(gained, lost)
                first = False
        finally:
            await self.close()

    async def _next(self) -> frozenset[int] | None:
        """Wait for the next word of the broker, and look meanwhile whether the membership goes on."""
        while True:
            try:
                async with asyncio.timeout(VERIFY_EVERY_S):
                    return await self._told.get()
            except TimeoutError:
                if self._consumer is not None:
                    self._watch.verify(self._consumer)

    async def tell(self, positions: Mapping[Partition, int]) -> None:
        """Commit what follows in our lanes, of every topic; nothing happens when the broker does not hear.

        A courtesy: nothing is ever read from it (`docs/adr/0001-truth-in-the-store.md`).
        """
        told = {
            TopicPartition(*where): OffsetAndMetadata(position + 1, "")
            for where, position in positions.items()
            if where.number in self.held
        }
        if not told or self._consumer is None or (coordinator := self._consumer._coordinator) is None:  # noqa: SLF001 - see below
            return
        with suppress(KafkaError, TimeoutError, OSError):
            async with asyncio.timeout(COURTESY_S):
                # `commit` of a consumer takes no topics but those that it reads, and ours reads none.
                await coordinator.commit_offsets(None, told)

    async def close(self) -> None:
        """Leave the group."""
        self.held = frozenset()
        self._told.put_nowait(None)
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            await consumer_stopped(consumer)

    async def _join(self) -> None:
        with answering("joining the group"):
            self._consumer = consumer_of(
                self._settings,
                group_id=self.group,
                group_instance_id=self._settings.member,
                partition_assignment_strategy=(RangePartitionAssignor,),
                max_poll_interval_ms=NEVER_MS,
                rebalance_timeout_ms=SESSION_MS,
                session_timeout_ms=SESSION_MS,
                heartbeat_interval_ms=HEARTBEAT_MS,
                request_timeout_ms=5 * SESSION_MS,
                metadata_max_age_ms=METADATA_MS,
            )
            self._consumer.subscribe([self._topic], listener=self)
            await started(self._consumer.start, self._consumer.stop, 2 * self._settings.patience)

    async def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        """Nothing: the new assignment says what is really lost."""

    async def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        """Tell the lanes of now; a partition that somebody added to the topic is none."""
        if self._consumer is not None:
            self._consumer.pause(*assigned)
        self._told.put_nowait(frozenset(at.partition for at in assigned if at.partition < self._lanes))
