"""Figures folded again beside the live ones: proved to be the same, and put in their place when asked.

The live figures are made into numbers as they are at one moment, with their positions; then the derived topic is
folded from its beginning up to exactly these positions, and its numbers must be the same.  The live host goes on
meanwhile; one whose figures are replaced is refused once, and goes on from where the new ones stand.
"""

import asyncio
from collections.abc import Callable
from typing import Final, NamedTuple

from hub.errors import Rejected
from hub.ports.figures import FiguresDigest
from hub.ports.log import BEGINNING, Log, Partition
from hub.ports.store import Parked
from hub.runtime.catching_up import until
from hub.runtime.figures import DASHBOARDS, FiguresFold, FiguresParts, FiguresTaken

BESIDE: Final = DASHBOARDS + "~beside"
"""The group under which the other fold is kept while it is made."""
_LANES_AT_ONCE: Final = 2
"""While the store writes one lane's fetch, another lane's is folded."""


class FiguresProof(NamedTuple):
    """What folding again found: `differing` names measures, and `kept` for what is kept of people."""

    records: int
    live: FiguresDigest
    again: FiguresDigest
    unread: frozenset[str] = frozenset()
    """The ids under which records are parked that still cannot be counted."""

    def counts(self, row: Parked) -> bool:
        """Whether a row is of a derived record that these figures do count."""
        upto = self.again.positions.get(Partition(row.topic or "", -1 if row.lane is None else row.lane), BEGINNING)
        return row.position is not None and row.position <= upto and row.id not in self.unread

    @property
    def differing(self) -> list[str]:
        """Name what differs; nothing when both are equal."""
        return self.live.differing(self.again)


class FiguresRebuild:
    """One fold of the figures beside the live ones.  `parts` are those of the live host."""

    def __init__(self, log: Log, parts: FiguresParts, limit: int, on_progress: Callable[[int], None]) -> None:
        self._log, self._limit, self._on_progress = log, limit, on_progress
        self._live, self._store = parts.group, parts.store
        self._parts = parts._replace(group=BESIDE, on_taken=self._took)
        self._records = 0
        self._unread: set[str] = set()

    async def fold(self) -> FiguresProof:
        """Fold up to where the live figures are now, and compare.

        Raises `Rejected` when the log ends before the live figures do: it is another one, or it was cut.
        """
        live = await self._store.digest(self._live)
        for partition, position in live.positions.items():
            if await self._log.end(partition) < position:
                raise Rejected(
                    f"{partition.topic} {partition.number}", "log_too_short", "the log ends before the figures do"
                )
        await self._store.clear(BESIDE)
        turns = asyncio.Semaphore(_LANES_AT_ONCE)

        async def one(partition: Partition, upto: int) -> None:
            async with turns:
                await self._lane(partition, upto)

        async with asyncio.TaskGroup() as tasks:
            for partition, upto in live.positions.items():
                tasks.create_task(one(partition, upto))
        return FiguresProof(self._records, live, await self._store.digest(BESIDE), frozenset(self._unread))

    async def _lane(self, partition: Partition, upto: int) -> None:
        fold = FiguresFold(self._parts, partition.number)
        await fold.begin()
        async for records in until(self._log, partition, BEGINNING, upto, self._limit):
            await fold.take(records)

    def _took(self, _lane: int, taken: FiguresTaken, _seconds: float) -> None:
        self._records += taken.records
        self._unread.update(taken.parked)
        self._on_progress(self._records)

    async def replace(self) -> None:
        """Put what was folded in the place of the live figures, and throw those away."""
        await self._store.replace(self._live, BESIDE)

    async def discard(self) -> None:
        """Throw away what was folded."""
        await self._store.clear(BESIDE)
