"""A benchmark holds what it stored against what it sent: work done wrong gives no figure."""

from hub.adapters.memory_store import MemoryStore
from hub.bench.arrivals import records
from hub.bench.fold_figures import LANES, Work, group_of
from hub.bench.folding import fold, logged
from hub.bench.lives import LIFE
from hub.bench.proof import Sample
from hub.codec.events import EventCodec
from hub.runtime.apply import ApplyParts

WORK = Work("care", events=12 * LIFE, people=6, batch=50)


async def _wrong(left_out: int) -> int:
    """Fold all but so many records of one person, and count who came out otherwise than everything sent says."""
    codec, group, store = EventCodec(), group_of("care"), MemoryStore(LANES)
    made = records(codec, WORK.arrivals(), LANES)
    sample = Sample(codec, one_in=1)
    sample.take((record.key, record.value) for mine in made.values() for record in mine)
    assert len(sample) == 12
    partition, mine = max(made.items(), key=lambda item: len(item[1]))
    kept = {**made, partition: mine[: len(mine) - left_out]}
    await fold(ApplyParts(store, codec, group, LANES), await logged(kept, LANES), WORK.batch, lambda _: None)
    return await sample.wrong(store, group, LANES)


async def test_what_was_folded_whole_is_right() -> None:
    """Everybody's stored states are those of everything that was sent about them."""
    assert await _wrong(0) == 0


async def test_one_event_that_was_lost_is_noticed() -> None:
    """A person of whom one event is missing is counted as wrong, and nobody else."""
    assert await _wrong(1) == 1
