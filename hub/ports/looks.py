"""What a reader was shown of people when they last opened a page, as digests: so that a page can say what changed.

Nothing of it is compared by a clock.  The memory and the PostgreSQL adapter keep one contract suite; every method
raises `Unavailable` when the part behind it does not answer.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol

from hub.ports.store import SubjectRef


class Looks(Protocol):
    """Two digests for each reader, page and person: what was shown when it was opened last, and the time before."""

    async def opened(
        self, reader: bytes, page: str, shown: Mapping[SubjectRef, bytes], on: date
    ) -> Mapping[SubjectRef, bytes]:
        """Note what is shown on a page that is opened, and give what was shown of each when it was opened before.

        Whoever was not shown then is not in it.  `reader` is a keyed digest of who looks; `on` is the Europe/London
        day, which serves `forget` alone.
        """
        ...

    async def before(self, reader: bytes, page: str, subjects: Collection[SubjectRef]) -> Mapping[SubjectRef, bytes]:
        """Give what `opened` gave when the page was opened last, and note nothing."""
        ...

    async def forget(self, before: date) -> int:
        """Forget what was noted before a day; give how many rows went."""
        ...
