"""A disk of a folder's own that can be full and have room again: a file system in memory whose size changes.

Nothing is written to fill it: its size becomes what is in it, so that a full disk takes no memory more than one with
room.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from hub.errors import Unavailable

_ROOM: Final = 6 * 1024**3
"""Bytes that it may grow to; it takes memory only for what is in it."""
_TRIES: Final = 100
_UNMOUNTED_WITHIN_S: Final = 30.0


class Disk:
    """A disk that was made by `disk_on`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def fill(self, left: int) -> None:
        """Leave no more than so many bytes of room.  Raises `Unavailable` when those who write meanwhile prevent it."""
        if not any(self._sized(self.used + left) for _ in range(_TRIES)):
            raise Unavailable("the disk of the database does not become full")

    def make_room(self) -> None:
        """Let there be room again.  Raises `Unavailable` when it cannot be had."""
        if not self._sized(_ROOM):
            raise Unavailable("the disk of the database is full and gets no room")

    @property
    def used(self) -> int:
        """Bytes that are in it."""
        seen = os.statvfs(self._folder)
        return (seen.f_blocks - seen.f_bfree) * seen.f_frsize

    def _sized(self, size: int) -> bool:
        return _done("mount", "-o", f"remount,size={size}", str(self._folder))


@contextmanager
def disk_on(folder: Path) -> Iterator[Disk | None]:
    """Lend a disk mounted on a new folder, and take it away; none where this process may not mount."""
    folder.mkdir()
    made = os.geteuid() == 0 and _done(
        "mount", "-t", "tmpfs", "-o", f"size={_ROOM},mode=0755", "hub-bench", str(folder)
    )
    try:
        yield Disk(folder) if made else None
    finally:
        # Lazily where somebody still has a file open there: it is gone for everybody else, and for him when he ends.
        if made and not _done("umount", str(folder)):
            _done("umount", "--lazy", str(folder))


def _done(*line: str) -> bool:
    try:
        done = subprocess.run(line, capture_output=True, check=False, timeout=_UNMOUNTED_WITHIN_S)  # noqa: S603 - our words
    except OSError:
        return False
    return done.returncode == 0
