"""The benchmarks measure the hub's own fold, and say what they measured."""

from collections.abc import Mapping, Sequence

import pytest

from hub.adapters.memory_store import MemoryStore
from hub.adapters.migrations import migrate
from hub.adapters.postgres_pool import Database
from hub.adapters.postgres_store import PostgresStore
from hub.bench.arrivals import records
from hub.bench.fold_figures import LANES, Work, bench_fold, bench_limit, group_of
from hub.bench.folding import Records, bare_fold, fold, logged
from hub.bench.lives import LIFE
from hub.codec.events import EventCodec
from hub.domain.lanes import lane_of
from hub.ports.store import Store
from hub.runtime.apply import ApplyParts, Group
from hub.runtime.rows import unpack
from tests.bench.printed import KEYS

FOLDS = ("joint", "peer", "care")
TINY = Work("joint", events=3 * LIFE * 20, people=20, batch=100)


@pytest.mark.parametrize("name", FOLDS)
def test_every_benchmark_prints_the_same_keys(name: str) -> None:
    """Whoever compares figures finds each under its name, with the limit that was taken in the same run."""
    work = TINY._replace(fold=name)
    for figures in (bench_limit(work), bench_fold(work, ("memory",), lambda _store, _done: None)):
        assert figures.keys() >= KEYS
        assert figures["events"] == work.events
        assert figures["limit_per_s"] > 0
        assert figures["settings"]["fold"] == name


@pytest.mark.parametrize("name", FOLDS)
@pytest.mark.parametrize("batch", [7, 100, 5000])
async def test_the_hub_ends_where_the_bare_fold_ends(name: str, batch: int) -> None:
    """For every person the store holds the same bytes of state as decoding and folding alone gives."""
    codec, group = EventCodec(), group_of(name)
    made = records(codec, TINY._replace(fold=name).arrivals(), LANES)
    store = MemoryStore(LANES)
    await fold(ApplyParts(store, codec, group, LANES), await logged(made, LANES), batch, lambda _: None)
    assert await _states(store, group, made) == _bare(codec, group, made)


async def test_postgres_ends_where_the_bare_fold_ends(postgres_dsn: str) -> None:
    """What PostgreSQL holds after the benchmark is what the limit worked out."""
    migrate(postgres_dsn)
    codec, group = EventCodec(), group_of("care")
    made = records(codec, TINY.arrivals(), LANES)
    database = await Database.open(postgres_dsn)
    try:
        store = PostgresStore(database, LANES)
        await fold(ApplyParts(store, codec, group, LANES), await logged(made, LANES), 100, lambda _: None)
        assert await _states(store, group, made) == _bare(codec, group, made)
    finally:
        await database.close()


def test_lives_are_whole_and_in_order_of_time() -> None:
    """Each invented person has every event of a life, and the log's order is the order of time."""
    made = records(EventCodec(), TINY.arrivals(), LANES)
    every = [record for mine in made.values() for record in mine]
    assert len(every) == TINY.events
    assert len({record.key for record in every}) == TINY.events // LIFE
    for mine in made.values():
        assert [record.appended_at for record in mine] == sorted(record.appended_at for record in mine)


def _bare(codec: EventCodec, group: Group, made: Records) -> Mapping[tuple[str, bytes], bytes]:
    states = bare_fold(codec, group, made).states
    return {
        (processor.name, subject): processor.encode(mine[place])
        for subject, mine in states.items()
        for place, processor in enumerate(group.processors)
    }


async def _states(store: Store, group: Group, made: Records) -> Mapping[tuple[str, bytes], bytes]:
    """Give the stored bytes of every person; a row that was never written says what is said of anybody."""
    subjects: Sequence[bytes] = sorted({record.key for mine in made.values() for record in mine})
    found = {}
    for subject in subjects:
        for processor in group.processors:
            rows = await store.load(lane_of(subject, LANES), [processor.name], [subject])
            row = rows.get((processor.name, subject))
            found[processor.name, subject] = unpack(row.value).state if row else processor.encode(processor.initial())
    return found
