"""The relay: takes what a transaction left in the outbox to the log.  Nothing goes before its cause is committed.

At least once, and in the order in which it was told: a crash between append and forgetting appends again, under the
same deterministic ids.  An id also comes again when what it tells is true again, so a consumer counts the newest record
of each key, and never drops one because it has seen its id.

One relay at a time has a lane: the store lends its rows to nobody else meanwhile.  A worker that lost the lane and does
not know yet (it was stopped, or its broker was slow) would else append what is old behind what its successor appended.
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
    while True:
        moved = 0
        try:
            # One question for all lanes: on a quiet day most of them have nothing.
            waiting = await store.waiting()
            for lane in sorted(lanes() & waiting.keys()):
                moved += await relay_once(store, log, lane)
        except Unavailable as away:
            _log.warning("relay_waits", part=str(away))
            await asyncio.sleep(_AWAY_S)
        if not moved:
            await asyncio.sleep(pause_s)
