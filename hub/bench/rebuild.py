"""`rebuild`: a whole log folded again beside the live state and compared with it, by the command that operators type.

A hub of its own is filled first: the stream is appended to the real log (PostgreSQL's, or a local Kafka's) and folded
live, with days and merges.  Then `hub rebuild --verify` runs as a process, with one worker or several.  The limit is
decoding and folding the same records in one process, with nothing kept.
"""

import asyncio
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from itertools import islice
from typing import Any, Final, NamedTuple

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import LANES
from hub.bench.arrivals import HONEST, IN_ORDER, Arrival, arrivals, records
from hub.bench.folding import bare_fold
from hub.bench.grounds import folder, kafka
from hub.bench.lives import events
from hub.bench.report import Measured, report
from hub.composition import Core, opened
from hub.domain.days import day_of
from hub.runtime.catching_up import catch_up
from hub.runtime.lane import LaneParts
from hub.runtime.ticks import tick_drafts
from hub.settings import Settings

_AT_ONCE: Final = 5_000
_LIMIT_OF: Final = 100_000
"""Records of which the limit is taken: enough, and no more memory for a longer log."""


class Work(NamedTuple):
    """What is rebuilt: how many events of how many people at a time, from which log, by how many processes."""

    events: int = 100_000
    people: int = 2_000
    log: str = "postgres"
    workers: int = 1
    honest: bool = False


def stream(work: Work) -> Iterator[Arrival]:
    """Give what the log holds."""
    return arrivals(events(work.events, work.people), HONEST if work.honest else IN_ORDER)


def bench_rebuild(work: Work, say: Callable[[str], None]) -> dict[str, Any]:
    """Fill a hub, rebuild it and give the figures; raises `RuntimeError` when the two folds were not the same."""
    with folder() as made, kafka(LANES) if work.log == "kafka" else nullcontext() as broker:
        bootstrap = None if broker is None else broker.address
        return asyncio.run(_measured(work, Settings(data=made / "var", kafka=bootstrap, database_url=None), say))


async def _measured(work: Work, settings: Settings, say: Callable[[str], None]) -> dict[str, Any]:
    async with opened(settings) as core:
        say(f"filling a hub with {work.events:,} events")
        await _fill(core, work)
        say("rebuilding")
        made = await _rebuilt(work, settings)
        if made["outcome"] != "equal":
            raise RuntimeError(f"the second fold did not end where the first did: {made['outcome']}")
        limit = _limit(core, work)
    seconds = made["seconds"] + made["compare_seconds"]
    told = {name: made[name] for name in ("seconds", "compare_seconds", "people", "events")}
    shown = report("rebuild", Measured(made["events"], seconds), limit, {**work._asdict(), "rebuild": told})
    return shown | {"rss_mb_max": made["rss_mb_max"]}


async def _fill(core: Core, work: Work) -> None:
    """Append the stream with a tick for each new day, and fold it live until nothing waits, relays included."""
    arriving, last = stream(work), None
    while some := list(islice(arriving, _AT_ONCE)):
        await core.log.append([arrival.draft(core.codec) for arrival in some])
        now = some[-1].event.received_at
        if last is None or day_of(now) > last:
            await core.log.append(tick_drafts(core.codec, range(core.log.lanes), now, last))
            last = day_of(now)
    parts = LaneParts(core.log, core.store, core.codec, core.group, ManualClock(0), lambda *_: None, _AT_ONCE)
    await catch_up(parts)


async def _rebuilt(work: Work, settings: Settings) -> dict[str, Any]:
    """Type the command, and give its one line of JSON."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("HUB_")}
    own = {"HUB_DATA": str(settings.data), **({"HUB_KAFKA": settings.kafka} if settings.kafka else {})}
    command = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hub", "rebuild", "--verify", "--workers", str(work.workers), "--json",
        stdout=asyncio.subprocess.PIPE, env=kept | own,
    )  # fmt: skip
    answer, _ = await command.communicate()
    made: dict[str, Any] = json.loads(answer)
    return made


def _limit(core: Core, work: Work) -> float:
    """Decode and fold the beginning of the stream with nothing around it; give records a second."""
    beginning = records(core.codec, islice(stream(work), _LIMIT_OF), 1)
    count = sum(map(len, beginning.values()))
    return count / min(bare_fold(core.codec, core.group, beginning).seconds for _ in range(3))
