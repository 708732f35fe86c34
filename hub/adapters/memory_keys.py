"""The key book in memory."""

from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from hub.adapters.key_classes import one_class_each
from hub.ports.books import WrappedKey
from hub.ports.store import SubjectRef


class MemoryKeys:
    """Wrapped data keys in dictionaries."""

    def __init__(self) -> None:
        self._keys: dict[bytes, WrappedKey] = {}
        self._ids: dict[tuple[SubjectRef, str], bytes] = {}

    async def of_subjects(self, subjects: Collection[SubjectRef], retention: str) -> Mapping[SubjectRef, WrappedKey]:
        """Give the keys of people in one retention class, destroyed ones included."""
        held = ((subject, self._ids.get((subject, retention))) for subject in subjects)
        return {subject: self._keys[key_id] for subject, key_id in held if key_id is not None}

    async def by_id(self, key_ids: Collection[bytes]) -> Mapping[bytes, WrappedKey]:
        """Give keys by id, destroyed ones included (with `wrapped` empty)."""
        return {key_id: self._keys[key_id] for key_id in key_ids if key_id in self._keys}

    async def add(self, keys: Sequence[WrappedKey]) -> Mapping[SubjectRef, WrappedKey]:
        """Add keys of one class per person; a person who has one keeps it, and the answer says which holds."""
        holds: dict[SubjectRef, WrappedKey] = {}
        one_class_each(keys)
        for key in keys:
            key_id = self._ids.setdefault((key.subject, key.retention), key.key_id)
            holds[key.subject] = self._keys.setdefault(key_id, key)
        return holds

    async def destroy(self, subject: SubjectRef, at: int) -> int:
        """Overwrite every wrapped key of a person that is not destroyed yet; give how many."""
        doomed = [key for key in self._keys.values() if key.subject == subject and key.destroyed_at is None]
        for key in doomed:
            self._keys[key.key_id] = replace(key, wrapped=b"", destroyed_at=at)
        return len(doomed)
