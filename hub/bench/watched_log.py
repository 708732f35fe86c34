"""A log that is read only when it is told to, and that notes when the first record was in hand.

Workers that are measured join their group first, so that no figure hangs on who came a moment earlier.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence

from hub.ports.log import Appended, Assignment, Draft, Log, Partition, Record


class WatchedLog:
    """Another log behind a gate; everything but `read` passes at once.

    `on_lanes` is told the lanes of this worker whenever they change.
    """

    def __init__(self, log: Log, on_lanes: Callable[[frozenset[int]], None]) -> None:
        self.lanes = log.lanes
        self.first_at: float | None = None
        """When the first record was in hand, by the machine's own steady clock (`time.perf_counter`)."""
        self.first_processor_s = 0.0
        """How much of a processor this process had used by then."""
        self.gate = asyncio.Event()
        self._log, self._on_lanes = log, on_lanes

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Appended]:
        """Pass on."""
        return await self._log.append(drafts)

    async def read(self, partition: Partition, after: int, *, limit: int = 5000) -> AsyncIterator[Sequence[Record]]:
        """Wait for the gate, then read."""
        await self.gate.wait()
        async for records in self._log.read(partition, after, limit=limit):
            if self.first_at is None:
                self.first_at, self.first_processor_s = time.perf_counter(), time.process_time()
            yield records

    async def assignments(self, group: str) -> AsyncIterator[Assignment]:
        """Pass on, and tell."""
        held: frozenset[int] = frozenset()
        async for change in self._log.assignments(group):
            held = held - change.lost | change.gained
            self._on_lanes(held)
            yield change

    async def end(self, partition: Partition) -> int:
        """Pass on."""
        return await self._log.end(partition)

    async def newest(self, partition: Partition) -> int:
        """Pass on."""
        return await self._log.newest(partition)

    async def tell(self, group: str, positions: Mapping[Partition, int]) -> None:
        """Pass on."""
        await self._log.tell(group, positions)

    async def close(self) -> None:
        """Pass on."""
        await self._log.close()
