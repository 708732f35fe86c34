"""A tick of a day that has not begun: a lane's day never goes back, so one that is believed poisons the lane."""

from datetime import date, timedelta

import pytest

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_store import MemoryStore
from hub.codec.events import EventCodec
from hub.domain.days import days_apart, end_of, runs_ahead, start_of
from hub.events.catalogue import DAY, DISCHARGE
from hub.ports.log import Partition, Record
from hub.runtime.apply import Group
from hub.runtime.lane import Lane, LaneParts
from hub.runtime.ticks import day_row, stored_day, tick_drafts
from tests.runtime.made import happened, person, stay

TODAY, FUTURE = date(2026, 11, 20), date(2028, 1, 1)
NOW = start_of(TODAY) + 3_600_000
WHO = person("somebody")
DAYS, PEOPLE = Partition(DAY, 0), Partition(DISCHARGE, 0)


def test_a_day_may_begin_one_day_early_and_no_more() -> None:
    """Machines that differ about midnight agree; the day after tomorrow has begun nowhere."""
    assert [runs_ahead(TODAY + timedelta(days=n), end_of(TODAY)) for n in (-400, 0, 1, 2, 3)] == [False] * 3 + [
        True
    ] * 2
    assert runs_ahead(date.max, NOW)
    assert not runs_ahead(date.min, NOW)


def test_clocks_are_days_apart_whichever_runs_ahead() -> None:
    """One day is left, two are not."""
    day = 24 * 3_600_000
    assert [days_apart(NOW, NOW + n * day) for n in (-2, -1, 0, 1, 2)] == [True, False, False, False, True]


class House:
    """A lane over memory, whose clock stands at TODAY."""

    def __init__(self, codec: EventCodec, group: Group) -> None:
        self.codec, self.clock = codec, ManualClock(NOW)
        self.store, log = MemoryStore(1), MemoryLog(self.clock, Placement(lanes=1))
        self.lane = Lane(LaneParts(log, self.store, codec, group, self.clock, lambda *_: None), 0)

    async def tick(self, day: date, position: int, appended_at: int = NOW) -> None:
        """Let the lane take a tick of a day."""
        (draft,) = tick_drafts(self.codec, [0], start_of(day), None)
        await self.lane.take({DAYS: [Record(DAYS, position, draft.key, draft.value, appended_at)]})

    async def day(self) -> date:
        """Give the day that is kept of the lane."""
        return await stored_day(self.store, 0)

    async def told(self) -> int:
        """Count what waits to be told."""
        return len(await self.store.outbox(0, 100))


@pytest.fixture
async def house(codec: EventCodec, group: Group) -> House:
    """Give a lane with one person who went home, at TODAY."""
    made = House(codec, group)
    await made.lane.claim()
    await made.tick(TODAY, 0)
    records = [Record(PEOPLE, n, WHO, codec.encode(event), NOW) for n, event in enumerate(stay(WHO, "SP1", 0))]
    await made.lane.take({PEOPLE: records})
    return made


async def test_a_tick_from_the_future_is_parked_and_tells_nobody_anything(house: House) -> None:
    """It would have told every milestone of the six weeks at once and kept each later day from the lane."""
    told = await house.told()
    await house.tick(FUTURE, 1)
    (row,) = await house.store.quarantine.parked()
    assert (row.rule, row.topic, row.position) == ("day_not_begun", DAY, 1)
    assert (await house.day(), await house.told()) == (TODAY, told)
    await house.tick(TODAY + timedelta(days=1), 2)
    assert await house.day() == TODAY + timedelta(days=1)


async def test_a_tick_that_was_ahead_when_it_was_appended_stays_parked_in_every_replay(house: House) -> None:
    """What counts is the time in the log: read again years later, the lane sees the same days."""
    house.clock.set(start_of(date(2030, 1, 1)))
    await house.tick(FUTURE, 1)
    assert await house.day() == TODAY


async def test_a_lane_that_an_earlier_release_took_into_the_future_comes_back_with_the_next_tick(
    codec: EventCodec, group: Group
) -> None:
    """Its people live by today again, and nobody has to touch the database."""
    house = House(codec, group)
    house.store._set(0, day_row(0, FUTURE))
    await house.lane.claim()
    await house.tick(FUTURE, 1)
    assert await house.day() == FUTURE
    await house.tick(TODAY, 2)
    assert await house.day() == TODAY


async def test_a_slow_clock_turns_no_day_back(house: House) -> None:
    """A tick of last week, by a writer who believes in it, leaves a lane at today while either clock is right."""
    week = timedelta(days=7)
    await house.tick(TODAY - week, 1, NOW - 7 * 86_400_000)
    assert await house.day() == TODAY
    house.clock.set(NOW - 7 * 86_400_000)
    await house.tick(TODAY - week, 2)
    assert await house.day() == TODAY


async def test_what_is_no_tick_in_the_topic_of_days_begins_none(house: House) -> None:
    """An event of a person there is parked as one of another topic, and the day stays."""
    value = house.codec.encode(happened(WHO, stay(WHO, "SP2", 0)[0].body, 1))
    await house.lane.take({DAYS: [Record(DAYS, 1, WHO, value, NOW)]})
    assert await house.day() == TODAY
    assert [row.rule for row in await house.store.quarantine.parked()] == ["wrong_topic"]
