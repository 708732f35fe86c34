"""Roles of a hub running as processes of their own, as `hub up` starts them."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, NamedTuple

from hub.bench.grounds import HOST
from hub.errors import Unavailable

_STOPPED_WITHIN_S: Final = 30.0
_LAST_WORDS: Final = 300


class Child(NamedTuple):
    """One running role: its process, and the file of what it says."""

    process: asyncio.subprocess.Process
    said: Path

    @property
    def last_words(self) -> str:
        """Give the end of what it said."""
        return self.said.read_text(encoding="utf-8", errors="replace")[-_LAST_WORDS:].strip()


Children = Mapping[str, Child]
"""The processes by name: the role, and a number where it has several workers."""


@asynccontextmanager
async def running(roles: Sequence[str], settings: Mapping[str, str], workers: int = 1) -> AsyncIterator[Children]:
    """Run roles under settings (environment variables), `process` as often as there are workers.

    They end with the block, or when this process is killed.
    """
    children: dict[str, Child] = {}
    try:
        for role in roles:
            for number in range(1, workers + 1 if role == "process" else 2):
                share = {"HUB_WORKERS": str(workers), "HUB_WORKER": str(number)} if role == "process" else {}
                name = role if workers == 1 or role != "process" else f"{role}-{number}"
                children[name] = await _start(name, role, {**settings, **share})
        yield children
    finally:
        await asyncio.gather(*(_stop(child.process) for child in children.values()))


async def _start(name: str, role: str, settings: Mapping[str, str]) -> Child:
    said = Path(settings["HUB_DATA"]) / f"{name}.out"
    with said.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "hub", "up", "--only", role,
            stdin=asyncio.subprocess.PIPE, stderr=out, stdout=out, start_new_session=True,
            env={**os.environ, **settings, "HUB_SUPERVISED": "1"},
        )  # fmt: skip
    return Child(process, said)


async def _stop(process: asyncio.subprocess.Process) -> None:
    """Let a role end, and insist when it does not."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), _STOPPED_WITHIN_S)
    except TimeoutError:
        process.kill()
        await process.wait()


def check(children: Children) -> None:
    """Raise `Unavailable` when a role ended though nobody asked it to."""
    for name, child in children.items():
        if child.process.returncode is not None:
            raise Unavailable(f"{name} ended: {child.last_words}")


async def listening(port: int, children: Children, within_s: float = 120.0) -> None:
    """Wait until a port answers; raises `Unavailable` when it does not, or when a role has ended."""
    loop = asyncio.get_running_loop()
    until = loop.time() + within_s
    while loop.time() < until:
        check(children)
        try:
            _, writer = await asyncio.open_connection(HOST, port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
    raise Unavailable(f"nothing listens on {HOST}:{port}")


def memory_mb(child: Child, *, largest: bool = False) -> float:
    """Give a role's resident size in MB, now or at its largest; 0 when it has ended."""
    name = "VmHWM:" if largest else "VmRSS:"
    try:
        lines = Path(f"/proc/{child.process.pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next((round(int(line.split()[1]) / 1024, 1) for line in lines if line.startswith(name)), 0.0)
