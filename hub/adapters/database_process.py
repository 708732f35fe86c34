"""Which process serves a data folder, as the server's own file of process ids and the system tell."""

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

_FILE: Final = "postmaster.pid"
_STAT: Final = re.compile(r"\d+ \((?P<name>.*)\) (?P<state>\S)", re.DOTALL)
_ENDED: Final = "ZX"


class _Process(NamedTuple):
    name: str
    ended: bool
    """It ended, and whoever started it has not looked yet."""


def serves(data: Path) -> bool:
    """Say whether a server runs in a data folder, answering or not: it may be starting, or recovering."""
    pid = _pid(data)
    if not pid or not _exists(int(pid)):
        return False
    found = _process(pid)
    if found is not None and found.ended:
        _look_after(int(pid))
        return False
    return found is None or found.name == "postgres"


def _look_after(pid: int) -> None:
    """Let an ended process go when it is ours to look after: the hub may be the first process of a container.

    Until then its number counts as taken, and a new server would not start beside it.
    """
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def drop_foreign_pid(data: Path) -> None:
    """Remove the file of a server that was killed, when its number now belongs to another program."""
    pid = _pid(data)
    found = _process(pid) if pid else None
    if pid == "" or (found is not None and found.name != "postgres"):
        (data / _FILE).unlink(missing_ok=True)


def _pid(data: Path) -> str | None:
    """Give the number in the file: empty when a full disk left none, none without a file."""
    try:
        first = (data / _FILE).read_text().partition("\n")[0].strip()
    except FileNotFoundError:
        return None
    return first if first.isdigit() else ""


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _process(pid: str) -> _Process | None:
    """Give what the system says of a process; none where there is no such system, or no such process."""
    try:
        found = _STAT.match((Path("/proc") / pid / "stat").read_text())
    except OSError:
        return None
    return _Process(found["name"], found["state"] in _ENDED) if found else None
