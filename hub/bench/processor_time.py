"""How much of a processor a server used: a figure that other work on the machine disturbs least."""

import os
from pathlib import Path
from typing import Final

_TICKS_PER_S: Final = os.sysconf("SC_CLK_TCK")
_PPID: Final = 1
_TIMES: Final = slice(11, 15)
"""Places in `/proc/PID/stat` after the name: parent; user and system time, and those of children that ended."""


def processor_s(pid: int) -> float:
    """Give the processor seconds of a process, its children, and those of its children that have ended."""
    every = [_stat(folder) for folder in Path("/proc").glob("[0-9]*")]
    own = _stat(Path(f"/proc/{pid}"))
    mine = [own, *(stat for stat in every if stat and int(stat[_PPID]) == pid)]
    return sum(int(ticks) for stat in mine for ticks in stat[_TIMES]) / _TICKS_PER_S


def _stat(folder: Path) -> list[str]:
    try:
        return (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []
