"""The figures of a desk: the product's own memory adapter, over addends that a test writes down."""

from collections.abc import Sequence
from datetime import date

from hub.adapters.memory_figures import MemoryFigures
from hub.errors import Unavailable
from hub.events.catalogue import FACT
from hub.ports.figures import Cell, Figure, FiguresAsk, FiguresBatch
from hub.ports.log import Partition
from hub.ports.store import Move

GROUP = "dashboards"
LANE = Partition(FACT, 0)


class ToldFigures:
    """A reader of whatever `cells` holds when it is asked; `asked` remembers, `away` makes it not answer."""

    def __init__(self, cells: Sequence[Cell] = ()) -> None:
        self.cells = list(cells)
        self.away = False
        self.asked: list[FiguresAsk] = []
        self._store = MemoryFigures(GROUP)
        self._written: list[Cell] = []

    async def told_until(self) -> date | None:
        """Give the newest day of telling."""
        return await (await self._told()).told_until()

    async def figures(self, ask: FiguresAsk) -> Sequence[Figure]:
        """Give figures as the adapter does."""
        self.asked.append(ask)
        return await (await self._told()).figures(ask)

    async def _told(self) -> MemoryFigures:
        if self.away:
            raise Unavailable
        if self._written != self.cells:
            self._store, self._written = MemoryFigures(GROUP), list(self.cells)
            claim = await self._store.claim(LANE, GROUP)
            await self._store.put(FiguresBatch(GROUP, [Move(LANE, claim, 1)], {}, self.cells))
        return self._store
