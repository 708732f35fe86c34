"""What a host does with a lane that stops, or is taken away in the very moment in which the store refuses it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from structlog.testing import capture_logs

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_lanes import MemoryLanes
from hub.adapters.memory_log import MemoryLog
from hub.errors import Defect, PositionRefused
from hub.observe.counting import Counting
from hub.observe.metrics import Metrics
from hub.ports.log import Assignment
from hub.runtime.lane_host import HostParts, LaneHost

LANES = 2
WITHIN_S = 2.0


class MovingLog(MemoryLog):
    """A log whose lanes move when the test says so."""

    def __init__(self) -> None:
        super().__init__(ManualClock(0), Placement(lanes=LANES))
        self.changes: asyncio.Queue[Assignment] = asyncio.Queue()

    async def assignments(self, group: str) -> AsyncIterator[Assignment]:
        """Give each change as it comes."""
        del group
        while True:
            yield await self.changes.get()


class RefusedLane:
    """A lane whose store refuses it, and whose reader takes a moment to end, as one does that closes a connection."""

    in_hand: tuple[tuple[str, int], ...] = ()

    def __init__(self, number: int, begun: list[int], ends: asyncio.Event) -> None:
        self._number, self._begun, self._ends = number, begun, ends

    async def run(self) -> None:
        """Begin to read, and be refused."""
        self._begun.append(self._number)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._read())
            await asyncio.sleep(0)
            raise PositionRefused("another worker has claimed it")

    async def _read(self) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            with suppress(asyncio.CancelledError):
                await self._ends.wait()


async def until_begun(begun: list[int], times: int) -> None:
    """Wait until lanes have begun so many times."""
    async with asyncio.timeout(WITHIN_S):
        while len(begun) < times:  # noqa: ASYNC110 - the host's doing
            await asyncio.sleep(0.005)


async def test_a_lane_that_is_refused_while_it_is_taken_away_is_let_go() -> None:
    """It is not taken again from its new owner; the change is followed, and a lane that stays ours is taken again."""
    log, begun, ends = MovingLog(), list[int](), asyncio.Event()
    parts = HostParts("care", log, ManualClock(0), MemoryLanes(), lambda _: None, retake_after_s=0.01)
    host = LaneHost(parts, lambda number: RefusedLane(number, begun, ends))
    running = asyncio.create_task(host.run())
    await log.changes.put(Assignment(frozenset({0}), frozenset()))
    await until_begun(begun, 1)
    await log.changes.put(Assignment(frozenset({1}), frozenset({0})))
    await asyncio.sleep(0.02)
    ends.set()
    try:
        await until_begun(begun, 4)
        assert begun[:4] == [0, 1, 1, 1]
        assert host.lanes == {1}
    finally:
        running.cancel()
        await asyncio.wait({running}, timeout=WITHIN_S)


class BrokenLane:
    """A lane that a failure stops inside a task of its own."""

    in_hand: tuple[tuple[str, int], ...] = (("hub.discharge.v1", 7),)

    def __init__(self, failure: Exception) -> None:
        self._failure = failure

    async def run(self) -> None:
        """Fail as a reader of the lane does."""

        async def read() -> None:
            raise self._failure

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(read())


@pytest.mark.parametrize(
    ("failure", "kinds"),
    [
        (Defect("joint: kept by version 4"), ("Defect: joint: kept by version 4",)),
        (ExceptionGroup("two", [KeyError("Ermintrude"), Defect("cut")]), ("Defect: cut", "KeyError")),
    ],
)
async def test_a_stopped_lane_says_the_words_of_the_hub_and_no_others(
    failure: Exception, kinds: tuple[str, ...]
) -> None:
    """The log and the doctor's book say why, as the runbook has it; what might hold a value of somebody stays out."""
    log, book, stopped = MovingLog(), MemoryLanes(), asyncio.Event()
    host = LaneHost(
        HostParts("care", log, ManualClock(0), book, lambda _: stopped.set()), lambda _: BrokenLane(failure)
    )
    with capture_logs() as lines:
        running = asyncio.create_task(host.run())
        await log.changes.put(Assignment(frozenset({0}), frozenset()))
        await asyncio.wait_for(stopped.wait(), WITHIN_S)
        await asyncio.sleep(0.02)
        running.cancel()
        await asyncio.wait({running}, timeout=WITHIN_S)
    (noted,) = await book.stopped()
    assert noted.kinds == kinds
    (line,) = [one for one in lines if one["event"] == "lane_stopped"]
    assert (line["kinds"], "Ermintrude" in repr(lines)) == ([*kinds], False)


async def test_a_stopped_lane_that_goes_to_another_worker_alarms_here_no_longer() -> None:
    """The metric says what is true of a worker's own lanes: who has the lane now says whether it stands still."""
    log, metrics, stopped = MovingLog(), Metrics(lambda: 0), asyncio.Event()
    counting = Counting(metrics, "care")

    def on_stopped(lane: int) -> None:
        counting.stopped(lane)
        stopped.set()

    parts = HostParts(
        "care", log, ManualClock(0), MemoryLanes(), on_stopped, on_lost=counting.lost, on_held=counting.held
    )
    running = asyncio.create_task(LaneHost(parts, lambda _: BrokenLane(Defect("planted"))).run())
    await log.changes.put(Assignment(frozenset({0}), frozenset()))
    await asyncio.wait_for(stopped.wait(), WITHIN_S)
    assert 'hub_lane_stopped{group="care",lane="0"} 1.0' in metrics.render().decode()
    assert (counting.lanes_held, 'hub_lanes_held{group="care"} 1.0' in metrics.render().decode()) == (1, True)
    await log.changes.put(Assignment(frozenset(), frozenset({0})))
    async with asyncio.timeout(WITHIN_S):
        while 'hub_lane_stopped{group="care",lane="0"} 0.0' not in metrics.render().decode():  # noqa: ASYNC110 - the host's doing
            await asyncio.sleep(0.005)
    assert counting.lanes_held == 0
    running.cancel()
    await asyncio.wait({running}, timeout=WITHIN_S)
