"""`scale`: what an event costs as the store, the number of lanes and the number of workers grow.

Each point is a hub of its own: a store that already holds so many people of the past, a local Kafka with so many
lanes, so many workers; the same events are folded in each, and checked.  One thing grows at a time from the first
point.  Cost is processor time, which whatever else runs disturbs least; what a second worker gains is told in events a
second.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from hub.bench import crowd
from hub.bench.fold_figures import Work, group_of
from hub.bench.grounds import kafka, postgres
from hub.bench.kafka_fold import Place, Through, bench_at, settled
from hub.bench.report import Measured, report

Progress = Callable[[str, int], None]
_SHOWN: Final = ("events_per_s", "limit_per_s", "ratio_to_limit", "processor_us_per_event", "rss_mb_max", "checked")
_AT_LEAST_PER_S: Final = 1_000
"""What is slower than this has failed."""


class Point(NamedTuple):
    """People in the store, lanes, workers."""

    people: int
    lanes: int
    workers: int


class Sizes(NamedTuple):
    """What is gone through; the first of each is what the others are compared with.

    `events` are folded at each point, `rounds` times; the round that cost least counts.  Each worker may use `part` of
    a processor: less than 1 leaves the rest of a small machine to broker and database, as if workers had their own.
    """

    people: Sequence[int] = (10_000, 100_000)
    lanes: Sequence[int] = (8, 1, 48)
    workers: Sequence[int] = (1, 2)
    events: int = 100_000
    rounds: int = 1
    part: float = 1.0

    def points(self) -> list[Point]:
        """Give the first point, and from there one thing grown at a time."""
        first = Point(self.people[0], self.lanes[0], self.workers[0])
        return [
            first,
            *(first._replace(people=people) for people in self.people[1:]),
            *(first._replace(lanes=lanes) for lanes in self.lanes[1:]),
            *(first._replace(workers=workers) for workers in self.workers[1:]),
        ]


def bench_scale(sizes: Sizes, progress: Progress) -> dict[str, Any]:
    """Measure every point; raises `Unavailable` when Java is missing or a worker ends, `Defect` for a wrong state."""
    found = {point: _best(point, sizes, progress) for point in sizes.points()}
    return told(sizes, found)


def _best(point: Point, sizes: Sizes, progress: Progress) -> dict[str, Any]:
    rounds = [_measured(point, Work("care", sizes.events), sizes.part, progress) for _ in range(sizes.rounds)]
    return min(rounds, key=cost_us)


def _measured(point: Point, work: Work, part: float, progress: Progress) -> dict[str, Any]:
    async def run(place: Place) -> dict[str, Any]:
        async with settled(place) as store:
            await crowd.fill(store, point.lanes, point.people, group_of(work.fold), progress)
        within_s = max(Through().within_s, work.events / (_AT_LEAST_PER_S * part))
        return await bench_at(place, work, Through(point.workers, within_s=within_s, part=part), progress)

    with kafka(point.lanes) as broker, postgres() as database:
        return asyncio.run(run(Place(broker, database, point.lanes)))


def cost_us(figures: dict[str, Any]) -> float:
    """Give the processor time of one event in microseconds, workers, broker and database together."""
    return float(sum(figures["processor_us_per_event"].values()))


def told(sizes: Sizes, found: dict[Point, dict[str, Any]]) -> dict[str, Any]:
    """Make the report: totals and the first point's limit lead, each point and what growing costs follow."""
    first, *others = found
    events = sum(figures["events"] for figures in found.values())
    seconds = sum(figures["seconds"] for figures in found.values())
    shown = report("scale", Measured(events, seconds), found[first]["limit_per_s"], sizes._asdict())
    points = [
        point._asdict() | {name: each[name] for name in _SHOWN} | {"cost_us": round(cost_us(each), 1)}
        for point, each in found.items()
    ]
    growing = [
        _changed(first, point) | {
            "cost_ratio": round(cost_us(found[point]) / cost_us(found[first]), 2),
            "rate_ratio": round(found[point]["events_per_s"] / found[first]["events_per_s"], 2),
        }
        for point in others
    ]  # fmt: skip
    return shown | {
        "rss_mb_max": max(figures["rss_mb_max"] for figures in found.values()),
        "points": points,
        "against_the_first": growing,
    }


def _changed(first: Point, point: Point) -> dict[str, int]:
    """Name what is other than at the first point."""
    return {name: size for name, size in point._asdict().items() if size != getattr(first, name)}
