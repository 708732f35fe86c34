"""The plain host of the dashboards: nothing skipped, nothing counted twice, and no lane stopped in silence."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any

import pytest

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_figures import MemoryFigures
from hub.adapters.memory_lanes import MemoryLanes
from hub.adapters.memory_log import MemoryLog
from hub.domain.days import start_of
from hub.errors import Defect, Unavailable
from hub.events.catalogue import FACT
from hub.ports.figures import FiguresAsk, FiguresBatch
from hub.ports.lane_book import StoppedLane
from hub.ports.log import Draft, Partition, Record
from hub.runtime.figures import DASHBOARDS, FiguresFold, FiguresParts, FiguresTaken
from hub.runtime.figures_host import FiguresHost
from hub.runtime.lane_host import HostParts
from tests.runtime.figures_made import CODEC, START, in_lane, record_of

LANES = 2


class ShakyFigures(MemoryFigures):
    """A store that is away, or broken, for as long as a test says."""

    def __init__(self) -> None:
        super().__init__(DASHBOARDS)
        self.trouble: Callable[[FiguresBatch], Exception | None] = lambda _: None
        self.tries = 0

    async def put(self, batch: FiguresBatch) -> None:
        """Write, or fail as told."""
        self.tries += 1
        failure = self.trouble(batch)
        if failure is not None:
            raise failure
        await super().put(batch)

    async def discharges(self) -> int:
        """Count every discharge."""
        return sum(
            figure.amount for figure in await self.figures(FiguresAsk("discharges", START, START.replace(day=30)))
        )


def stay(who: int) -> dict[str, Any]:
    """Give the fact of a stay that ended at home."""
    body = {
        "admitted_on": START, "areas": [{"council": "E1", "ics": "QA", "since": START}], "destination": "19",
        "ended": "left", "left_on": START.replace(day=26), "pathway": "P1", "ready_on": None, "trust": "RA",
    }  # fmt: skip
    return {"told_on": START, "who": who, "kind": "StayFigures", "key": "S", "body": body}


class ShakyLog(MemoryLog):
    """A log that does not answer so many reads."""

    away = 0

    async def read(self, partition: Partition, after: int, *, limit: int = 5000) -> AsyncIterator[Sequence[Record]]:
        """Read, or say that nobody answers."""
        if self.away:
            self.away -= 1
            raise Unavailable("the log")
        async for records in super().read(partition, after, limit=limit):
            yield records


class PlainHouse:
    """The plain host over memory."""

    def __init__(self) -> None:
        self.clock = ManualClock(start_of(START))
        self.log = ShakyLog(self.clock, Placement(lanes=LANES))
        self.figures, self.book = ShakyFigures(), MemoryLanes()
        self.stopped: list[int] = []
        self.waits: list[int] = []
        self.taken: list[FiguresTaken] = []
        self._task = self._started()

    def _started(self) -> asyncio.Task[None]:
        host = HostParts(
            DASHBOARDS, self.log, self.clock, self.book, self.stopped.append, 0.01, 0.01, self.waits.append
        )
        parts = FiguresParts(self.figures, CODEC, lambda _lane, taken, _seconds: self.taken.append(taken), LANES)
        return asyncio.create_task(FiguresHost(host, lambda lane: FiguresFold(parts, lane)).run())

    async def send(self, facts: Sequence[Mapping[str, Any]], lane: int) -> None:
        """Append the records of facts to a lane."""
        records = [record_of(in_lane(fact, lane, LANES), 0) for fact in facts]
        await self.log.append([Draft(FACT, record.key, record.value, number=lane) for record in records])

    async def stopped_lanes(self) -> Sequence[StoppedLane]:
        """Give what is noted of lanes that stand still."""
        return await self.book.stopped()

    async def restart(self) -> None:
        """Let another host take over."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        self._task = self._started()

    async def close(self) -> None:
        """Stop everything."""
        await self.log.close()
        await asyncio.gather(self._task, return_exceptions=True)


@pytest.fixture
async def house() -> AsyncIterator[PlainHouse]:
    """Give a house whose host runs."""
    made = PlainHouse()
    yield made
    await made.close()


async def until(met: Callable[[], Awaitable[bool]], within_s: float = 20.0) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(within_s):
        while not await met():  # noqa: ASYNC110 - conditions of others
            await asyncio.sleep(0.01)


async def counted(house: PlainHouse, discharges: int) -> None:
    """Wait until so many discharges are counted."""

    async def met() -> bool:
        return await house.figures.discharges() >= discharges

    await until(met)
    assert await house.figures.discharges() == discharges


async def test_what_is_told_is_counted_in_every_lane(house: PlainHouse) -> None:
    """Records that wait at the start, and those that come later."""
    await house.send([stay(1), stay(2)], 0)
    await house.send([stay(3)], 1)
    await counted(house, 3)
    await house.send([stay(4)], 1)
    await counted(house, 4)


async def test_a_store_that_is_away_is_waited_for_in_place(house: PlainHouse) -> None:
    """Nothing is skipped while it does not answer, and all is counted once when it comes back."""
    house.figures.trouble = lambda _: Unavailable("the figures") if house.figures.tries < 4 else None
    await house.send([stay(1), stay(2)], 0)
    await counted(house, 2)
    assert house.figures.tries >= 4
    assert not house.stopped


async def test_a_defect_stops_its_own_lane_loudly_and_no_other(house: PlainHouse) -> None:
    """It is told, noted with what the lane had in hand, and the other lane is served on."""
    house.figures.trouble = lambda batch: Defect("planted") if batch.lane == 0 else None
    await house.send([stay(1)], 0)
    await house.send([stay(2)], 1)
    await counted(house, 1)

    async def noted() -> bool:
        return bool(await house.stopped_lanes())

    await until(noted)
    (one,) = await house.stopped_lanes()
    assert (one.group, one.lane, one.kinds, one.in_hand) == (DASHBOARDS, 0, ("Defect: planted",), ((FACT, 0),))
    assert list(house.stopped) == [0]
    await house.send([stay(3)], 1)
    await counted(house, 2)


async def test_a_lane_that_another_took_is_taken_again(house: PlainHouse) -> None:
    """A command that replaced the figures refuses the host once; then it goes on from the position it finds."""
    await house.send([stay(1)], 0)
    await counted(house, 1)
    await house.figures.claim(Partition(FACT, 0), DASHBOARDS)
    await house.send([stay(2)], 0)
    await counted(house, 2)
    assert not house.stopped


async def test_a_restart_goes_on_where_the_stored_position_is(house: PlainHouse) -> None:
    """What was counted before is not counted again, what was not is."""
    await house.send([stay(1), stay(2)], 0)
    await counted(house, 2)
    house.figures.trouble = lambda _: Unavailable("the figures")
    await house.send([stay(3)], 0)
    await house.restart()
    house.figures.trouble = lambda _: None
    await counted(house, 3)


async def test_a_log_that_is_away_is_asked_again(house: PlainHouse) -> None:
    """A lane whose reader failed begins again behind what it has folded."""
    house.log.away = 5
    await house.restart()
    await house.send([stay(1)], 0)
    await counted(house, 1)
    assert house.log.away == 0
    assert len(house.waits) == 5


async def test_what_was_taken_is_told_for_counting(house: PlainHouse) -> None:
    """The records of a fetch, and how many of them were parked."""
    await house.send([stay(1), stay(2)], 0)
    await counted(house, 2)
    assert sum(taken.records for taken in house.taken) == 2
    assert not any(taken.parked for taken in house.taken)
