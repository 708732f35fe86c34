"""Waiting until the hub has caught up: folded what is in the log, passed on what waits, counted what was passed on."""

from collections.abc import Callable
from typing import Final, NamedTuple

from hub.bench.draining import Drained, drained, reached
from hub.bench.faults.kept_hub import KeptHub
from hub.composition import Core
from hub.errors import Unavailable
from hub.events.catalogue import FACT
from hub.runtime.figures import DASHBOARDS

DRAINED_WITHIN_S: Final = 180.0


class Standing(NamedTuple):
    """How far the hub is; `dashboards` says whether its figures count as well."""

    core: Core
    hub: KeptHub
    dashboards: bool

    async def caught_up(self, within_s: float) -> float:
        """Wait until everything that is in the log now is folded; give the seconds that took.  Raises `Unavailable`."""
        core = self.core
        try:
            took = await reached(core.log, core.group.topics, lambda: core.store.positions(core.group.name), within_s)
            if self.dashboards:
                took += await reached(core.log, (FACT,), lambda: core.figures.positions(DASHBOARDS), within_s)
        except Unavailable as late:
            raise Unavailable(f"{late}; its last words: {self.hub.last_words}") from None
        return took

    async def at_rest(self, progress: Callable[[str, int], None]) -> None:
        """Wait until no outbox holds anything any more and all of it is counted.  Raises `Unavailable`."""
        core = self.core
        await drained(Drained(core.log, core.store, core.group), progress, DRAINED_WITHIN_S)
        await self.caught_up(DRAINED_WITHIN_S)
