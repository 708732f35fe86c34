"""When people were last heard of, from a store in memory."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from hub.adapters.memory_store import MemoryStore
from hub.ports.ages import FORGETS, Heard, part_of
from hub.ports.store import HistoryRow, SubjectRef


class MemoryAges:
    """An `Ages` over a `MemoryStore`."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    async def heard(self, part: int, classes: Mapping[str, str]) -> Sequence[Heard]:
        """Count the people of a part by class and year of their newest event."""
        counted: Counter[tuple[str, int]] = Counter()
        for _, rows in await self._people(part):
            newest: dict[str, int] = {}
            for row in rows:
                if row.type != FORGETS and row.topic in classes:
                    newest[classes[row.topic]] = max(row.received_at, newest.get(classes[row.topic], row.received_at))
            counted.update((name, datetime.fromtimestamp(at / 1000, UTC).year) for name, at in newest.items())
        return [Heard(*key, people) for key, people in sorted(counted.items())]

    async def idle(self, part: int, before: Mapping[str, int]) -> Sequence[SubjectRef]:
        """Give the people of a part who were last heard of before these moments."""
        found = []
        for subject, rows in await self._people(part):
            told = [row for row in rows if row.type != FORGETS]
            if told and all(row.topic in before and row.received_at < before[row.topic] for row in told):
                found.append(subject)
        return found

    async def _people(self, part: int) -> Sequence[tuple[SubjectRef, Sequence[HistoryRow]]]:
        subjects = sorted(subject for subject in self._store.known() if part_of(subject) == part)
        return [(subject, await self._store.history(subject)) for subject in subjects]
