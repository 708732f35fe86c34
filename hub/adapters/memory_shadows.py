"""Two folds side by side in the memory store."""

from collections.abc import Collection, Sequence
from operator import attrgetter

from hub.adapters.memory_store import MemoryStore
from hub.errors import PositionRefused
from hub.ports.shadows import Held, Snapshot, whole_people
from hub.ports.store import Batch, HistoryRow, SubjectRef

_by_person = attrgetter("subject", "processor")


class MemoryShadows(MemoryStore):
    """A memory store that is also a `hub.ports.shadows.Shadows` over its own dictionaries."""

    async def page(self, group: str, processors: Collection[str], after: SubjectRef, limit: int) -> Snapshot:
        """Give the rows of the next people behind `after`, in the order of their references."""
        rows = [row for key, row in self._states.items() if key[1] > after and key[0] in processors]
        page = sorted(rows, key=_by_person)[:limit]
        return Snapshot(whole_people(page, limit), await self.positions(group))

    async def of(self, group: str, processors: Collection[str], subjects: Collection[SubjectRef]) -> Snapshot:
        """Give the rows of these people."""
        keys = [(processor, subject) for subject in sorted(set(subjects)) for processor in sorted(set(processors))]
        rows = [self._states[key] for key in keys if key in self._states]
        return Snapshot(rows, await self.positions(group))

    async def unknown(self, events: Sequence[HistoryRow]) -> Collection[bytes]:
        """Give the ids of events that their person's history does not hold."""
        subjects = {row.subject for row in events}
        held = {(row.subject, row.event_id) for subject in subjects for row in self._history.get(subject, {}).values()}
        return {row.event_id for row in events if (row.subject, row.event_id) not in held}

    async def put_while(self, held: Held, batch: Batch) -> None:
        """Write a batch while the claims stand still."""
        for partition, claim in held.claims.items():
            if self._claims.get((held.group, partition)) != claim:
                raise PositionRefused(f"{partition} of {held.group} moved")
        await self.put(batch)

    async def remove(self, group: str, processors: Collection[str]) -> int:
        """Remove every row of these processors, then the positions of the group."""
        gone = [key for key in self._states if key[0] in processors]
        for key in gone:
            self._withdraw(key)
        for place in [place for place in self._claims if place[0] == group]:
            del self._claims[place]
        return len(gone)
