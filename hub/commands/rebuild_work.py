"""The work of `hub rebuild`: fold in one process or several, compare, and exchange or let go."""

import asyncio
import json
import os
import resource
import sys
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

from hub.commands.lane_checks import by_version
from hub.commands.rebuild_progress import records, tell
from hub.commands.rebuild_report import (
    LIVE_STOPPED,
    NOTHING_KEPT,
    Folded,
    Json,
    live_stopped,
    named,
    report,
    stopped,
    told,
)
from hub.commands.stopping import SUPERVISED
from hub.composition import Core, rules_mark
from hub.errors import Rejected, Unavailable
from hub.ports.lane_book import StoppedLane
from hub.runtime.collecting import settle_collector
from hub.runtime.comparison import Comparison
from hub.runtime.kept_versions import kept_otherwise, older
from hub.runtime.rebuild import Rebuild
from hub.runtime.shadow import Place, Role, shadow_name
from hub.runtime.shadow_lane import ShadowParts, Stopped
from hub.runtime.shadow_rights import may_discard


class Asked(NamedTuple):
    """What was typed: `way` is `verify`, `switch`, `back`, `discard`, or empty to switch only what is equal."""

    way: str = ""
    processor: str | None = None
    workers: int = 1
    people: bool = False

    @property
    def target(self) -> Role:
        """What the shadow is after an exchange."""
        return Role.NEXT if self.way == "back" else Role.PREVIOUS

    @property
    def told(self) -> bool:
        """Whether somebody asked for the exchange."""
        return self.way in {"switch", "back"}

    def words(self) -> list[str]:
        """Give the options that say the same to another process."""
        way = [f"--{self.way}"] if self.way else []
        return way + ([] if self.processor is None else ["--processor", self.processor])


def rebuild_of(core: Core, asked: Asked) -> Rebuild:
    """Make the rebuild of this hub's group."""
    parts = ShadowParts(
        core.log, core.store, core.shadows, core.codec, core.group, core.clock, batch=core.settings.batch
    )
    return Rebuild(parts, rules_mark(core.settings), asked.processor)


async def fold_lanes(core: Core, asked: Asked, numbers: Sequence[int]) -> Json:
    """Fold some lanes in this process, as another asked; give where they stopped, and how long it took."""
    rebuild = rebuild_of(core, asked)
    await rebuild.begin(numbers, asked.target, told=asked.told)
    seconds = await _timed(rebuild)
    return {"stopped": [stopped(each) for each in rebuild.stopped], "seconds": seconds}


async def _timed(rebuild: Rebuild) -> float:
    """Fold, and give the seconds from the first read to the last commit."""
    settle_collector()
    started = time.monotonic()
    await rebuild.fold()
    return time.monotonic() - started


async def run(core: Core, asked: Asked) -> Json:
    """Do what was asked and give the report; raises `Rejected` when it may not be done now."""
    rebuild = rebuild_of(core, asked)
    if asked.way == "discard":
        may_discard(await rebuild.notes())
        return {"outcome": "discarded", "rows": await rebuild.discard()}
    if asked.way == "back":
        await _can_read_what_was_kept(core, rebuild)
    await rebuild.begin(range(core.log.lanes), asked.target, told=asked.told)
    folded = await _folded(core, rebuild, asked)
    started = time.monotonic()
    found = await rebuild.compare()
    comparing = round(time.monotonic() - started, 3)
    still = [lane for lane in await _standing_still(core) if not by_version(lane)]
    outcome = _outcome(asked, rebuild, found, still)
    notes = await rebuild.notes()
    made = report(outcome, rebuild, found, folded, notes) | {"live_stopped": live_stopped(still)}
    if outcome in {"switched", "went back"}:
        made["told"] = told(await rebuild.exchange(found, asked.target))
        made["lanes_stopped"] = await _stopped(core)
    elif outcome in NOTHING_KEPT and not found.other_form:
        await rebuild.discard()
    if asked.people:
        made["people_differing"] = named(found)
    return made | {"compare_seconds": comparing, "rss_mb_max": _rss_mb()}


async def _can_read_what_was_kept(core: Core, rebuild: Rebuild) -> None:
    """Raise `Rejected` when another release kept what was live before the switch; a broken-off one is finished."""
    if any(note.moved for note in (await rebuild.notes()).values()):
        return
    found = await kept_otherwise(core.shadows, core.group, shadow_name)
    if found:
        kept = ", ".join(f"{each.processor} {each.kept} (here {each.ours})" for each in found)
        age = "older" if older(found) else "newer"
        words = f"what was live before the switch is kept by {kept}: use the {age} release, which can read it"
        raise Rejected("--back", "of_another_release", words)


async def _stopped(core: Core) -> list[Json]:
    """Name the lanes of people that stand still, and whether those go on by themselves now."""
    return [{"lane": one.lane, "goes_on": by_version(one)} for one in await _standing_still(core)]


async def _standing_still(core: Core) -> list[StoppedLane]:
    return [one for one in await core.lanes.stopped() if one.group == core.group.name]


def _outcome(asked: Asked, rebuild: Rebuild, found: Comparison, still: Sequence[StoppedLane]) -> str:
    if rebuild.stopped:
        return "stopped"
    if asked.told:
        return "switched" if asked.way == "switch" else "went back"
    if found.equal and still:
        # What stopped a lane, and all behind it, is in neither fold: two that lack the same are no proof.
        return LIVE_STOPPED
    if found.equal:
        # Rows that another version of a processor wrote say the same in another form: the new one is for this hub.
        return "switched" if found.other_form and asked.way != "verify" else "equal"
    return "differs" if found.changes else "not compared"


async def _folded(core: Core, rebuild: Rebuild, asked: Asked) -> Folded:
    group = core.group.name
    before = records(await core.store.positions(shadow_name(group)))
    telling = asyncio.create_task(tell(rebuild, core.store, group))
    try:
        seconds = await (_timed(rebuild) if asked.workers == 1 else _in_processes(rebuild, asked))
    finally:
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)
    return Folded(records(await core.store.positions(shadow_name(group))) - before, seconds)


async def _in_processes(rebuild: Rebuild, asked: Asked) -> float:
    """Let processes of this hub fold the lanes between them, then take the shadow back; give the longest's seconds."""
    numbers = sorted(rebuild.lanes)
    shares = [share for n in range(asked.workers) if (share := numbers[n :: asked.workers])]
    done = await asyncio.gather(*(_process(asked, share) for share in shares))
    for one in (one for each in done for one in each["stopped"]):
        rebuild.stopped.append(Stopped(Place(one["topic"], one["lane"], one["position"]), one["why"]))
    await rebuild.begin(numbers, asked.target, told=asked.told)
    return max(float(each["seconds"]) for each in done)


async def _process(asked: Asked, share: Sequence[int]) -> Any:
    """Fold some lanes in a process that ends when this one does: it holds the other end of its standard input."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hub", "rebuild", *asked.words(), "--lanes", ",".join(map(str, share)),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env={**os.environ, SUPERVISED: "1"},
    )  # fmt: skip
    try:
        if child.stdout is None:
            raise Unavailable("a worker of the rebuild")
        answer = await child.stdout.read()
        if await child.wait() != 0:
            raise Unavailable("a worker of the rebuild; what it said is above")
        return json.loads(answer)
    finally:
        if child.stdin is not None:
            child.stdin.close()
        await child.wait()


def _rss_mb() -> float:
    """Give the largest resident size of this process or of a worker, in MB."""
    used = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return round(max(used) / 1024, 1)
