"""A worker whose lane a newer release keeps: it waits in place, and the upgrade goes on without stopping anybody.

After `hub rebuild` has put a newer fold in the live state's place, workers of the older release still hold their lanes
until newer ones take them over.  They must not fold: the states of whoever is known are of another shape, and those of
a person who is new would be.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple

import structlog

from hub.errors import NewerVersion
from hub.ports.store import LaneStore
from hub.runtime.folding import AnyProcessor
from hub.runtime.shadow import live_is_newer, stored_note

_log = structlog.get_logger()


class Outdated(NamedTuple):
    """Who waits: a lane, told of each time it finds that it still has to, and how long it lets pass between."""

    lane: int
    told: Callable[[int], None]
    patience_s: float

    async def wait_out(self, attempt: Callable[[], Awaitable[None]]) -> None:
        """Try the same thing until no newer release keeps what it needs, or the lane is taken away."""
        while True:
            try:
                await attempt()
            except NewerVersion as newer:
                _log.warning("lane_outdated", lane=self.lane, reason=str(newer))
                self.told(self.lane)
                await asyncio.sleep(self.patience_s)
            else:
                return


async def refuse_newer(store: LaneStore, lane: int, processors: tuple[AnyProcessor, ...]) -> None:
    """Raise `NewerVersion` when newer versions fold the live state of a lane."""
    note = await stored_note(store, lane)
    if note is not None and live_is_newer(note, processors):
        raise NewerVersion(f"the live state is kept by {', '.join(note.processors)}: a newer worker goes on with it")
