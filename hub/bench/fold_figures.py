"""`limit` and `fold` as figures: several rounds of each, one after the other, over each store that was asked for."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from itertools import islice
from typing import Any, Final, NamedTuple

from hub.adapters.memory_store import MemoryStore
from hub.adapters.postgres_pool import Database
from hub.adapters.postgres_store import PostgresStore
from hub.bench.arrivals import HONEST, IN_ORDER, PEER, Arrival, arrivals, records
from hub.bench.folding import Records, bare_fold, fold, logged
from hub.bench.grounds import postgres
from hub.bench.lives import events, stay_and_support
from hub.bench.peer import Peer
from hub.bench.report import Measured, report
from hub.bench.stays import stay
from hub.codec.events import EventCodec
from hub.events.catalogue import DISCHARGE, PEOPLE_TOPICS
from hub.ports.store import Store
from hub.processors.appeals import AppealsProcessor
from hub.processors.carers import CarersProcessor
from hub.processors.early_help import EarlyHelpProcessor
from hub.processors.joint import JointProcessor
from hub.processors.portability import PortabilityProcessor
from hub.processors.record import RecordProcessor
from hub.processors.referrals import ReferralsProcessor
from hub.runtime.apply import ApplyParts, Group
from hub.runtime.collecting import settle_collector
from hub.runtime.folding import AnyProcessor
from hub.runtime.lane import BATCH

LANES: Final = 4
ROUNDS: Final = 3
"""How often limit and fold are taken in turn; of each the best counts, as whatever else runs only makes it slower."""

Progress = Callable[[str, int], None]


class Work(NamedTuple):
    """What is folded: `joint`, `peer` or `care` (all that the hub runs), how many events, of how many people at a time.

    Two thousand people on four lanes are the inpatients of a large trust: while a lane catches up, a batch holds
    several events of each.  Twenty thousand are the hard case, in which a batch holds hardly two of anybody.
    `arriving` is `in_order` or `honest`: late, repeated, cancelled and merged as real feeds send.
    """

    fold: str = "joint"
    events: int = 100_000
    people: int = 2_000
    batch: int = BATCH
    arriving: str = "in_order"

    def arrivals(self) -> Iterator[Arrival]:
        """Give the events as they arrive; the peer fold's stream is its own, with some repeats."""
        shares = PEER if self.fold == "peer" else {"in_order": IN_ORDER, "honest": HONEST}[self.arriving]
        life = stay if self.fold == "peer" else stay_and_support
        return islice(arrivals(events(self.events, self.people, life), shares), self.events)


def _others() -> tuple[AnyProcessor, ...]:
    """Every processor that is folded beside the joint one."""
    folded = RecordProcessor(), EarlyHelpProcessor(), PortabilityProcessor(), CarersProcessor()
    return *folded, ReferralsProcessor(), AppealsProcessor()


def group_of(fold_of: str) -> Group:
    """Give the processors that are measured under a name."""
    joint = JointProcessor()
    named: dict[str, tuple[AnyProcessor, ...]]
    named = {"joint": (joint,), "peer": (Peer(),), "care": (joint, *_others())}
    return Group("bench", named[fold_of], (DISCHARGE,) if fold_of == "peer" else PEOPLE_TOPICS)


def bench_limit(work: Work) -> dict[str, Any]:
    """Measure decode and fold alone, in this process."""
    codec, group = EventCodec(), group_of(work.fold)
    made = _made(codec, work)
    seconds = min(bare_fold(codec, group, made).seconds for _ in range(ROUNDS))
    return report("limit", Measured(work.events, seconds), work.events / seconds, work._asdict())


def bench_fold(work: Work, stores: tuple[str, ...], progress: Progress) -> dict[str, Any]:
    """Measure `apply` over each store, beside the limit; the first store's figures lead, `stores` has them all."""
    codec, group = EventCodec(), group_of(work.fold)
    made = _made(codec, work)
    shown = {}
    for name in stores:
        seconds, bare = asyncio.run(
            _rounds(ApplyParts(MemoryStore(LANES), codec, group, LANES), made, work, name, progress)
        )
        settings = work._asdict() | {"lanes": LANES, "rounds": ROUNDS, "store": name}
        shown[name] = report("fold", Measured(work.events, seconds), work.events / bare, settings)
    first: dict[str, Any] = shown[stores[0]]
    return first | {"stores": {name: _short(figures) for name, figures in shown.items()}}


def _made(codec: EventCodec, work: Work) -> Records:
    made = records(codec, work.arrivals(), LANES)
    settle_collector()
    return made


def _short(figures: Mapping[str, Any]) -> dict[str, Any]:
    return {name: figures[name] for name in ("events_per_s", "limit_per_s", "ratio_to_limit", "seconds")}


async def _rounds(parts: ApplyParts, made: Records, work: Work, store: str, progress: Progress) -> tuple[float, float]:
    """Give the best seconds of the fold and of the limit."""
    folds, limits = [], []
    log = await logged(made, LANES)
    gc.freeze()
    for _ in range(ROUNDS):
        limits.append(bare_fold(parts.codec, parts.group, made).seconds)
        async with opened(store) as empty:
            mine = parts._replace(store=empty)
            folds.append(await fold(mine, log, work.batch, lambda done: progress(store, done)))
        gc.collect()
    return min(folds), min(limits)


@asynccontextmanager
async def opened(store: str) -> AsyncIterator[Store]:
    """Lend an empty store: `memory`, or `postgres` on a server of its own in a folder that goes with it."""
    if store == "memory":
        yield MemoryStore(LANES)
        return
    with postgres() as server:
        database = await Database.open(server.address)
        yield PostgresStore(database, LANES)
        await database.close()
