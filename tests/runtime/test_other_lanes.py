"""A record in the partition of another lane: its person has another writer, so it is parked and never folded."""

from datetime import date

import pytest

from hub.adapters.memory_figures import MemoryFigures
from hub.adapters.memory_store import MemoryStore
from hub.codec.events import EventCodec
from hub.domain.lanes import lane_of
from hub.events.catalogue import DAY, DISCHARGE, FACT
from hub.ports.books import Wanted
from hub.ports.log import Partition, Record
from hub.ports.store import Parked
from hub.runtime.apply import ApplyParts, Group, apply
from hub.runtime.figures import DASHBOARDS, FiguresFold, FiguresParts
from hub.runtime.ticks import NO_DAY, days_begun, tick_drafts
from tests.runtime.figures_made import record_of
from tests.runtime.made import person, stay
from tests.runtime.test_figures_host import stay as figures_of_stay

LANES = 4
PEOPLE = [person(f"{n}") for n in range(200)]


@pytest.mark.parametrize("lane", range(LANES))
async def test_only_people_of_the_lane_are_folded(codec: EventCodec, group: Group, lane: int) -> None:
    """Records of two hundred people in one partition, as another partitioner would put them."""
    partition, store = Partition(DISCHARGE, lane), MemoryStore(LANES)
    records = [Record(partition, n, who, codec.encode(stay(who, "SP1", 0)[0]), 0) for n, who in enumerate(PEOPLE)]
    claims = {partition: await store.claim(partition, group.name)}
    applied = await apply(ApplyParts(store, codec, group, LANES), claims, {partition: records}, NO_DAY)
    mine = [who for who in PEOPLE if lane_of(who, LANES) == lane]
    assert {who for who in PEOPLE if await store.state("joint", who)} == set(mine)
    assert (applied.folded, applied.parked) == (len(mine), len(PEOPLE) - len(mine))
    rows = await store.quarantine.parked(Wanted(limit=1000))
    assert {row.rule for row in rows} == {"key_of_another_lane"}
    assert {row.position for row in rows} == {n for n, who in enumerate(PEOPLE) if who not in mine}


async def test_figures_of_another_lanes_people_are_not_counted(codec: EventCodec) -> None:
    """They would be kept by two folds, each with its own body before this one."""
    store = MemoryFigures(DASHBOARDS)
    lane = 1 - lane_of(record_of(figures_of_stay(1), 0).key, 2)
    fold = FiguresFold(FiguresParts(store, codec, lambda *_: None, 2), lane)
    await fold.begin()
    await fold.take([record_of(figures_of_stay(1), 0)._replace(partition=Partition(FACT, lane))])
    assert [(row.rule, row.lane) for row in await store.quarantine.parked()] == [("key_of_another_lane", lane)]
    assert await store.kept(DASHBOARDS, [record_of(figures_of_stay(1), 0).key]) == {}


def test_a_tick_of_another_lane_begins_no_day(codec: EventCodec) -> None:
    """A lane is told its own days, under its own key."""
    (draft,) = tick_drafts(codec, [1], 0, date(1970, 1, 1)) or tick_drafts(codec, [1], 0, None)
    parked: list[Parked] = []
    there, here = (Record(Partition(DAY, lane), 0, draft.key, draft.value, 0) for lane in (0, 1))
    assert days_begun(codec, [there, here], parked) == [date(1970, 1, 1)]
    assert [(row.rule, row.lane) for row in parked] == [("key_of_another_lane", 0)]
