"""`lengths`: what an event costs as lives grow longer, in order, and what one late event costs that folds a life again.

A life of `n` events is one stay with support at home after the other, sixty days apart, each of a hundred events:
eight of the hospital's, two lines and their ends, and visits.  The same number of events is folded at each length.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count, islice
from operator import attrgetter
from typing import Any, Final, NamedTuple

from hub.adapters.memory_store import MemoryStore
from hub.bench.arrivals import Arrival, records
from hub.bench.fold_figures import LANES, group_of
from hub.bench.folding import Records, bare_fold, fold, logged
from hub.bench.lives import HOUR, Body, lived, stay_and_support, subject_of
from hub.bench.report import Measured, quantile, report
from hub.codec.events import EventCodec
from hub.domain.days import day_of
from hub.errors import Defect
from hub.events.care_record import SupportLineEnded, VisitConfirmed
from hub.events.envelope import Event
from hub.ports.log import Partition, Record
from hub.runtime.apply import ApplyParts, apply
from hub.runtime.collecting import settle_collector
from hub.runtime.lane import BATCH

Progress = Callable[[str, int], None]
STAY: Final = 100
"""Events of one stay and the weeks after it."""
APART: Final = 60 * 24 * HOUR
_BEGUN: Final = 1_600_000_000_000
_LATE: Final = 20
"""So many people are told of late at each length."""
_in_order: Final = attrgetter("received_at")


class Lengths(NamedTuple):
    """Events of one life, at several lengths, and how many events are folded at each."""

    lengths: Sequence[int] = (10, 100, 1_000)
    fold: str = "care"
    events: int = 40_000


def life(person: int, length: int) -> Iterator[Event]:
    """Give a life of so many events, in order of time."""
    bodies = (
        (number, place, at, body)
        for number in count()
        for at in (_BEGUN + person * HOUR + number * APART,)
        for place, (at, body) in enumerate(_stay(person * 1_000 + number, at))
    )
    for number, place, at, body in islice(bodies, length):
        yield lived(person, f"{number}/{place}", at, body)


def _stay(name: int, admitted: int) -> Iterator[Body]:
    """Give a stay, two lines of support, visits twice a day, and the ends of the lines."""
    told = list(islice(stay_and_support(name, admitted), 10))
    yield from ((admitted + hours * HOUR, body) for hours, body in told)
    for visit in range(STAY - 12):
        at = admitted + (260 + 12 * visit) * HOUR
        yield at, VisitConfirmed(f"L{name}", "1-999", at, at)
    for line in "LM":
        at = admitted + (261 + 12 * (STAY - 12)) * HOUR
        yield at, SupportLineEnded(f"{line}{name}", "1-999", day_of(at))


def bench_lengths(asked: Lengths, progress: Progress) -> dict[str, Any]:
    """Measure each length; the first one leads, `points` has all, and `against_the_first` what each costs of it."""
    points = [asyncio.run(_point(asked, length, progress)) for length in asked.lengths]
    first = points[0]
    measured = Measured(asked.events, first["seconds"])
    shown = report("lengths", measured, first["limit_per_s"], asked._asdict())
    grown = [{"length": each["length"], "cost_ratio": round(_cost(each) / _cost(first), 2)} for each in points[1:]]
    return shown | {"points": points, "against_the_first": grown}


def _cost(point: Mapping[str, Any]) -> float:
    return float(point["processor_us_per_event"])


async def _point(asked: Lengths, length: int, progress: Progress) -> dict[str, Any]:
    codec, group = EventCodec(), group_of(asked.fold)
    people = range(max(_LATE, asked.events // length))
    told = sorted((event for person in people for event in life(person, length)), key=_in_order)
    made = records(codec, (Arrival(event, event.subject_ref, event.received_at) for event in told), LANES)
    settle_collector()
    parts = ApplyParts(MemoryStore(LANES), codec, group, LANES)
    log = await logged(made, LANES)
    bare, used = bare_fold(codec, group, made), time.process_time()
    seconds = await fold(parts, log, BATCH, lambda done: progress(f"{length} a life", done))
    cost = time.process_time() - used
    late = await _late(parts, made, length)
    return {
        "length": length,
        "people": len(people),
        "seconds": round(seconds, 3),
        "limit_per_s": round(bare.per_s, 1),
        "processor_us_per_event": round(cost / len(told) * 1e6, 1),
        "late_ms_p50": quantile(late, 0.5),
        "late_ms_p95": quantile(late, 0.95),
    }


async def _late(parts: ApplyParts, made: Records, length: int) -> list[float]:
    """Tell of one visit in the middle of some lives, one after the other; give the milliseconds of each."""
    ends = {partition: records[-1].position for partition, records in made.items()}
    waited = []
    for person in range(_LATE):
        at = _BEGUN + person * HOUR + (length // STAY // 2) * APART + 400 * HOUR
        event = lived(person, "late", at, VisitConfirmed(f"L{person * 1_000}", "1-999", at, at))
        (partition, (record,)), *_ = records(parts.codec, [Arrival(event, subject_of(person), at)], LANES).items()
        ends[partition] = ends.get(partition, -1) + 1
        waited.append(await _applied(parts, partition, record._replace(position=ends[partition])))
    return waited


async def _applied(parts: ApplyParts, partition: Partition, record: Record) -> float:
    claims = {partition: await parts.store.claim(partition, parts.group.name)}
    begun = time.perf_counter()
    applied = await apply(parts, claims, {partition: [record]}, day_of(record.appended_at + APART * 30))
    if applied.folded != 1:
        raise Defect("a late event was not folded")
    return (time.perf_counter() - begun) * 1e3
