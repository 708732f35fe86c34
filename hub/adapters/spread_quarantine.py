"""One quarantine over several PostgreSQL servers: a batch's rows are with its lane, a door's with the books."""

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from hub.ports.books import NEWEST, Quarantine, Wanted
from hub.ports.store import Parked


class SpreadQuarantine:
    """A `Quarantine` over others; the first takes what the doors park, every one is asked for what is there."""

    def __init__(self, servers: Sequence[Quarantine]) -> None:
        self._servers = tuple(servers)

    async def park(self, rows: Sequence[Parked]) -> None:
        """Keep rows with the books; the same id again changes nothing."""
        await self._servers[0].park(rows)

    async def parked(self, wanted: Wanted = NEWEST) -> Sequence[Parked]:
        """Give what is asked for, newest first unless the oldest are asked for, of all servers."""
        found = await asyncio.gather(*(one.parked(wanted) for one in self._servers))
        way = 1 if wanted.oldest_first else -1
        return sorted((row for rows in found for row in rows), key=lambda row: way * row.parked_at)[: wanted.limit]

    async def one(self, id_: str) -> Parked | None:
        """Give one row whole."""
        return (await self._holder(id_))[1]

    async def mark(self, id_: str, state: str) -> None:
        """Set the state of a row, wherever it is.  Raises `NotFound` for an unknown id."""
        await (await self._holder(id_))[0].mark(id_, state)

    async def sizes(self) -> Mapping[str, int]:
        """Give how many messages of each feed nobody has dealt with, on all servers together."""
        return sum((Counter(size) for size in await asyncio.gather(*(one.sizes() for one in self._servers))), Counter())

    async def erase(self, rule: str, before: int) -> int:
        """Remove rows that were parked by a rule before a moment, everywhere; give how many."""
        return sum(await asyncio.gather(*(one.erase(rule, before) for one in self._servers)))

    async def remove(self, ids: Collection[str]) -> int:
        """Remove rows, in any state, wherever they are; give how many went."""
        return sum(await asyncio.gather(*(one.remove(ids) for one in self._servers)))

    async def _holder(self, id_: str) -> tuple[Quarantine, Parked | None]:
        """Give the server that has a row, and the row; the first server when none has it."""
        found = await asyncio.gather(*(one.one(id_) for one in self._servers))
        held = ((server, row) for server, row in zip(self._servers, found, strict=True) if row is not None)
        return next(held, (self._servers[0], None))
