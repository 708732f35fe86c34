"""Every lane that a worker holds, for a host that hands over fetches."""

import asyncio
from collections.abc import Collection, Mapping
from typing import Final

import structlog

from hub.errors import Defect, HubError, Unavailable
from hub.ports.lane_book import StoppedLane
from hub.ports.log import Partition
from hub.runtime.failures import kinds_of
from hub.runtime.fetched_lane import Fetch, FetchedLane, FetchParts, LaneSource

_log = structlog.get_logger()
LET_GO_S: Final = 2.0
"""How long a rebalance waits for fetches in hand to be let go of; the store refuses whatever comes later."""


class FetchedLanes:
    """The lanes of now.  Its first failure is kept in `failed`, and the host ends with it."""

    def __init__(self, parts: FetchParts, source: LaneSource) -> None:
        self._parts, self._source = parts, source
        self._lanes: dict[Partition, FetchedLane] = {}
        self._tasks: dict[Partition, asyncio.Task[None]] = {}
        self._room = asyncio.Event()
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.failed.add_done_callback(lambda failed: failed.exception())  # told once, by whoever looks, or not at all

    def gain(self, partitions: Collection[Partition]) -> None:
        """Hold exactly these from now on, each beginning anew where the store stands."""
        self._lanes = {each: self._lane(each) for each in partitions}
        for partition, lane in self._lanes.items():
            before = self._tasks.get(partition)
            self._tasks[partition] = asyncio.create_task(self._keep(lane, before), name=f"lane-{partition.number}")

    def share(self, lanes: int) -> None:
        """Say how many lanes the broker has given to this worker: none is a share too, but not before it is told."""
        self._parts.host.on_held(lanes)

    async def lose(self, within_s: float = LET_GO_S) -> None:
        """Let go of every lane; what is in hand is dropped, and read again by whoever gets the lane."""
        self._lanes = {}
        tasks = set(self._tasks.values())
        for task in tasks:
            _let_go(task)
        if tasks:
            await asyncio.wait(tasks, timeout=within_s)

    @property
    def hungry(self) -> Mapping[Partition, int]:
        """The lanes that want a fetch, and for which of their turns."""
        return {each: turn for each, lane in self._lanes.items() if (turn := lane.hungry) is not None}

    async def any_hungry(self, within_s: float) -> Mapping[Partition, int]:
        """Give `hungry` as soon as one is, or after the time."""
        if not self.hungry:
            self._room.clear()
            try:
                await asyncio.wait_for(self._room.wait(), within_s)
            except TimeoutError:
                return {}
        return self.hungry

    def still_want(self, wanted: Mapping[Partition, int]) -> bool:
        """Whether every lane is still in the turn for which it wanted a fetch."""
        return wanted.items() <= self.hungry.items()

    def expect(self, fetch: Fetch) -> bool:
        """Say that a fetch is on its way; false when its lane does not want it any more."""
        lane = self._lanes.get(fetch.partition)
        return lane is not None and lane.expect(fetch)

    def hand(self, fetch: Fetch) -> None:
        """Give a fetch to its lane; one of a lane that is no longer ours is dropped."""
        lane = self._lanes.get(fetch.partition)
        if lane is not None:
            lane.hand(fetch)

    @property
    def following(self) -> Mapping[Partition, int]:
        """Of each lane the position that follows what is in the store."""
        return {each: lane.taken + 1 for each, lane in self._lanes.items() if lane.taken is not None}

    def fail(self, failure: HubError) -> None:
        """Let the host end with this, unless something failed before."""
        if not self.failed.done():
            self.failed.set_exception(failure)

    def _lane(self, partition: Partition) -> FetchedLane:
        return FetchedLane(partition, self._parts, self, self._room.set)

    async def start_after(self, partition: Partition, after: int) -> bool:
        """Have a partition read from after a position on, and say in words when it cannot be."""
        try:
            return await self._source.start_after(partition, after)
        except Defect as cut:
            _log.error("lane_cannot_start", group=self._parts.host.group, lane=partition.number, reason=str(cut))
            raise

    async def owes(self, partition: Partition, after: int) -> bool:
        """Whether there is anything after a position."""
        return await self._source.owes(partition, after)

    async def _keep(self, lane: FetchedLane, before: asyncio.Task[None] | None) -> None:
        number, host = lane.partition.number, self._parts.host
        if before is not None:
            _let_go(before)
            await asyncio.wait({before})
        try:
            await lane.patiently(lambda: host.book.start(host.group, number))
            await lane.run()
        except* Unavailable as silent:
            self.fail(Unavailable(str(silent.exceptions[0])))
        except* Exception as failures:  # noqa: BLE001 - the one place where a defect stops the host
            await self._stopped(lane, kinds_of(failures))

    async def _stopped(self, lane: FetchedLane, kinds: tuple[str, ...]) -> None:
        """Say so in the log, in the metrics and, if it answers, in the book; of the failure what `kinds_of` says."""
        number, host = lane.partition.number, self._parts.host
        _log.error("lane_stopped", group=host.group, lane=number, kinds=list(kinds), in_hand=dict(lane.in_hand))
        host.on_stopped(number)
        noted = StoppedLane(host.group, number, host.clock.now(), kinds, lane.in_hand)
        try:
            await host.book.stop(noted)
        except Unavailable as away:
            _log.warning("lane_not_noted", group=host.group, lane=number, part=str(away))
        self.fail(Defect(f"lane {number} of {self._parts.topic} stopped: {', '.join(kinds)}"))


def _let_go(task: asyncio.Task[None]) -> None:
    """Cancel once: a second time would disturb what is being put in order after the first."""
    if not task.cancelling():
        task.cancel()
