"""The quarantine in memory."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from hub.errors import NotFound
from hub.ports.books import NEWEST, Wanted
from hub.ports.store import Parked


class MemoryQuarantine:
    """Parked messages in a dictionary; a `MemoryStore` parks into it too."""

    def __init__(self) -> None:
        self._rows: dict[str, Parked] = {}

    def keep(self, rows: Sequence[Parked]) -> None:
        """Keep rows without waiting; the same id again changes nothing."""
        for row in rows:
            self._rows.setdefault(row.id, row)

    async def park(self, rows: Sequence[Parked]) -> None:
        """Keep rows; the same id again changes nothing."""
        self.keep(rows)

    async def parked(self, wanted: Wanted = NEWEST) -> Sequence[Parked]:
        """Give what is asked for, newest first unless the oldest are asked for."""
        rows = [row for row in self._rows.values() if wanted.wants(row)]
        if wanted.oldest_first:
            return sorted(rows, key=lambda row: row.parked_at)[: wanted.limit]
        rows.reverse()  # of two rows of the same moment the later one comes first
        return sorted(rows, key=lambda row: -row.parked_at)[: wanted.limit]

    async def one(self, id_: str) -> Parked | None:
        """Give one row whole."""
        return self._rows.get(id_)

    async def mark(self, id_: str, state: str) -> None:
        """Set the state of a row: `redriven` or `dropped`.  Raises `NotFound` for an unknown id."""
        if id_ not in self._rows:
            raise NotFound("no such parked message")
        self._rows[id_] = replace(self._rows[id_], state=state)

    async def sizes(self) -> Mapping[str, int]:
        """Give how many messages of each feed nobody has dealt with."""
        return Counter(row.feed for row in self._rows.values() if row.state == "parked")

    async def erase(self, rule: str, before: int) -> int:
        """Remove rows, in any state, that were parked by a rule before a moment; give how many."""
        old = [row.id for row in self._rows.values() if row.rule == rule and row.parked_at < before]
        for id_ in old:
            del self._rows[id_]
        return len(old)

    async def remove(self, ids: Collection[str]) -> int:
        """Remove rows, in any state; give how many went."""
        return sum(self._rows.pop(id_, None) is not None for id_ in ids)
