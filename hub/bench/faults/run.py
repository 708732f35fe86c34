"""`hub bench faults`: events at a steady rate while plugs are pulled at random, then the verdict."""

import asyncio
import random
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final, NamedTuple

from hub.adapters.log_placement import LANES
from hub.bench.arrivals import HONEST, arrivals
from hub.bench.faults.choice import Choice
from hub.bench.faults.ground import Ground, ground, hub_on
from hub.bench.faults.kinds import Scene
from hub.bench.faults.sender import Sender
from hub.bench.faults.standing import DRAINED_WITHIN_S, Standing
from hub.bench.faults.verdict import Evidence, Verdict, figures_wrong, verdict
from hub.bench.lives import events
from hub.bench.report import Measured, report
from hub.codec.events import EventCodec
from hub.composition import Core, opened
from hub.roles import DASHBOARDS, PROCESS
from hub.settings import Settings

Progress = Callable[[str, int], None]
_ENDLESS: Final = 100_000_000
_RECOVERED_WITHIN_S: Final = 60.0
_ALONE: Final = 0.6
"""The share of faults after which the next waits until the hub has caught up; the others come on top of each other."""


class Plan(NamedTuple):
    """How many faults, how many events a second, about how many people at once, by how many workers.

    `kinds` are the only ones that come, or none for all; `dashboards` says whether that role runs as well.
    """

    faults: int = 20
    per_second: int = 200
    people: int = 300
    workers: int = 2
    seed: int = 1
    kinds: tuple[str, ...] = ()
    dashboards: bool = False

    @property
    def roles(self) -> tuple[str, ...]:
        """What the hub runs."""
        return (PROCESS, DASHBOARDS) if self.dashboards else (PROCESS,)


class Course(NamedTuple):
    """What happened: how often each fault came, the longest time until the hub had caught up after it (seconds)."""

    kinds: Counter[str]
    slowest: dict[str, float]


class Told(NamedTuple):
    """Which kinds could not come; how often the store refused a worker, and a full disk ended the database."""

    left_out: dict[str, str]
    given_up: int
    database_ended: int
    wrong_figures: int | None


def bench_faults(plan: Plan, progress: Progress) -> dict[str, Any]:
    """Run over servers of its own, which go with it.

    Raises `Unavailable` when a part does not start, does not come back or does not catch up, or when a kind that is
    asked for by name cannot come here.
    """
    with ground(LANES, plan.workers, plan.roles) as place:
        return asyncio.run(_bench(plan, place, progress))


async def _bench(plan: Plan, place: Ground, progress: Progress) -> dict[str, Any]:
    started = time.perf_counter()
    choice = Choice(plan.kinds, has_disk=place.disk is not None, has_dashboards=plan.dashboards)
    async with _core(place) as core, hub_on(place):
        standing = Standing(core, place.hub, plan.dashboards)
        arriving = arrivals(events(_ENDLESS, plan.people), HONEST)
        sender = Sender(core.log, EventCodec(), arriving, plan.per_second)
        async with _sending(sender):
            chance = random.Random(plan.seed)  # noqa: S311 - the same faults in every run
            course = await _pull_plugs(plan.faults, choice, standing, Scene(place, sender, chance), progress)
        await standing.caught_up(DRAINED_WITHIN_S)
        await standing.at_rest(progress)
        found = await verdict(Evidence(core.log, core.store, core.codec, core.group), sender.sent)
        figures = await figures_wrong(core) if plan.dashboards else None
    told = Told(dict(choice.left_out), place.hub.given_up, place.database_ended, figures)
    return _report(plan, course, sender, found, time.perf_counter() - started) | _beside(told, found)


@asynccontextmanager
async def _sending(sender: Sender) -> AsyncIterator[None]:
    """Send meanwhile; at the end what is on its way is acknowledged first, or the checker would not know of it."""
    sending = asyncio.create_task(sender.run())
    try:
        yield
        sender.stop()
        await asyncio.wait_for(sending, DRAINED_WITHIN_S)
    finally:
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)


@asynccontextmanager
async def _core(place: Ground) -> AsyncIterator[Core]:
    """Lend the parts for sending and checking; they reach the database past the line that is cut."""
    own = {name.removeprefix("HUB_").lower(): value for name, value in place.settings.items()}
    async with opened(Settings(**(own | {"database_url": place.database_dsn}))) as core:  # type: ignore[arg-type]
        yield core


async def _pull_plugs(faults: int, choice: Choice, standing: Standing, scene: Scene, progress: Progress) -> Course:
    kinds: Counter[str] = Counter()
    slowest: dict[str, float] = defaultdict(float)
    for number in range(1, faults + 1):
        fault = choice.next(scene.chance)
        await fault(scene)
        kinds[fault.__name__] += 1
        progress("faults", number)
        if scene.chance.random() < _ALONE:
            waited = await standing.caught_up(_RECOVERED_WITHIN_S)
            slowest[fault.__name__] = max(slowest[fault.__name__], waited)
        await asyncio.sleep(scene.chance.uniform(0, 1))
    return Course(kinds, dict(slowest))


def _report(plan: Plan, course: Course, sender: Sender, found: Verdict, seconds: float) -> dict[str, Any]:
    settings = plan._asdict() | {"log": "kafka", "store": "postgres", "lanes": LANES}
    figures = report("faults", Measured(sender.acknowledged, seconds), None, settings)
    return figures | {
        "faults": course.kinds.total(),
        "kinds": dict(course.kinds),
        "caught_up_after_s": {name: round(waited, 1) for name, waited in course.slowest.items()},
        "sent": sender.acknowledged,
        "sent_again": sender.tried_again,
        "people": found.people,
        "lost": found.lost,
        "doubled": found.doubled,
    }


def _beside(told: Told, found: Verdict) -> dict[str, Any]:
    return {
        "wrong": found.wrong + (told.wrong_figures or 0),
        "wrong_people": found.wrong_people,
        "wrong_facts": found.wrong_facts,
        "wrong_figures": told.wrong_figures,
        "left_out": told.left_out,
        "lanes_given_up": told.given_up,
        "database_ended": told.database_ended,
    }
