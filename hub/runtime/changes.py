"""Tell readers that something readable changed; ticks may be folded together, never lost for good."""

import asyncio
from collections.abc import AsyncIterator

from hub.errors import Unavailable
from hub.ports.store import Store


class Changes:
    """A bell that many readers wait for."""

    def __init__(self) -> None:
        self._count = 0
        self._bell = asyncio.Event()

    def ring(self) -> None:
        """Wake everybody who waits."""
        self._count += 1
        self._bell.set()
        self._bell = asyncio.Event()

    async def watch(self) -> AsyncIterator[int]:
        """Give a rising number whenever it rang since the last one."""
        seen = self._count
        while True:
            bell = self._bell
            if self._count == seen:
                await bell.wait()
            seen = self._count
            yield seen


async def ring_when_moved(store: Store, group: str, changes: Changes, pause_s: float = 0.3) -> None:
    """Ring when another process moved a position: for a web role that folds nothing itself."""
    known: object = None
    while True:
        try:
            positions = await store.positions(group)
        except Unavailable:
            positions = {}
        if positions and positions != known:
            known = positions
            changes.ring()
        await asyncio.sleep(pause_s)
