"""Waiting until the hub has caught up: folded what is in the log, passed on what waits, counted what was passed on."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, NamedTuple

from hub.bench.draining import Drained, drained
from hub.bench.faults.kept_hub import KeptHub
from hub.composition import Core
from hub.errors import Unavailable
from hub.events.catalogue import FACT
from hub.ports.log import BEGINNING, Partition
from hub.runtime.figures import DASHBOARDS

_LOOK_EVERY_S: Final = 0.1
DRAINED_WITHIN_S: Final = 180.0
Positions = Mapping[Partition, int]


class Standing(NamedTuple):
    """How far the hub is; `dashboards` says whether its figures count as well."""

    core: Core
    hub: KeptHub
    dashboards: bool

    async def caught_up(self, within_s: float) -> float:
        """Wait until everything that is in the log now is folded; give the seconds that took.  Raises `Unavailable`."""
        core, started = self.core, time.perf_counter()
        await self._reaches(core.group.topics, lambda: core.store.positions(core.group.name), within_s)
        if self.dashboards:
            await self._reaches((FACT,), lambda: core.figures.positions(DASHBOARDS), within_s)
        return time.perf_counter() - started

    async def _reaches(self, topics: tuple[str, ...], ask: Callable[[], Awaitable[Positions]], within_s: float) -> None:
        started, ends, missing = time.perf_counter(), None, "nothing answered"
        while time.perf_counter() - started < within_s:
            try:
                ends = ends or await self._ends(topics)
                positions = await ask()
                found = {partition: positions.get(partition, BEGINNING) for partition in ends}
                missing = ", ".join(
                    f"{each}: {found[each]} of {end}" for each, end in ends.items() if found[each] < end
                )
                if not missing:
                    return
            except Unavailable as away:  # the part that was struck comes back
                missing = str(away)
            await asyncio.sleep(_LOOK_EVERY_S)
        said = self.hub.last_words
        raise Unavailable(f"the hub did not catch up within {within_s:.0f} s ({missing}); its last words: {said}")

    async def _ends(self, topics: tuple[str, ...]) -> Positions:
        log = self.core.log
        partitions = [Partition(topic, lane) for topic in topics for lane in range(log.lanes)]
        return {partition: await log.end(partition) for partition in partitions}

    async def at_rest(self, progress: Callable[[str, int], None]) -> None:
        """Wait until no outbox holds anything any more and all of it is counted.  Raises `Unavailable`."""
        core = self.core
        await drained(Drained(core.log, core.store, core.group), progress, DRAINED_WITHIN_S)
        await self.caught_up(DRAINED_WITHIN_S)
