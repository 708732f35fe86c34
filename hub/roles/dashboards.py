"""The dashboards role: counts what the joint processor tells of stays and six weeks.  With a broker Faust reads it."""

import asyncio
from collections.abc import Awaitable
from typing import Protocol

import structlog

from hub.composition import Core
from hub.errors import Unavailable
from hub.events.catalogue import FACT
from hub.ports.fetches import MakeTaker
from hub.ports.log import BEGINNING, Partition
from hub.runtime.behind import behind
from hub.runtime.figures import DASHBOARDS, FiguresFold, FiguresParts, FiguresTaken
from hub.runtime.figures_host import FiguresHost
from hub.runtime.lane_host import HostParts

_log = structlog.get_logger()
_MEASURE_EVERY_S = 5.0


class _Host(Protocol):
    def run(self) -> Awaitable[None]: ...


async def run(core: Core) -> None:
    """Fold the derived topic into figures until cancelled."""
    counting = core.figures_counting

    def on_taken(lane: int, taken: FiguresTaken, seconds: float) -> None:
        counting.applied(lane, taken.records, seconds)

    parts = FiguresParts(core.figures, core.codec, on_taken, core.log.lanes)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_measure(core))
        await _host(core, lambda lane: FiguresFold(parts, lane)).run()


def _host(core: Core, taker: MakeTaker) -> _Host:
    counting, settings = core.figures_counting, core.settings
    parts = HostParts(
        DASHBOARDS,
        core.log,
        core.clock,
        core.lanes,
        counting.stopped,
        on_wait=counting.waits,
        on_lost=counting.lost,
        on_held=counting.held,
    )
    if settings.kafka is None:
        return FiguresHost(parts, taker, settings.batch)
    # Faust takes a while to load, and memory, which a hub without a broker does not need.
    from hub.adapters.kafka_fetching import GroupFetching  # noqa: PLC0415 - as above
    from hub.kafka_choice import kafka_settings  # noqa: PLC0415 - as above
    from hub.runtime.faust_host import FaustHost  # noqa: PLC0415 - as above
    from hub.runtime.fetched_lane import FetchParts  # noqa: PLC0415 - as above

    broker = GroupFetching(kafka_settings(settings))
    return FaustHost(FetchParts(parts, FACT, taker), broker, settings.lanes, settings.batch)


async def _measure(core: Core) -> None:
    """Count what waits in the log."""
    while True:
        try:
            positions = await core.figures.positions(DASHBOARDS)
            for lane in range(core.log.lanes):
                partition = Partition(FACT, lane)
                waiting = await behind(core.log, partition, positions.get(partition, BEGINNING))
                core.figures_counting.lag(FACT, lane, waiting)
        except Unavailable as away:
            _log.warning("sizes_unknown", part=str(away))
        await asyncio.sleep(_MEASURE_EVERY_S)
