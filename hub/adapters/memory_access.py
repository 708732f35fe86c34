"""The access log in memory."""

from collections.abc import Sequence

from hub.ports.books import Access
from hub.ports.chain import ROOT, Check, chained
from hub.ports.store import SubjectRef


class MemoryAccess:
    """Append-only and chained; `lines` is there for a test to tamper with."""

    def __init__(self) -> None:
        self.lines: list[Access] = []
        self._head = (0, ROOT)

    async def write(self, line: Access) -> Access:
        """Append a line and give it back with its place in the chain."""
        seq, digest = self._head
        placed = chained(line, seq + 1, digest)
        self.lines.append(placed)
        self._head = (placed.seq, placed.digest)
        return placed

    async def of_subject(self, subject: SubjectRef, limit: int = 200) -> Sequence[Access]:
        """Who looked at this person, newest first."""
        return [line for line in reversed(self.lines) if line.subject == subject][:limit]

    async def verify(self) -> int | None:
        """Give the first broken `seq`, or none when the chain holds."""
        check = Check()
        check.follow(self.lines)
        return check.finish(*self._head)
