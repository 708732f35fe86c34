"""The log in Kafka: production, and everything past one machine.  Positions are offsets."""

# aiokafka has no types, so calls into it are untyped.
# mypy: allow-untyped-calls

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence

from aiokafka import AIOKafkaConsumer, TopicPartition

from hub.adapters.held_lanes import HeldLanes
from hub.adapters.kafka_faults import answering, missing
from hub.adapters.kafka_group import Membership
from hub.adapters.kafka_producer import Producer
from hub.adapters.kafka_quiet import keep_records_out_of_logs
from hub.adapters.kafka_reader import Reader, consumer_of
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.kafka_start import consumer_stopped, started
from hub.adapters.kafka_tail import newest_before
from hub.adapters.kafka_topics import other_partitions, partitions
from hub.adapters.log_placement import Placement
from hub.errors import OtherPartitions, Unavailable
from hub.ports.clock import Clock
from hub.ports.log import BEGINNING, Appended, Assignment, Draft, Partition, Record


class KafkaLog:
    """A `hub.ports.log.Log` over a broker.

    Nothing is opened before it is needed, so a hub may start before its broker.

    A call's drafts to several partitions are not one transaction: when an append raises `Unavailable`, some of them
    may be in the log.  The caller sends all again, and repeats are dropped by their event ids.
    """

    def __init__(self, settings: KafkaSettings, clock: Clock, placement: Placement | None = None) -> None:
        keep_records_out_of_logs()
        self._settings = settings
        self._placement = placement or Placement()
        self.lanes: int = self._placement.lanes
        self._producer = Producer(settings, clock)
        self._held = HeldLanes(self.lanes)
        self._members: set[Membership] = set()
        self._opened: set[AIOKafkaConsumer] = set()
        self._meter: AIOKafkaConsumer | None = None
        self._checked = False
        self._starting, self._looking = asyncio.Lock(), asyncio.Lock()
        self._newest: dict[Partition, tuple[int, int]] = {}

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Appended]:
        """Write all drafts and return when every replica in sync has them.

        Raises `Rejected` for a draft that no log takes, `Unavailable` when the broker did not confirm all.
        """
        self._open()
        placed = self._placement.all_of(drafts)
        if not placed:
            return ()
        await self._check()
        return await self._producer.send(drafts, placed)

    async def read(self, partition: Partition, after: int, *, limit: int = 5000) -> AsyncIterator[Sequence[Record]]:
        """Whole batches after a position; ends when the lane is taken away or the log closes.

        After `Unavailable` the reader is over: open another at the last position.
        """
        self._placement.known(partition)
        place = self._held.place(partition.number)
        if place.ended():
            return
        await self._check()
        reader = Reader(self._settings, partition, place, self._opened).batches(after, limit)
        try:
            async for batch in reader:
                if place.ended():
                    return
                yield batch
        finally:
            await reader.aclose()

    async def assignments(self, group: str) -> AsyncIterator[Assignment]:
        """Lanes that the broker gives this worker in the group; closing the iterator leaves the group."""
        if self._held.closed:
            return
        await self._check()
        member = Membership(self._settings, group, min(self._placement.topics), self.lanes)
        self._members.add(member)
        changes = member.assignments()
        try:
            async for change in changes:
                self._lose(change.lost)
                yield change
        finally:
            left = member.held
            self._members.discard(member)
            await changes.aclose()
            self._lose(left)

    def _lose(self, lanes: frozenset[int]) -> None:
        """End readers of lanes that no group of this worker holds any more."""
        self._held.lose(lanes - frozenset[int]().union(*(member.held for member in self._members)))

    async def end(self, partition: Partition) -> int:
        """Position before the next one to be written, or `BEGINNING`: the newest record's, where nobody else writes.

        A transaction of another producer ends in a marker that takes a position and is never read.
        """
        where = TopicPartition(*self._placement.known(partition))
        await self._check()
        with answering("looking at the end"):
            meter = await self._metering()
            async with asyncio.timeout(self._settings.patience):
                return int((await meter.end_offsets([where]))[where]) - 1

    async def newest(self, partition: Partition) -> int:
        """Position of the newest record that a reader is given, or `BEGINNING`; looked up once for each end."""
        end = await self.end(partition)
        if end == BEGINNING:
            return end
        async with self._looking:
            known, newest = self._newest.get(partition, (BEGINNING, BEGINNING))
            if known != end:
                with answering("looking at the end"):
                    meter = await self._metering()
                    async with asyncio.timeout(2 * self._settings.patience):
                        newest = await newest_before(meter, TopicPartition(*partition), end + 1)
                self._newest[partition] = end, newest
        return newest

    async def tell(self, group: str, positions: Mapping[Partition, int]) -> None:
        """Commit, for the broker's tools, what follows in the lanes of our memberships in the group; never fails."""
        await asyncio.gather(*(member.tell(positions) for member in self._members if member.group == group))

    async def _metering(self) -> AIOKafkaConsumer:
        async with self._starting:
            if self._meter is None:
                meter = consumer_of(self._settings)
                await started(meter.start, meter.stop, 2 * self._settings.patience)
                self._meter = meter
            return self._meter

    async def close(self) -> None:
        """End every reader, leave every group, let what is being written finish."""
        self._held.close()
        await asyncio.gather(*(member.close() for member in self._members))
        if self._meter is not None:
            self._opened.add(self._meter)
        await asyncio.gather(*(consumer_stopped(consumer) for consumer in self._opened))
        self._opened.clear()
        await self._producer.close()

    def _open(self) -> None:
        if self._held.closed:
            raise Unavailable("the log is closed")

    async def _check(self) -> None:
        """Once: every declared topic is there, with our number of lanes.  Asking for one by name could make it."""
        self._open()
        async with self._starting:
            if self._checked:
                return
            there = await partitions(self._settings)
            absent = sorted(self._placement.topics - there.keys())
            if absent:
                raise Unavailable(f"kafka: {missing(', '.join(absent))}")
            if other := other_partitions(there, self._placement):
                raise OtherPartitions(self.lanes, other)
            self._checked = True
