"""The thread in which Faust reads: it runs our own consumer, and what it is asked runs in its loop."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, TypeVar

import structlog
from faust.transport.drivers import aiokafka as driver
from mode import Service
from mode.threads import WorkerThread

from hub.errors import HubError
from hub.ports.log import Partition
from hub.runtime.fetched_lane import Fetch

if TYPE_CHECKING:
    from hub.runtime.faust_consumer import Reading

_log = structlog.get_logger()
T = TypeVar("T")
STOP_WITHIN_S: Final = 6.0
"""How long the thread may take to end: a broker that does not answer must not hold up the process."""
VERIFY_EVERY_S: Final = 0.5
LOGGER: Final = logging.getLogger("faust.hub")
"""Where Faust's parts of ours speak, of which only warnings are kept."""


class _Worker(WorkerThread):
    """A thread that the end of the process does not wait for."""

    def __init__(self, service: "FetchThread", **more: Any) -> None:
        super().__init__(service, **more)
        self.daemon = True

    def stop(self) -> None:
        """Wait for its end, but not for ever."""
        self.is_stopped.wait(STOP_WITHIN_S)


class FetchThread(driver.AIOKafkaConsumerThread):
    """Reads, starts lanes, tells the broker how far we are."""

    logger = LOGGER
    Worker = _Worker
    shutdown_timeout = STOP_WITHIN_S

    @property
    def _with(self) -> "Reading":
        return self.app.reading  # type: ignore[attr-defined, no-any-return]  # of our own kind of app

    async def on_start(self) -> None:
        """Make and start the consumer, in the thread; raises `HubError`."""
        # While a fetch runs no lane may be started elsewhere: its records would be taken for those of before.
        self._one_at_a_time = asyncio.Lock()
        self.time_started = monotonic()
        consumer = self._with.broker.consumer(self._with.group)
        await self._with.broker.start(consumer)
        self._consumer = consumer

    async def on_thread_stop(self) -> None:
        """Stop the consumer, in the thread: before Faust does, who would wait for a broker that does not answer."""
        if self._consumer is not None:
            await self._with.broker.stop(self._consumer)
        await super().on_thread_stop()

    def on_crash(self, msg: str, *fmt: Any, **more: Any) -> None:
        """Say that the thread ended by a failure; the host says which."""
        del msg, fmt, more
        _log.error("reading_ended")

    async def fetch(self, wanted: Mapping[Partition, int], within_s: float, limit: int) -> Sequence[Fetch]:
        """Give what has arrived in these partitions, for their turns; raises `HubError`."""
        return await self._call(self._fetch(wanted, within_s, limit))

    async def start_after(self, partition: Partition, after: int) -> bool:
        """Read a partition from after a position on; false when it is no longer ours; raises `HubError`."""
        return await self._call(self._start_after(partition, after))

    async def owes(self, partition: Partition, after: int) -> bool:
        """Whether there is anything after a position; raises `HubError`."""
        return await self._call(self._with.broker.owes(self._ensure_consumer(), partition, after))

    async def tell(self, following: Mapping[Partition, int]) -> bool:
        """Tell the broker how far we are; false if it did not hear."""
        return await self._call(self._with.broker.tell(self._ensure_consumer(), following))

    async def _call(self, work: Coroutine[Any, Any, T]) -> T:
        """Run in the thread's loop; Faust's own queue of calls has two workers, which a silent broker would hold."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self.thread_loop))

    async def _fetch(self, wanted: Mapping[Partition, int], within_s: float, limit: int) -> Sequence[Fetch]:
        async with self._one_at_a_time:
            got = await self._with.broker.fetch(self._ensure_consumer(), wanted, within_s, limit)
        return [Fetch(partition, wanted[partition], records) for partition, records in got.items()]

    async def _start_after(self, partition: Partition, after: int) -> bool:
        async with self._one_at_a_time:
            return await self._with.broker.start_after(self._ensure_consumer(), partition, after)

    @Service.task
    async def _verify(self) -> None:
        """Look whether the membership goes on: its errors wait for somebody to ask, and Faust never does."""
        while not self.should_stop:
            await self.sleep(VERIFY_EVERY_S)
            if self._consumer is not None:
                try:
                    self._with.broker.verify(self._consumer)
                except HubError as failure:
                    self.parent_loop.call_soon_threadsafe(self._with.lanes.fail, failure)
