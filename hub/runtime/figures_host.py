"""The plain host of the dashboards: gives whole fetches of one topic to whatever takes them, over any log.

Faust does the same (`hub.runtime.faust_host`); this one needs no broker, so it is what a hub on one machine runs.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from hub.errors import Unavailable
from hub.events.catalogue import FACT
from hub.ports.fetches import MakeTaker
from hub.ports.log import Partition, Record
from hub.runtime.gone_back import look_now_and_then
from hub.runtime.lane_host import HostParts, LaneHost, patiently, wait_for
from hub.runtime.log_reading import batches_of

T = TypeVar("T")


class FiguresLane:
    """The worker of one lane: reads its records and has fetch after fetch taken, of at most `limit` records."""

    def __init__(self, host: HostParts, partition: Partition, taker: MakeTaker, limit: int) -> None:
        self._host, self._partition, self._limit = host, partition, limit
        self._taker = taker(partition.number)
        self.in_hand: tuple[tuple[str, int], ...] = ()

    async def run(self) -> None:
        """Take the lane, then read until it is taken away or the log closes.

        Raises `PositionRefused` when another worker claimed the lane or the store came back older than it was, or a
        defect as it is: the host decides.
        """
        after = await self._patiently(self._taker.begin)
        async with asyncio.TaskGroup() as tasks:
            looking = tasks.create_task(look_now_and_then(self._taker.look))
            await self._read(after)
            looking.cancel()

    async def _read(self, after: int) -> None:
        while True:
            try:
                async with batches_of(self._host.log, self._partition, after, self._limit) as fetches:
                    async for records in fetches:
                        await self._take(records)
                        after = records[-1].position
            except Unavailable as away:
                await wait_for(away, self._partition.number, self._host.patience_s, self._host.on_wait)
            else:
                return

    async def _take(self, records: Sequence[Record]) -> None:
        self.in_hand = ((self._partition.topic, records[0].position),)
        await self._patiently(lambda: self._taker.take(records))
        self.in_hand = ()

    async def _patiently(self, attempt: Callable[[], Awaitable[T]]) -> T:
        return await patiently(attempt, self._partition.number, self._host.patience_s, self._host.on_wait)


class FiguresHost(LaneHost):
    """Takers of the lanes that the log assigns to this worker; `taker` makes one, anew each time a lane begins."""

    def __init__(self, host: HostParts, taker: MakeTaker, limit: int = 5000, topic: str = FACT) -> None:
        super().__init__(host, lambda number: FiguresLane(host, Partition(topic, number), taker, limit))
