"""How much a worker may hold of what it has read and not folded yet: one amount of memory that all its lanes share."""

import asyncio
from collections.abc import Sequence
from typing import Final

from hub.ports.log import Record

READ_AHEAD: Final = 128 * 1024 * 1024
"""Bytes that are read ahead where nobody chose another number: four lanes with a whole batch of 30,000 events each."""
_AROUND_A_RECORD: Final = 240
"""Bytes that Python keeps for a record beside its key and value: a tuple, numbers, heads, a place in a list."""


def size_of(records: Sequence[Record]) -> int:
    """Give the bytes of memory that records take."""
    bare = sum([len(key) + len(value) for _, _, key, value, _, _ in records]) + _AROUND_A_RECORD * len(records)
    return bare + sum(len(name) + len(value) for record in records if record.headers for name, value in record.headers)


class Room:
    """Counts bytes for the lanes of one worker; used by one thread.

    It keeps nobody from holding more: whoever has read counts what was read, and reads no further while `is_full`.
    """

    def __init__(self, most: int = READ_AHEAD) -> None:
        self._most = most
        self.held = 0
        """Bytes that are held now."""
        self._waiting: list[asyncio.Future[None]] = []

    @property
    def is_full(self) -> bool:
        """Whether nobody should read further who has something to go on with."""
        return self.held >= self._most

    def take(self, size: int) -> None:
        """Count bytes that were read."""
        self.held += size

    def give_back(self, size: int) -> None:
        """Count bytes no longer, and let everybody look again who waits."""
        self.held -= size
        self.tell()

    async def changed(self) -> None:
        """Wait until somebody tells of a change."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        await waiter

    def tell(self) -> None:
        """Let everybody look again who waits for a change."""
        waiting, self._waiting = self._waiting, []
        for waiter in waiting:
            if not waiter.done():
                waiter.set_result(None)
