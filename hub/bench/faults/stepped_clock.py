"""Wall clocks of workers that can be stepped: the time that Python tells them is that of the machine and an offset.

Nothing of the hub knows of it.  A process whose environment comes from `Clocks.environment` reads its offset from a
file, at every question for the time; its steady clock (`time.monotonic`) goes on as it does where a clock is set.
"""

import mmap
import os
import struct
import time
from pathlib import Path
from typing import Final

_FOLDER: Final = "HUB_BENCH_CLOCKS"
_WORKER: Final = "HUB_WORKER"
_OFFSET: Final = struct.Struct("=q")
_NS: Final = 1_000_000_000
_ROOT: Final = Path(__file__).parents[3]
_START: Final = """from hub.bench.faults.stepped_clock import take_over
take_over()
"""
"""What Python runs at the start of every process that finds it under the name `sitecustomize`."""


class Clocks:
    """The clocks of workers by number, from 1 on, each in a file of a folder."""

    def __init__(self, folder: Path, workers: int) -> None:
        self._folder = folder
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(_START, encoding="utf-8")
        for number in range(1, workers + 1):
            self._file(number).write_bytes(_OFFSET.pack(0))

    @property
    def environment(self) -> dict[str, str]:
        """What the supervisor of the workers is told."""
        found = [str(self._folder), str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        return {_FOLDER: str(self._folder), "PYTHONPATH": os.pathsep.join(found)}

    def step(self, worker: int, seconds: float) -> None:
        """Let a worker's clock be so far ahead of the machine's from now on, or behind it."""
        with self._file(worker).open("r+b") as file:
            file.write(_OFFSET.pack(round(seconds * _NS)))

    def _file(self, number: int) -> Path:
        return self._folder / str(number)


def take_over() -> None:
    """Let this process tell the time of its file; one that is no worker tells the machine's."""
    folder, worker = os.environ.get(_FOLDER), os.environ.get(_WORKER)
    if folder is None or worker is None:
        return
    with (Path(folder) / worker).open("rb") as file:
        offset = mmap.mmap(file.fileno(), _OFFSET.size, access=mmap.ACCESS_READ)
    machine_s, machine_ns = time.time, time.time_ns

    def time_ns() -> int:
        return machine_ns() + int(_OFFSET.unpack_from(offset)[0])

    def time_s() -> float:
        return machine_s() + float(_OFFSET.unpack_from(offset)[0]) / _NS

    time.time, time.time_ns = time_s, time_ns
