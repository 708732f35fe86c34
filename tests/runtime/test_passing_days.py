"""Days begin in every lane that can be reached, by no clock that is wrong, and somebody is told when they do not."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from structlog.testing import capture_logs

from hub.adapters.clocks import ManualClock, SystemClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_store import MemoryStore
from hub.codec.events import EventCodec
from hub.composition import Core
from hub.domain.days import day_of, start_of
from hub.errors import Unavailable
from hub.events.catalogue import DAY
from hub.observe.counting import Counting
from hub.observe.metrics import Metrics
from hub.ports.log import BEGINNING, Partition
from hub.ports.store import StateRow, SubjectRef
from hub.roles.passing_days import pass_day
from hub.runtime.ticks import day_row

LANES = 3
TODAY = day_of(SystemClock().now())


class ShakyStore(MemoryStore):
    """A store of which the server of one lane is away, or everything."""

    away: int | None = None
    silent = False

    async def now(self) -> int:
        """Give the time, or nothing."""
        if self.silent:
            raise Unavailable("the store")
        return await super().now()

    async def load(
        self, lane: int, processors: Collection[str], subjects: Collection[SubjectRef]
    ) -> Mapping[tuple[str, SubjectRef], StateRow]:
        """Load, or not."""
        if lane == self.away:
            raise Unavailable("the store")
        return await super().load(lane, processors, subjects)


class House:
    """What letting days pass works with, at today."""

    def __init__(self) -> None:
        self.clock, self.metrics, self.store = ManualClock(SystemClock().now()), Metrics(lambda: 0), ShakyStore(LANES)
        self.log = MemoryLog(self.clock, Placement(lanes=LANES))

    async def passes(self) -> list[dict[str, object]]:
        """Let days pass once; give the lines that were written."""
        core = SimpleNamespace(
            clock=self.clock, store=self.store, log=self.log, codec=EventCodec(),
            counting=Counting(self.metrics, "care"),
        )  # fmt: skip
        with capture_logs() as lines:
            await pass_day(cast("Core", core), range(LANES))
        return [dict(line) for line in lines]

    async def ticks(self) -> list[int]:
        """Count the ticks of each lane."""
        return [await self.log.end(Partition(DAY, lane)) - BEGINNING for lane in range(LANES)]

    def shows(self, metric: str) -> str:
        """Give what is shown for a metric with its labels; nothing when it is not."""
        lines = self.metrics.render().decode().splitlines()
        return next((line.rpartition(" ")[2] for line in lines if line.startswith(metric)), "")


async def test_a_lane_that_cannot_be_reached_keeps_no_other_from_its_day() -> None:
    """The first lane's server is away: the days of the others begin, and it is counted that one did not."""
    house = House()
    house.store.away = 0
    (line,) = await house.passes()
    assert (line["event"], line["lanes"], line["part"]) == ("days_wait", [0], "the store")
    assert await house.ticks() == [0, 1, 1]
    assert house.shows('hub_ticks_withheld_total{reason="away"}') == "1.0"
    house.store.away = None
    assert await house.passes() == []
    assert await house.ticks() == [1, 2, 2]


async def test_a_store_that_is_away_lets_no_day_pass_and_is_counted() -> None:
    """Without the database's time nobody knows whether this clock is right."""
    house = House()
    house.store.silent = True
    (line,) = await house.passes()
    assert (line["event"], line["lanes"]) == ("days_wait", [0, 1, 2])
    assert await house.ticks() == [0, 0, 0]
    assert house.shows('hub_ticks_withheld_total{reason="away"}') == "1.0"


@pytest.mark.parametrize("days", [-3, 3])
async def test_a_clock_that_is_days_off_lets_no_day_pass_and_is_counted(days: int) -> None:
    """Deadlines are told to nobody by a wrong clock, and that they are not told is seen."""
    house = House()
    house.clock.set(house.clock.now() + days * 86_400_000)
    (line,) = await house.passes()
    assert (line["event"], line["log_level"]) == ("days_refused", "error")
    assert await house.ticks() == [0, 0, 0]
    assert house.shows('hub_ticks_withheld_total{reason="clocks"}') == "1.0"


@pytest.mark.parametrize("days", [-3, 0, 3])
async def test_the_day_of_a_lane_is_shown_whatever_the_clocks_say(days: int) -> None:
    """A worker that starts under a wrong clock shows how far its lanes are: without it nobody would be called."""
    house, behind = House(), TODAY - timedelta(days=4)
    house.clock.set(house.clock.now() + days * 86_400_000)
    house.store._set(1, day_row(1, behind))
    house.store.away = 2
    lines = await house.passes()
    shown = [house.shows(f'hub_lane_day_timestamp_seconds{{lane="{lane}"}}') for lane in range(LANES)]
    assert [float(one) if one else None for one in shown] == [0.0, _midnight(behind), None]
    assert lines[-1]["lanes"] == [2]


async def test_it_is_shown_which_day_each_lane_has() -> None:
    """A lane that stands still is told from one that goes on, and from one that never had a day."""
    house, behind = House(), TODAY - timedelta(days=4)
    house.store._set(0, day_row(0, TODAY))
    house.store._set(1, day_row(1, behind))
    await house.passes()
    assert await house.ticks() == [0, 4, 1]
    shown = [float(house.shows(f'hub_lane_day_timestamp_seconds{{lane="{lane}"}}')) for lane in range(LANES)]
    assert shown == [start_of(TODAY) / 1000, _midnight(behind), 0.0]


def _midnight(day: date) -> float:
    return start_of(day) / 1000
