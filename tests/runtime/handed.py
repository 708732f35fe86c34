"""Lanes that are handed fetches by a test, and takers that note them."""

import asyncio
from collections.abc import Callable, Sequence

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_lanes import MemoryLanes
from hub.adapters.memory_log import MemoryLog
from hub.errors import Defect
from hub.ports.fetches import MakeTaker
from hub.ports.log import BEGINNING, Partition, Record
from hub.runtime.fetched_lane import Fetch, FetchParts
from hub.runtime.fetched_lanes import FetchedLanes
from hub.runtime.lane_host import HostParts

ONE, TWO = Partition("facts", 0), Partition("facts", 1)
SECRET = "Ermintrude"


class Taken:
    """Takers of all lanes, and what goes wrong."""

    def __init__(self) -> None:
        self.taken: list[tuple[int, list[int]]] = []
        self.position = BEGINNING
        self.trouble: Callable[[], Exception | None] = lambda: None
        self.holding: asyncio.Event | None = None
        self.started: list[tuple[Partition, int]] = []
        self.ours = True
        self.more: bool | Exception = False
        self.cut = False
        self.looked: Callable[[], Exception | None] = lambda: None

    async def start_after(self, partition: Partition, after: int) -> bool:
        """Note where a lane is to be read from."""
        self.started.append((partition, after))
        if self.cut:
            raise Defect("the topic was cut")
        return self.ours

    async def owes(self, partition: Partition, after: int) -> bool:
        """Say whether the log has more."""
        del partition, after
        if isinstance(self.more, Exception):
            raise self.more
        return self.more

    def __call__(self, lane: int) -> "OneTaken":
        """Make a taker."""
        return OneTaken(self, lane)


class OneTaken:
    """The taker of one lane."""

    def __init__(self, whole: Taken, lane: int) -> None:
        self._whole, self._lane = whole, lane

    async def begin(self) -> int:
        """Give the position of the store."""
        return self._whole.position

    async def take(self, records: Sequence[Record]) -> None:
        """Note them, or fail."""
        if self._whole.holding is not None:
            await self._whole.holding.wait()
        failure = self._whole.trouble()
        if failure is not None:
            raise failure
        self._whole.taken.append((self._lane, [record.position for record in records]))

    async def look(self) -> None:
        """Find the store as it was, or not."""
        failure = self._whole.looked()
        if failure is not None:
            raise failure


def made(taken: Taken, book: MemoryLanes | None = None) -> FetchedLanes:
    """Make the lanes of a worker."""
    return FetchedLanes(parts_of(taken, book or MemoryLanes()), taken)


def parts_of(taker: MakeTaker, book: MemoryLanes) -> FetchParts:
    """Give what a worker's lanes work with."""
    clock = ManualClock(0)
    log = MemoryLog(clock, Placement(lanes=2))
    return FetchParts(HostParts("dashboards", log, clock, book, lambda _: None, 0.01, 0.01), "facts", taker)


def records(partition: Partition, *positions: int) -> list[Record]:
    """Make records at positions."""
    return [Record(partition, position, b"key", SECRET.encode(), 0) for position in positions]


async def give(lanes: FetchedLanes, partition: Partition, *positions: int) -> None:
    """Hand over a fetch as soon as the lane wants one."""
    async with asyncio.timeout(2):
        while (turn := (await lanes.any_hungry(1)).get(partition)) is None:  # noqa: ASYNC110 - a lane of its own task
            await asyncio.sleep(0.001)
    fetch = Fetch(partition, turn, records(partition, *positions))
    assert lanes.expect(fetch)
    lanes.hand(fetch)


async def until(met: Callable[[], bool]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(2):
        while not met():  # noqa: ASYNC110 - conditions of others
            await asyncio.sleep(0.001)
