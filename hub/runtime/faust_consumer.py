"""Faust's consumer, made to hand over whole fetches and to take positions from us.

Faust keeps the membership, the thread that reads and the way to the agent.  Overridden is what it would decide about
single events: which records it asks for, from where, and which offset it calls done.
"""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from faust.transport.drivers import aiokafka as driver
from faust.types import TP, ConsumerMessage
from faust.types.transports import TPorTopicSet

from hub.errors import HubError
from hub.ports.fetches import GroupBroker
from hub.ports.log import Partition
from hub.runtime.faust_thread import LOGGER, FetchThread
from hub.runtime.fetched_lane import Fetch
from hub.runtime.fetched_lanes import FetchedLanes

GLANCE_S: Final = 0.2
"""How long a fetch waits for records before it looks again which lanes want some."""


class Reading(NamedTuple):
    """What the consumer reads with and for."""

    group: str
    broker: GroupBroker
    lanes: FetchedLanes
    limit: int
    """Records of one fetch at most."""


class FetchConsumer(driver.Consumer):
    """Hands over fetches of the lanes that want one, and begins each lane where the store stands."""

    logger = LOGGER
    _thread: FetchThread

    @property
    def reading(self) -> Reading:
        """What the app was made with."""
        return self.app.reading  # type: ignore[attr-defined, no-any-return]  # of our own kind of app

    def _new_consumer_thread(self) -> FetchThread:
        return FetchThread(self, loop=self.loop, beacon=self.beacon)

    async def start_after(self, partition: Partition, after: int) -> bool:
        """Read a partition from after a position on; false when it is no longer ours; raises `HubError`."""
        return await self._thread.start_after(partition, after)

    async def owes(self, partition: Partition, after: int) -> bool:
        """Whether there is anything after a position; raises `HubError`."""
        return await self._thread.owes(partition, after)

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, Any]]:  # noqa: ASYNC109 - Faust's own
        """Give one fetch, as one message, of each lane that wants one and has it; within the time."""
        if not self.flow_active:
            await self.wait(self.can_resume_flow)  # type: ignore[arg-type]  # anything with a `wait` will do
        lanes = self.reading.lanes
        wanted = await lanes.any_hungry(min(timeout, GLANCE_S))
        generation = self.app.consumer_generation_id
        for fetch in await self._fetched(wanted) if wanted else ():
            if not self.flow_active or generation != self.app.consumer_generation_id:
                return  # Every lane begins anew.
            if lanes.expect(fetch):
                where = TP(*fetch.partition)
                # Without a last offset Faust neither drops a fetch as an old one nor looks for gaps before it.
                self._read_offset[where] = None
                yield where, self._message(where, fetch)

    async def _fetched(self, wanted: Mapping[Partition, int]) -> Iterable[Fetch]:
        try:
            return await self._thread.fetch(wanted, GLANCE_S, self.reading.limit)
        except HubError as failure:
            if not self.reading.lanes.still_want(wanted):
                return ()  # Of a lane that begins anew nobody has said yet where; what is really wrong comes again.
            self.reading.lanes.fail(failure)
            await self.wait()  # The host ends the app; nothing may be read meanwhile.
            return ()

    def _message(self, where: TP, fetch: Fetch) -> ConsumerMessage:
        last = fetch.records[-1]
        return ConsumerMessage(
            where.topic, where.partition, last.position, last.appended_at / 1000, 0, (), None, fetch, None,  # type: ignore[arg-type]  # the value need not be bytes
            tp=where, generation_id=self.app.consumer_generation_id,
        )  # fmt: skip

    async def perform_seek(self) -> None:
        """Begin every assigned lane, each as soon as its store says where; Faust would go to the committed offsets."""
        self.reading.lanes.gain({Partition(*where) for where in self.assignment()})

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Say how large our share is; of an empty one Faust would tell nobody, for there is nothing to begin."""
        self.reading.lanes.share(len(assigned))
        await super().on_partitions_assigned(assigned, generation_id)

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Let go of every lane: the next assignment names all that are ours."""
        await self.reading.lanes.lose()
        await super().on_partitions_revoked(revoked)

    def _filter_tps_with_pending_acks(self, topics: TPorTopicSet | None = None) -> Iterator[TP]:
        del topics
        return (TP(*partition) for partition in self.reading.lanes.following)

    def _new_offset(self, tp: TP) -> int | None:
        """What is committed is what the store has, never what the agent was handed."""
        return self.reading.lanes.following.get(Partition(*tp))

    async def _commit(self, offsets: Mapping[TP, int]) -> bool:
        return await self._thread.tell({Partition(*where): offset for where, offset in offsets.items()})

    async def verify_all_partitions_active(self) -> None:
        """Nothing: Faust would call a lane slow that waits for its store, with words for an engineer of Faust."""

    def on_buffer_full(self, tp: TP) -> None:
        """Nothing: a lane that has no room is not asked for."""

    def on_buffer_drop(self, tp: TP) -> None:
        """Nothing, as above."""


class FetchTransport(driver.Transport):
    """Faust's way to Kafka, with our consumer."""

    Consumer = FetchConsumer
