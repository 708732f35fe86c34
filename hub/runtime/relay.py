"""The relay: takes what a transaction left in the outbox to the log.  Nothing goes before its cause is committed.

At least once, and in the order in which it was told: a crash between append and forgetting appends again, under the
same deterministic ids.  An id also comes again when what it tells is true again, so a consumer counts the newest record
of each key, and never drops one because it has seen its id.

One relay at a time has a lane: the store lends its rows to nobody else meanwhile.  A worker that lost the lane and does
not know yet (it was stopped, or its broker was slow) would else append what is old behind what its successor appended.

No lane waits for another: one whose append or server fails is tried apart from those that go, until it goes again.
"""

import asyncio
from collections.abc import Callable
from typing import Final

import structlog

from hub.errors import Unavailable
from hub.events.catalogue import FACT
from hub.ports.log import PASSED_ON, Draft, Log
from hub.ports.store import LaneStore, OutboxRow, Store

_log = structlog.get_logger()
_AWAY_S: Final = 1.0
"""How long to wait before a part that was away is tried again."""


async def relay_once(store: LaneStore, log: Log, lane: int, limit: int = 1000) -> int:
    """Append the oldest waiting rows of a lane and forget them; give how many: none where another does it."""
    async with store.lent(lane, limit) as rows:
        if rows:
            await log.append([_draft(row) for _, row in rows])
    return len(rows)


def _draft(row: OutboxRow) -> Draft:
    """Make the record of a row; what is no news of the hub is somebody's event, passed on to another record."""
    return Draft(row.topic, row.key, row.value, () if row.topic == FACT else ((PASSED_ON, b""),))


async def relay(store: Store, log: Log, lanes: Callable[[], frozenset[int]], pause_s: float = 0.2) -> None:
    """Keep the outboxes of this worker's lanes empty until cancelled."""
    work = _Relay(store, log, lanes)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(work.run(pause_s, failing=False))
        tasks.create_task(work.run(_AWAY_S, failing=True))


class _Relay:
    """Two hands: one for the lanes that go, one that tries those that do not."""

    def __init__(self, store: Store, log: Log, lanes: Callable[[], frozenset[int]]) -> None:
        self._store, self._log, self._lanes = store, log, lanes
        self._failing: set[int] = set()

    async def run(self, pause_s: float, *, failing: bool) -> None:
        """Empty lane after lane; pause when nothing moved."""
        while True:
            if not await self._round(failing=failing):
                await asyncio.sleep(pause_s)

    async def _round(self, *, failing: bool) -> bool:
        """Try lane after lane; say whether to go on at once.

        After one that just failed it is asked again what waits: perhaps its server is away, and its other lanes are not
        known then, instead of being waited for one after the other.
        """
        moved = 0
        for lane in await self._waiting(failing=failing):
            moved += await self._try(lane)
            if not failing and lane in self._failing:
                return True
        return moved > 0

    async def _waiting(self, *, failing: bool) -> list[int]:
        """Give this hand's lanes that have something, by one question for all: on a quiet day most have nothing."""
        if failing and not self._failing:
            return []
        try:
            known = (await self._store.outboxes()).waiting
        except Unavailable as away:
            _log.warning("relay_waits", part=str(away))
            await asyncio.sleep(_AWAY_S)
            return []
        return sorted(lane for lane in self._lanes() & known.keys() if (lane in self._failing) is failing)

    async def _try(self, lane: int) -> int:
        try:
            moved = await relay_once(self._store, self._log, lane)
        except Unavailable as away:
            _log.warning("relay_waits", lane=lane, part=str(away))
            self._failing.add(lane)
            return 0
        self._failing.discard(lane)
        return moved
