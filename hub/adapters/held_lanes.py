"""Which lanes this worker holds, and the bell that wakes its waiting readers.

Without a broker nobody but the operator moves lanes, by `hold`; with one, the broker does.
"""

import asyncio
from collections.abc import AsyncIterator, Collection

from hub.ports.log import Assignment


class Bell:
    """Wakes everybody who waits; a waiter takes `next` before it looks, so that no ring is missed."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def next(self) -> asyncio.Event:
        """Give the event that the next ring sets."""
        return self._event

    def ring(self) -> None:
        """Wake the waiters of now."""
        self._event.set()
        self._event = asyncio.Event()


class HeldLanes:
    """The lanes held now.  A reader takes a `Place` and asks it whether it may go on."""

    def __init__(self, lanes: int) -> None:
        self._held = frozenset(range(lanes))
        self._losses = [0] * lanes
        self._bell = Bell()
        self.closed = False

    def hold(self, lanes: Collection[int]) -> None:
        """Hold exactly these lanes from now on; readers of lanes that go end."""
        new = frozenset(lanes)
        self.lose(self._held - new)
        self._held = new
        self._bell.ring()

    def lose(self, lanes: Collection[int]) -> None:
        """End the readers of these lanes that have begun before now."""
        for lane in lanes:
            self._losses[lane] += 1

    def close(self) -> None:
        """End every reader and every assignment."""
        self.closed = True
        self._bell.ring()

    def place(self, lane: int) -> "Place":
        """Give a reader's place on a lane."""
        return Place(self, lane, self._losses[lane])

    def losses(self, lane: int) -> int:
        """Count how often a lane was taken away."""
        return self._losses[lane]

    async def assignments(self) -> AsyncIterator[Assignment]:
        """Name all lanes first, then every change, until closed."""
        told: frozenset[int] | None = None
        while not self.closed:
            changed = self._bell.next()
            held = self._held
            if told is None or told != held:
                before = told or frozenset()
                told = held
                yield Assignment(held - before, before - held)
            else:
                await changed.wait()


class Place:
    """One reader's hold on its lane, as it was when the reader began."""

    def __init__(self, held: HeldLanes, lane: int, losses: int) -> None:
        self._held = held
        self._lane = lane
        self._losses = losses

    def ended(self) -> bool:
        """Whether the lane was taken away since, or the log closed."""
        return self._held.closed or self._held.losses(self._lane) != self._losses
