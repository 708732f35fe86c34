"""`recovery`: how soon others serve a killed worker's lanes, and what a broker's outage leaves behind.

Workers fold what comes at a steady rate.  One of them is killed and nobody starts it again, as where a machine is
gone: the others must serve its lanes.  Then the broker is killed, and an hour's worth of traffic waits at the senders:
once the broker is back all of it is sent and folded.  Afterwards the checker of `hub.bench.faults.verdict` says what is
lost, doubled or wrong, and every record's place in the log is held against the order in which it was sent.
"""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from hub.adapters.clocks import SystemClock
from hub.adapters.kafka_log import KafkaLog
from hub.adapters.kafka_settings import KafkaSettings
from hub.adapters.log_placement import Placement
from hub.bench.arrivals import HONEST, arrivals
from hub.bench.draining import Drained, drained, reached
from hub.bench.faults.log_order import out_of_order
from hub.bench.faults.sender import Sender
from hub.bench.faults.verdict import Evidence, Verdict, verdict
from hub.bench.fold_figures import LANES, group_of
from hub.bench.grounds import HOST, Server, folder, free_ports, kafka_in, kafka_local, pid_in, postgres
from hub.bench.kafka_fold import Place, reading
from hub.bench.lives import events
from hub.bench.report import Measured, report
from hub.bench.workers import Team, Worker, started
from hub.codec.events import EventCodec

Progress = Callable[[str, int], None]
FOLD: Final = "care"
SERVED_WITHIN_S: Final = 10.0
"""The lanes of a killed worker are served again by then."""
_ENDLESS: Final = 100_000_000
_AT_ONCE: Final = 500
_STEADY_S: Final = 5.0
_AFTERWARDS_S: Final = 1.0
"""What comes in this time after the kill is what has to be folded by others."""
_AWAY_S: Final = 3.0
_WITHIN_S: Final = 1800.0


class Course(NamedTuple):
    """Events a second, the seconds of traffic that an outage piles up, people at once, and workers."""

    per_second: int = 300
    outage_s: int = 3600
    people: int = 2_000
    workers: int = 2


class Seen(NamedTuple):
    """Seconds until a killed worker's lanes were served; what had piled up, and the seconds until it was folded."""

    served_again_s: float
    piled_up: int
    drained_s: float


class Broker(NamedTuple):
    """A broker over a folder of its own, which can be killed and started again."""

    made: Path
    port: int

    def begun(self) -> Server:
        """Start it over an empty folder, with the hub's topics."""
        return kafka_in(self.made, self.port, LANES)

    def kill(self) -> None:
        """End it without a word."""
        os.kill(pid_in(self.made / "kafka" / "kafka.pid"), signal.SIGKILL)

    def again(self) -> None:
        """Start it where it was."""
        kafka_local("start", self.made, "--port", str(self.port))


def bench_recovery(course: Course, progress: Progress) -> dict[str, Any]:
    """Measure over servers of its own, which go with it.

    Raises `Unavailable` when Java is missing, or a part does not start, come back or catch up.
    """
    with folder() as made, postgres() as database:
        broker = Broker(made, free_ports(2))
        try:
            place = Place(broker.begun(), database, LANES)
            return asyncio.run(_bench(course, broker, place, progress))
        finally:
            kafka_local("stop", made)


async def _bench(course: Course, broker: Broker, place: Place, progress: Progress) -> dict[str, Any]:
    settings = {"HUB_KAFKA": f"{HOST}:{broker.port}", "HUB_DATABASE_URL": place.database.address}
    log = KafkaLog(KafkaSettings(settings["HUB_KAFKA"]), SystemClock(), Placement(lanes=LANES))
    team = Team(FOLD, course.workers, LANES, settings | {"HUB_LANES": str(LANES)})
    try:
        async with reading(place) as store:
            hub, began = Drained(log, store, group_of(FOLD)), time.perf_counter()
            async with started(team) as workers:
                sender, seen = await _struck(course, broker, hub, workers, progress)
            evidence = Evidence(log, store, EventCodec(), hub.group)
            found, moved = await verdict(evidence, sender.sent), await out_of_order(evidence, sender.sent)
    finally:
        await log.close()
    return told(course, sender.acknowledged, time.perf_counter() - began, seen, found) | {"out_of_order": moved}


async def _struck(
    course: Course, broker: Broker, hub: Drained, workers: Sequence[Worker], progress: Progress
) -> tuple[Sender, Seen]:
    """Kill a worker under load, then the broker, and let everything be folded."""
    for worker in workers:
        worker.go()
    arriving = arrivals(events(_ENDLESS, course.people), HONEST)
    sender = Sender(hub.log, EventCodec(), arriving, course.per_second)
    sending = asyncio.create_task(sender.run())
    await asyncio.sleep(_STEADY_S)
    workers[0].kill()
    served = await _served(hub)
    sender.stop()
    await sending
    broker.kill()
    await asyncio.sleep(_AWAY_S)
    await asyncio.to_thread(broker.again)
    piled, began = course.per_second * course.outage_s, time.perf_counter()
    await sender.send_now(islice(arriving, piled), _AT_ONCE, lambda done: progress("sent again", done))
    await drained(hub, progress, _WITHIN_S)
    return sender, Seen(served, piled, time.perf_counter() - began)


async def _served(hub: Drained) -> float:
    """Wait until what came after the kill is folded in every lane; give the seconds since the kill."""
    await asyncio.sleep(_AFTERWARDS_S)
    group = hub.group
    return _AFTERWARDS_S + await reached(hub.log, group.topics, lambda: hub.store.positions(group.name), _WITHIN_S)


def told(course: Course, events: int, seconds: float, seen: Seen, found: Verdict) -> dict[str, Any]:
    """Make the report; `in_time` says whether a killed worker's lanes were served again soon enough."""
    settings = course._asdict() | {"log": "kafka", "store": "postgres", "lanes": LANES}
    return report("recovery", Measured(events, seconds), None, settings) | {
        "served_again_s": round(seen.served_again_s, 1),
        "in_time": seen.served_again_s <= SERVED_WITHIN_S,
        "piled_up": seen.piled_up,
        "drained_s": round(seen.drained_s, 1),
        "drained_per_s": round(seen.piled_up / seen.drained_s, 1),
        "people": found.people,
        "lost": found.lost,
        "doubled": found.doubled,
        "wrong": found.wrong,
    }
