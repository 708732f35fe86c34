"""The product's key book in memory, which also counts the questions it is asked."""

from collections.abc import Collection, Mapping, Sequence

from hub.adapters.memory_keys import MemoryKeys
from hub.ports.books import WrappedKey
from hub.ports.store import SubjectRef


class Keys(MemoryKeys):
    """Names its questions in order, and shows what it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    @property
    def held(self) -> dict[bytes, WrappedKey]:
        """Every key by its id, to look at and to damage."""
        return self._keys

    async def of_subjects(self, subjects: Collection[SubjectRef], retention: str) -> Mapping[SubjectRef, WrappedKey]:
        """Give the keys of people in one retention class."""
        self.asked.append("of_subjects")
        return await super().of_subjects(subjects, retention)

    async def by_id(self, key_ids: Collection[bytes]) -> Mapping[bytes, WrappedKey]:
        """Give keys by id, destroyed ones included."""
        self.asked.append("by_id")
        return await super().by_id(key_ids)

    async def add(self, keys: Sequence[WrappedKey]) -> Mapping[SubjectRef, WrappedKey]:
        """Add keys; the first of a person stays."""
        self.asked.append("add")
        return await super().add(keys)
