"""`live`: events appended at a steady rate while the real roles run, and how long it takes until the API shows them.

Probes go among the events (`hub.bench.probes`).  A hub that keeps up shows a probe soon however long the run lasts,
and its roles do not grow.  At the end the stored states of some people are held against what was sent about them.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from itertools import islice
from statistics import median
from typing import Any, Final, NamedTuple

import uvloop

from hub.adapters.log_placement import LANES
from hub.bench.arrivals import IN_ORDER, Arrival, arrivals
from hub.bench.draining import Drained, drained
from hub.bench.fold_figures import group_of
from hub.bench.folding import BareFold
from hub.bench.grounds import Server, folder, free_ports, kafka, postgres
from hub.bench.lives import LIFE, events
from hub.bench.probes import Rig, all_of, probe, probed, reader
from hub.bench.processor_time import processor_s
from hub.bench.proof import Sample
from hub.bench.report import Measured, report
from hub.bench.roles_up import Children, check, listening, memory_mb, running
from hub.codec.events import EventCodec
from hub.composition import Core, opened
from hub.errors import Defect
from hub.settings import Settings

ROLES: Final = ("process", "web")
_TICK_S: Final = 0.02
_LIMIT_OF: Final = 20_000
_SAMPLED: Final = 200
"""About so many people are held against what was sent."""
_FOLDED_WITHIN_S: Final = 60.0


class Flow(NamedTuple):
    """How many events a second, for how many seconds, over which log and by how many workers; probes a second."""

    per_second: int = 300
    seconds: int = 30
    log: str = "kafka"
    workers: int = 1
    people: int = 2_000
    probes_per_s: float = 10.0


class Grounds(NamedTuple):
    """Where it runs: settings for the roles, and the process ids of the servers by name."""

    settings: Mapping[str, str]
    servers: Mapping[str, int]


class Seen(NamedTuple):
    """What was seen: events sent, each probe's wait in milliseconds, each role's memory in MB second by second.

    `cores` is how many cores each part kept busy.
    """

    sent: int
    waits_ms: list[float]
    memory: Mapping[str, list[float]]
    cores: Mapping[str, float]


def bench_live(flow: Flow, progress: Callable[[str, int], None]) -> dict[str, Any]:
    """Measure over servers of its own, which go with it.

    Raises `Unavailable` when a part does not start or a probe is not shown, `Defect` when a state came out wrong.
    """
    with folder() as data, postgres() as database, _broker(flow) as broker:
        settings = {
            "HUB_DATA": str(data),
            "HUB_DATABASE_URL": database.address,
            "HUB_HTTP_PORT": str(free_ports()),
            **({"HUB_KAFKA": broker.address} if broker else {}),
        }
        servers = {"postgres": database.pid, **({"broker": broker.pid} if broker else {})}
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(_bench(flow, Grounds(settings, servers), progress))


@contextmanager
def _broker(flow: Flow) -> Iterator[Server | None]:
    if flow.log != "kafka":
        yield None
        return
    with kafka(LANES) as broker:
        yield broker


async def _bench(flow: Flow, grounds: Grounds, progress: Callable[[str, int], None]) -> dict[str, Any]:
    sample = Sample(EventCodec(), max(1, flow.per_second * flow.seconds // (_SAMPLED * LIFE)))
    async with _rigged(flow, grounds.settings) as (rig, children):
        started, before = time.perf_counter(), _used(grounds, children)
        feeding = asyncio.create_task(_feed(rig, flow, sample, progress))
        probing = asyncio.create_task(probed(rig, flow.probes_per_s, flow.seconds))
        looking = asyncio.create_task(_memory(children, flow.seconds))
        await all_of(feeding, probing, looking)
        seconds = time.perf_counter() - started
        cores = {name: round((used - before[name]) / seconds, 3) for name, used in _used(grounds, children).items()}
        seen = Seen(feeding.result(), probing.result(), looking.result(), cores)
        await _right(rig.core, sample, progress)
    measured = Measured(seen.sent + len(seen.waits_ms), seconds, seen.waits_ms)
    return told(flow, measured, seen, _limit()) | {"checked": len(sample), "wrong": 0}


def _used(grounds: Grounds, children: Children) -> dict[str, float]:
    """Give the processor seconds of every part so far; this process sends, and the roles are its children."""
    roles = {name: processor_s(child.process.pid) for name, child in children.items()}
    servers = {name: processor_s(pid) for name, pid in grounds.servers.items()}
    return {"sender": processor_s(os.getpid()) - sum(roles.values()), **servers, **roles}


@asynccontextmanager
async def _rigged(flow: Flow, settings: Mapping[str, str]) -> AsyncIterator[tuple[Rig, Children]]:
    """Run the roles, and wait until a first probe shows that everything is warm."""
    own = {name.removeprefix("HUB_").lower(): value for name, value in settings.items()}
    async with opened(Settings(**own)) as core, running(ROLES, settings, flow.workers) as children:  # type: ignore[arg-type]
        await listening(int(settings["HUB_HTTP_PORT"]), children)
        async with reader(core, settings) as rig:
            await probe(rig, -1)
            yield rig, children


async def _feed(rig: Rig, flow: Flow, sample: Sample, progress: Callable[[str, int], None]) -> int:
    """Append what is due, many times a second; a slow log makes it late, not less.  Give how many were sent."""
    total = flow.per_second * flow.seconds
    arriving = arrivals(events(total, flow.people), IN_ORDER)
    started, sent = time.perf_counter(), 0
    while sent < total:
        due = min(total, int((time.perf_counter() - started) * flow.per_second) + 1)
        sent += await _append(rig, islice(arriving, due - sent), sample)
        progress("appended", sent)
        await asyncio.sleep(_TICK_S)
    return sent


async def _append(rig: Rig, arriving: Iterable[Arrival], sample: Sample) -> int:
    drafts = [arrival.draft(rig.core.codec) for arrival in arriving]
    sample.take((draft.key, draft.value) for draft in drafts)
    await rig.core.log.append(drafts)
    return len(drafts)


async def _right(core: Core, sample: Sample, progress: Callable[[str, int], None]) -> None:
    """Hold the states of some people against what was sent, once all of it is folded."""
    await drained(Drained(core.log, core.store, core.group), progress, _FOLDED_WITHIN_S)
    if wrong := await sample.wrong(core.store, core.group, core.log.lanes):
        raise Defect(f"{wrong} of {len(sample)} people came out other than what was sent about them says")


async def _memory(children: Children, seconds: int) -> dict[str, list[float]]:
    """Look once a second; raises `Unavailable` when a role ends."""
    seen: dict[str, list[float]] = {name: [] for name in children}
    for _ in range(seconds):
        await asyncio.sleep(1)
        check(children)
        for name, child in children.items():
            seen[name].append(memory_mb(child))
    return seen


def _limit() -> float:
    """Decode and fold some of the same events bare, after the hub has stopped."""
    codec, bare = EventCodec(), BareFold(EventCodec(), group_of("care"))
    arriving = arrivals(events(_LIMIT_OF, _LIMIT_OF // LIFE), IN_ORDER)
    bare.take([(arrival.key, arrival.draft(codec).value) for arrival in arriving])
    return bare.per_s


def told(flow: Flow, measured: Measured, seen: Seen, limit: float) -> dict[str, Any]:
    """Make the report; of each role the memory at its largest, in the second quarter of the time and in the last."""
    memory = {name: _quarters(mine) for name, mine in seen.memory.items()}
    largest = max(each["largest"] for each in memory.values())
    return report("live", measured, limit, flow._asdict()) | {
        "rss_mb_max": largest,
        "rss_mb": memory,
        "cores_busy": seen.cores,
    }


def _quarters(mine: list[float]) -> dict[str, float]:
    quarter = max(1, len(mine) // 4)
    return {"second_quarter": median(mine[quarter : 2 * quarter] or mine), "last_quarter": median(mine[-quarter:]),
            "largest": max(mine)}  # fmt: skip
