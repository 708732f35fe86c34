"""`hub bench scale`: one thing grows at a time, over a store that holds a crowd of the past."""

from datetime import timedelta
from typing import Any

import pytest

from hub.adapters.memory_store import MemoryStore
from hub.bench import crowd
from hub.bench.fold_figures import group_of
from hub.bench.lives import LIFE, START
from hub.bench.scale import Point, Sizes, bench_scale, told
from hub.domain.days import day_of
from hub.domain.lanes import lane_of
from hub.ports.board import LIMITED, status_on
from tests.bench.printed import KEYS

PEOPLE, LANES = 1_700, 3


def test_one_thing_grows_at_a_time() -> None:
    """Each point differs from the first in one size, so that a dearer event has one cause."""
    sizes = Sizes(people=(10, 1000), lanes=(8, 1, 48), workers=(1, 2))
    first = Point(10, 8, 1)
    assert sizes.points() == [first, Point(1000, 8, 1), Point(10, 1, 1), Point(10, 48, 1), Point(10, 8, 2)]


async def test_a_crowd_is_people_whose_weeks_are_over() -> None:
    """Everybody has a whole history, is listed as past, and has no day on which anything would still happen."""
    store, group = MemoryStore(LANES), group_of("care")
    shown: list[int] = []
    await crowd.fill(store, LANES, PEOPLE, group, lambda _, done: shown.append(done))
    assert shown[-1] == PEOPLE
    names = [processor.name for processor in group.processors]
    for number in range(0, PEOPLE, 97):
        who = crowd.member(number, PEOPLE)
        rows = await store.load(lane_of(who, LANES), names, [who])
        assert ("joint", who) in rows
        assert all(row.due_on is None for row in rows.values())
        listing = rows["joint", who].listing
        assert listing is not None
        assert status_on(listing, day_of(START) + timedelta(days=120)) in LIMITED
        assert len(await store.history(who)) == LIFE
    assert await store.waiting() == {}
    assert await store.positions(group.name) == {}


def test_growth_is_told_against_the_first_point() -> None:
    """Cost is the processor time of all parts; each later point says what it costs of the first's, and its rate."""
    figures: dict[str, Any] = {
        "events": 100, "seconds": 2.0, "events_per_s": 50.0, "limit_per_s": 90.0, "ratio_to_limit": 0.5,
        "processor_us_per_event": {"workers": 10.0, "broker": 4.0, "postgres": 6.0}, "rss_mb_max": 70.0, "checked": 9,
    }  # fmt: skip
    dearer = figures | {
        "processor_us_per_event": {"workers": 10.0, "broker": 14.0, "postgres": 6.0},
        "rss_mb_max": 80.0,
    }
    faster = figures | {"events_per_s": 85.0}
    sizes = Sizes(people=(10,), lanes=(8, 48), workers=(1, 2), events=100)
    shown = told(sizes, dict(zip(sizes.points(), (figures, dearer, faster), strict=True)))
    assert shown.keys() >= KEYS
    assert (shown["events"], shown["seconds"], shown["rss_mb_max"]) == (300, 6.0, 80.0)
    assert [point["cost_us"] for point in shown["points"]] == [20.0, 30.0, 20.0]
    assert shown["against_the_first"] == [
        {"lanes": 48, "cost_ratio": 1.5, "rate_ratio": 1.0},
        {"workers": 2, "cost_ratio": 1.0, "rate_ratio": 1.7},
    ]


@pytest.mark.broker
@pytest.mark.slow
def test_a_point_is_measured_through_the_broker(kafka_bootstrap: str) -> None:
    """A small point: real broker, store and worker, nobody of the crowd taken for an event, every state right.

    The broker of the run only says that one can start here; the point starts its own.
    """
    assert kafka_bootstrap
    sizes = Sizes(people=(300,), lanes=(2,), workers=(1,), events=3_000)
    shown = bench_scale(sizes, lambda *_: None)
    (point,) = shown["points"]
    assert shown["events"] == 3_000
    assert shown["against_the_first"] == []
    assert point["checked"] >= 1
    assert point["cost_us"] > 0
    assert point["processor_us_per_event"].keys() == {"workers", "broker", "postgres"}
