"""`fold` through Kafka: the real process role, in as many processes as asked for, from a broker into PostgreSQL.

What is folded is in the broker before the clock starts; it runs from the first record in hand to the last commit.  The
limit is decoding and folding alone, of the same bytes, in this process.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from itertools import islice
from typing import Any, Final, NamedTuple

from hub.adapters.clocks import ManualClock, SystemClock
from hub.adapters.kafka_log import KafkaLog
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.log_placement import Placement
from hub.adapters.postgres_pool import Database
from hub.adapters.postgres_store import PostgresStore
from hub.bench.arrivals import Arrival
from hub.bench.draining import Drained, Progress, drained
from hub.bench.fold_figures import LANES, Work, group_of
from hub.bench.folding import BareFold
from hub.bench.grounds import Server, kafka, postgres
from hub.bench.processor_time import processor_s
from hub.bench.proof import Sample
from hub.bench.report import Measured, report
from hub.bench.workers import Done, Team, Worker, started, together
from hub.codec.events import EventCodec
from hub.errors import Defect
from hub.ports.log import Draft
from hub.ports.store import Store
from hub.runtime.apply import Group

Chunk = tuple[int, list[Draft]]
"""Records that arrive together, and when."""
_CHUNK: Final = 500


class Through(NamedTuple):
    """How it is folded: by how many workers, and whether the first half is in the store when the clock starts.

    Where all lives are under way at once (`people` a twentieth of the events) everybody is stored then, which
    `share_stored` of the report tells.
    """

    workers: int = 1
    warm: bool = False
    within_s: float = 300.0
    """A fold that takes longer has failed."""
    part: float = 1.0
    """How much of a processor each worker may use (`hub.bench.part_of_processor`)."""


class Place(NamedTuple):
    """A broker whose topics have so many partitions, and a database."""

    broker: Server
    database: Server
    lanes: int = LANES


def bench_kafka_fold(work: Work, through: Through, progress: Progress) -> dict[str, Any]:
    """Measure over a local Kafka and PostgreSQL of its own.

    Raises `Unavailable` when Java is missing, a worker ends or takes too long, `Defect` when a state came out wrong.
    """
    with kafka(LANES) as broker, postgres() as database:
        return asyncio.run(bench_at(Place(broker, database), work, through, progress))


async def bench_at(place: Place, work: Work, through: Through, progress: Progress) -> dict[str, Any]:
    """Measure over an empty broker and a database that holds whom it holds; raises as `bench_kafka_fold`."""
    codec, group = EventCodec(), group_of(work.fold)
    sample, half = Sample(codec), work.events // 2 if through.warm else 0
    limit, known = limit_of(codec, group, work, half)
    arriving = work.arrivals()
    if half:
        await fill(place, _seen_by(chunks(codec, islice(arriving, half)), sample), progress)
        await folded(place, work, through, progress)
    await fill(place, _seen_by(chunks(codec, arriving), sample), progress)
    done = await folded(place, work, through, progress)
    async with reading(place) as store:
        wrong = await sample.wrong(store, group, place.lanes)
    if wrong:
        raise Defect(f"{wrong} of {len(sample)} people came out other than what was sent about them says")
    settings = work._asdict() | {"lanes": place.lanes, "workers": through.workers, "warm": through.warm}
    settings |= {"part": through.part}
    shown = told(settings, done, work.events - half, limit)
    return shown | {"share_stored": round(known, 3), "checked": len(sample), "wrong": wrong}


def limit_of(codec: EventCodec, group: Group, work: Work, half: int) -> tuple[float, float]:
    """Give events a second of decoding and folding alone, and the share of them whose person was there before.

    Of what comes after so many, while no server works.
    """
    bare, arriving, known, count = BareFold(codec, group), work.arrivals(), 0, 0
    there = {arrival.key for arrival in islice(arriving, half)}
    for _, drafts in chunks(codec, arriving):
        bare.take([(draft.key, draft.value) for draft in drafts])
        known += sum(draft.key in there for draft in drafts)
        count += len(drafts)
    return bare.per_s, known / count


def chunks(codec: EventCodec, arriving: Iterable[Arrival]) -> Iterator[Chunk]:
    """Encode arrivals, so many at a time that a log is not asked for each."""
    arriving = iter(arriving)
    while some := list(islice(arriving, _CHUNK)):
        yield some[0].at, [arrival.draft(codec) for arrival in some]


def _seen_by(every: Iterable[Chunk], sample: Sample) -> Iterator[Chunk]:
    for at, drafts in every:
        sample.take([(draft.key, draft.value) for draft in drafts])
        yield at, drafts


async def fill(place: Place, every: Iterable[Chunk], progress: Progress) -> None:
    """Append chunks to the broker, each at its time, or now where that is still to come, which a broker refuses."""
    clock, today, sent = ManualClock(0), SystemClock(), 0
    log = KafkaLog(KafkaSettings(place.broker.address), clock, Placement(lanes=place.lanes))
    try:
        for at, drafts in every:
            clock.set(min(at, today.now()))
            await log.append(drafts)
            progress("sent", sent := sent + len(drafts))
    finally:
        await log.close()


async def folded(place: Place, work: Work, through: Through, progress: Progress) -> Done:
    """Let workers fold everything that waits in the broker."""
    settings = {
        "HUB_KAFKA": place.broker.address,
        "HUB_DATABASE_URL": place.database.address,
        "HUB_LANES": str(place.lanes),
        "HUB_BATCH": str(work.batch),
    }
    group = group_of(work.fold)
    async with started(Team(work.fold, through.workers, place.lanes, settings, through.part)) as workers:
        before = _used(place)
        for worker in workers:
            worker.go()
        log = KafkaLog(KafkaSettings(place.broker.address), ManualClock(0), Placement(lanes=place.lanes))
        try:
            async with reading(place) as store:
                await drained(Drained(log, store, group), progress, through.within_s, lambda: _all_run(workers))
        finally:
            await log.close()
        used = {name: seconds - before[name] for name, seconds in _used(place).items()}
    done = together(workers)
    return done._replace(processor_s=done.processor_s | used)


def _all_run(workers: Iterable[Worker]) -> None:
    """Raise `Unavailable` when one of them has ended."""
    for worker in workers:
        worker.check()


def _used(place: Place) -> dict[str, float]:
    return {"broker": processor_s(place.broker.pid), "postgres": processor_s(place.database.pid)}


@asynccontextmanager
async def reading(place: Place) -> AsyncIterator[Store]:
    """Lend the store that the workers write."""
    database = await Database.open(place.database.address)
    try:
        yield PostgresStore(database, place.lanes)
    finally:
        await database.close()


@asynccontextmanager
async def settled(place: Place) -> AsyncIterator[Store]:
    """Lend the store to be filled; afterwards its tables are as those that have been there for long."""
    database = await Database.open(place.database.address, patience=600)
    try:
        yield PostgresStore(database, place.lanes)
        async with database.statement("the store") as connection:
            await connection.execute("VACUUM ANALYZE")
            await connection.execute("CHECKPOINT")
    finally:
        await database.close()


def told(settings: Mapping[str, Any], done: Done, events: int, limit: float) -> dict[str, Any]:
    """Make the report of one fold."""
    settings = {**settings, "log": "kafka", "store": "postgres", "records": done.records}
    figures = report("fold", Measured(events, done.seconds), limit, settings)
    used = {name: round(seconds * 1e6 / events, 1) for name, seconds in done.processor_s.items()}
    return figures | {"rss_mb_max": round(done.rss_mb, 1), "processor_us_per_event": used}
