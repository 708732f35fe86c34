"""Whole fetches for one member of a group that reads one topic: what the Faust host asks of aiokafka.

Faust owns the thread, the loop and the membership; the consumer that it runs is made here, with the hub's own
settings, and positions come from the caller: what Kafka remembers is told to it and never read back.
"""

# aiokafka has no types, so calls into it are untyped.
# mypy: allow-untyped-calls

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.errors import ConsumerStoppedError, KafkaError

from hub.adapters.kafka_faults import answering, missing
from hub.adapters.kafka_group import COURTESY_S, HEARTBEAT_MS, NEVER_MS, SESSION_MS, Watch
from hub.adapters.kafka_quiet import keep_records_out_of_logs
from hub.adapters.kafka_reader import consumer_of, records_of
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_start import let_go, started
from hub.adapters.kafka_topics import partitions
from hub.errors import Defect, Unavailable
from hub.ports.log import Partition, Record

LONGEST_POLL_MS: Final = 100
"""How long the broker may hold a fetch open.  One fetch at a time asks for every lane that wants more, so a lane that
ran dry in the middle of it waits for its end."""


class GroupFetching:
    """A consumer of one broker.  But for `check` and `consumer`, call everything in the consumer's own loop."""

    def __init__(self, settings: KafkaSettings) -> None:
        keep_records_out_of_logs()
        self._settings = settings
        self._watch = Watch(settings.patience)

    async def check(self, topic: str, lanes: int) -> None:
        """Look whether the topic is there, without asking for it by name, which could make it.

        Raises `Unavailable` when the broker is away or the topic missing, `Defect` when it has not as many lanes.
        """
        there = await partitions(self._settings)
        if topic not in there:
            raise Unavailable(f"kafka: {missing(topic)}")
        if there[topic] != lanes:
            raise Defect(f"kafka: {topic} has {there[topic]} partitions and not {lanes}; people would change places")

    def consumer(self, group: str) -> AIOKafkaConsumer:
        """Make a consumer in the running loop, not yet started and subscribed to nothing."""
        return consumer_of(
            self._settings,
            group_id=group,
            group_instance_id=self._settings.member,
            partition_assignment_strategy=(RangePartitionAssignor,),
            auto_offset_reset="none",
            fetch_max_wait_ms=LONGEST_POLL_MS,
            max_poll_interval_ms=NEVER_MS,
            rebalance_timeout_ms=SESSION_MS,
            session_timeout_ms=SESSION_MS,
            heartbeat_interval_ms=HEARTBEAT_MS,
            request_timeout_ms=5 * SESSION_MS,
        )

    async def start(self, consumer: AIOKafkaConsumer) -> None:
        """Start it; raises `Unavailable` when the broker does not let us in."""
        with answering("joining the group"):
            await started(consumer.start, consumer.stop, 2 * self._settings.patience)

    async def start_after(self, consumer: AIOKafkaConsumer, partition: Partition, after: int) -> bool:
        """Read a partition from after a position on; false when it is no longer ours.

        Raises `Defect` when the topic does not hold what follows the position, `Unavailable` when the broker is away.
        """
        where = TopicPartition(*partition)
        with answering("starting a lane"):
            async with asyncio.timeout(self._settings.patience):
                first = (await consumer.beginning_offsets([where]))[where]
                following = (await consumer.end_offsets([where]))[where]
        if where not in consumer.assignment():
            return False
        if first > after + 1:
            raise Defect("kafka: starting a lane: the topic no longer holds the position after ours; it was cut")
        if following <= after:
            raise Defect("kafka: starting a lane: the topic ends before our position; it was cut or made anew")
        consumer.seek(where, after + 1)
        return True

    async def owes(self, consumer: AIOKafkaConsumer, partition: Partition, after: int) -> bool:
        """Whether there is anything after a position that was not even looked at.

        Behind it may be what is no record: the end of another writer's transaction, or what that took back.  Raises
        `Defect` when the partition ends before it, `Unavailable` when the broker is away.
        """
        where = TopicPartition(*partition)
        with answering("looking at the end"):
            async with asyncio.timeout(self._settings.patience):
                following = int((await consumer.end_offsets([where]))[where])
                if following <= after:
                    raise Defect("kafka: reading: the topic ends before our position; it was cut or made anew")
                ours = where in consumer.assignment()
                return ours and following > int(await consumer.position(where))

    async def fetch(
        self, consumer: AIOKafkaConsumer, wanted: Collection[Partition], within_s: float, limit: int
    ) -> Mapping[Partition, Sequence[Record]]:
        """Give what has arrived in the wanted partitions, at least one, or nothing within the time.

        Raises `Defect` when a position is no longer there, `Unavailable` when the broker shuts us out.
        """
        places = {TopicPartition(*partition): partition for partition in wanted}
        with answering("reading"):
            try:
                got = await consumer.getmany(*places, timeout_ms=int(within_s * 1000), max_records=limit)
            except ConsumerStoppedError:
                return {}
        return {places[where]: records_of(places[where], messages) for where, messages in got.items()}

    def verify(self, consumer: AIOKafkaConsumer) -> None:
        """Raise what ended the membership, if anything did; `Unavailable` when its topic is gone for long."""
        self._watch.verify(consumer)

    async def tell(self, consumer: AIOKafkaConsumer, following: Mapping[Partition, int]) -> bool:
        """Tell the broker which position follows in each partition, for its tools; false if it did not hear."""
        ours = consumer.assignment()
        told = {TopicPartition(*where): position for where, position in following.items()}
        told = {where: position for where, position in told.items() if where in ours}
        try:
            async with asyncio.timeout(COURTESY_S):
                if told:
                    await consumer.commit(told)
        except (KafkaError, TimeoutError, OSError):
            return False
        return bool(told)

    async def stop(self, consumer: Any) -> None:
        """Leave the group and close, or just close when the broker does not hear."""
        try:
            async with asyncio.timeout(COURTESY_S):
                await consumer.stop()
        except (KafkaError, TimeoutError, OSError):
            await let_go(consumer)
