"""The folder through which the roles of one supervisor share their metrics."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from hub.adapters.database_folder import own_folder

_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a folder of our own inside, which nobody else may enter


@contextmanager
def counts_folder(data: Path, memory: Path = _MEMORY) -> Iterator[Path]:
    """Give an empty folder, in memory where the system has such a place: counts begin with the hub and end with it.

    Every role writes through mapped files, and a mapped file that cannot grow ends its process: on a full disk the
    doors would fall with it instead of answering AE.  Raises `Unavailable` when the folder belongs to somebody else.
    """
    mark = hashlib.sha256(os.fsencode(data.absolute())).hexdigest()[:12]
    beside = memory.is_dir() and os.access(memory, os.W_OK | os.X_OK)
    folder = memory / f"care-hub-metrics-{mark}" if beside else (data / "metrics").absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    own_folder(folder, None)
    _empty(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _empty(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()


def forget_gauges(folder: Path, pid: int) -> None:
    """Remove what a process that ended said about its own present; its counts stay."""
    for file in folder.glob(f"gauge_live*_{pid}.db"):
        file.unlink(missing_ok=True)
