"""Two folds side by side over several PostgreSQL servers: each lane's shadow lies beside its live rows.

A snapshot is of one moment on each server.  That is enough: whatever compares or exchanges rows of a lane holds them
against that lane's positions, and both lie on one server.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from heapq import merge
from itertools import chain
from operator import attrgetter
from typing import Final, TypeVar

from hub.domain.lanes import lane_of
from hub.ports.shadows import Held, Shadows, Snapshot, whole_people
from hub.ports.store import Batch, HistoryRow, StateRow, SubjectRef

T = TypeVar("T")
R = TypeVar("R", HistoryRow, SubjectRef)

_FEW: Final = 100
"""Rows of a page that are not shared out among servers: one person must fit into a server's part."""
_by_person = attrgetter("subject", "processor")


class SpreadShadows:
    """A `hub.ports.shadows.Shadows` over others: lane n is on server n modulo their number, as in `SpreadStore`."""

    def __init__(self, servers: Sequence[Shadows], lanes: int) -> None:
        self._servers, self._lanes = tuple(servers), lanes

    async def page(self, group: str, processors: Collection[str], after: SubjectRef, limit: int) -> Snapshot:
        """Give the rows of the next people behind `after` on all servers, in the order of their references."""
        share = max(limit // len(self._servers), min(limit, _FEW))
        pages = await self._all(lambda server: server.page(group, processors, after, share))
        # Behind the first page that ends, that server may have more people who come before those of the others.
        ends = min((page.rows[-1].subject for page in pages if page.rows), default=after)
        rows = [row for row in merge(*(page.rows for page in pages), key=_by_person) if row.subject <= ends]
        return _joined(pages, whole_people(rows[:limit], limit))

    async def of(self, group: str, processors: Collection[str], subjects: Collection[SubjectRef]) -> Snapshot:
        """Give the rows of these people, each server asked for its own."""
        mine = self._shares(subjects, lambda subject: subject)
        found = await asyncio.gather(
            *(server.of(group, processors, mine[place]) for place, server in enumerate(self._servers))
        )
        return _joined(found, list(merge(*(each.rows for each in found), key=_by_person)))

    async def unknown(self, events: Sequence[HistoryRow]) -> Collection[bytes]:
        """Give the ids of events that their person's history does not hold."""
        mine = self._shares(events, lambda row: row.subject)
        found = await asyncio.gather(*(self._servers[place].unknown(rows) for place, rows in mine.items()))
        return set(chain.from_iterable(found))

    async def put_while(self, held: Held, batch: Batch) -> None:
        """Write a batch on the server of its lane, where the claims of that lane are too."""
        await self._servers[batch.lane % len(self._servers)].put_while(held, batch)

    async def remove(self, group: str, processors: Collection[str]) -> int:
        """Remove every row of these processors, then the positions of the group, on every server."""
        return sum(await self._all(lambda server: server.remove(group, processors)))

    async def _all(self, ask: Callable[[Shadows], Awaitable[T]]) -> list[T]:
        return await asyncio.gather(*(ask(server) for server in self._servers))

    def _shares(self, items: Iterable[R], subject_of: Callable[[R], SubjectRef]) -> dict[int, list[R]]:
        shares: dict[int, list[R]] = defaultdict(list)
        for item in items:
            shares[lane_of(subject_of(item), self._lanes) % len(self._servers)].append(item)
        return shares


def _joined(found: Iterable[Snapshot], rows: Sequence[StateRow]) -> Snapshot:
    """Put rows together with the positions of every server, which have no partition in common."""
    return Snapshot(rows, {at: position for each in found for at, position in each.positions.items()})
