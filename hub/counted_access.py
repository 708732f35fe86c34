"""The access book as the web role uses it: what is refused is counted, by role, after it was written down."""

from collections.abc import Callable, Sequence
from typing import Final

from hub.ports.books import Access, AccessBook
from hub.ports.store import SubjectRef

PERMIT: Final = "PERMIT"


class CountedAccess:
    """An `AccessBook` around another one."""

    def __init__(self, book: AccessBook, denied: Callable[[str], None]) -> None:
        self._book, self._denied = book, denied

    async def write(self, line: Access) -> Access:
        """Append a line; a decision that does not permit is counted under its role."""
        placed = await self._book.write(line)
        if placed.decision != PERMIT:
            self._denied(placed.role)
        return placed

    async def of_subject(self, subject: SubjectRef, limit: int = 200) -> Sequence[Access]:
        """Who looked at this person, newest first."""
        return await self._book.of_subject(subject, limit)

    async def verify(self) -> int | None:
        """Give the first broken `seq`, or none when the chain holds."""
        return await self._book.verify()
