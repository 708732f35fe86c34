"""Looks in memory."""

from collections.abc import Collection, Mapping
from datetime import date

from hub.ports.store import SubjectRef

_Key = tuple[bytes, str, SubjectRef]


class MemoryLooks:
    """What was shown and what was shown before, in a dictionary."""

    def __init__(self) -> None:
        self._held: dict[_Key, tuple[bytes, bytes | None, date]] = {}

    async def opened(
        self, reader: bytes, page: str, shown: Mapping[SubjectRef, bytes], on: date
    ) -> Mapping[SubjectRef, bytes]:
        """Note what is shown, and give what was shown before."""
        for subject, digest in shown.items():
            old = self._held.get((reader, page, subject))
            self._held[reader, page, subject] = (digest, None if old is None else old[0], on)
        return await self.before(reader, page, shown)

    async def before(self, reader: bytes, page: str, subjects: Collection[SubjectRef]) -> Mapping[SubjectRef, bytes]:
        """Give what was shown before the page was opened last."""
        held = {subject: self._held.get((reader, page, subject)) for subject in subjects}
        return {subject: row[1] for subject, row in held.items() if row is not None and row[1] is not None}

    async def forget(self, before: date) -> int:
        """Forget what was noted before a day."""
        gone = [key for key, (_, _, on) in self._held.items() if on < before]
        for key in gone:
            del self._held[key]
        return len(gone)
