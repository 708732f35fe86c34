"""Figures for one page: a page of many tiles asks the same thing more than once, and reads it once."""

from collections.abc import Sequence
from datetime import date

from hub.ports.figures import Figure, FiguresAsk, FiguresReader


class FiguresOnce:
    """A reader that remembers what it was asked, as long as one page is made."""

    def __init__(self, reader: FiguresReader) -> None:
        self._reader = reader
        self._known: dict[FiguresAsk, Sequence[Figure]] = {}
        self._until: list[date | None] = []

    async def figures(self, ask: FiguresAsk) -> Sequence[Figure]:
        """Give figures; raises as the reader behind it."""
        if ask not in self._known:
            self._known[ask] = await self._reader.figures(ask)
        return self._known[ask]

    async def told_until(self) -> date | None:
        """Give the newest day on which something was told."""
        if not self._until:
            self._until.append(await self._reader.told_until())
        return self._until[0]
