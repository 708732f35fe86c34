"""Keep the roles running: each is a process of its own, and one that is killed is started again.

A child ends when its standard input ends, so that none outlives a supervisor that was killed.
"""

import asyncio
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

import structlog

_log = structlog.get_logger()
_FIRST_PAUSE_S, _LONGEST_PAUSE_S, _STEADY_AFTER_S, _STOP_WITHIN_S = 0.2, 5.0, 20.0, 15.0


class Child(NamedTuple):
    """One process to keep: what it is called here, the roles that it runs, and what it alone is told."""

    name: str
    roles: tuple[str, ...]
    variables: Mapping[str, str] = {}


class Supervisor:
    """Starts one process per child and starts again what ends before it was asked to."""

    def __init__(
        self,
        children: Sequence[Child],
        environment: Mapping[str, str],
        on_start: Callable[[str, int], None],
        on_end: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._kept, self._environment = tuple(children), dict(environment)
        self._on_start, self._on_end = on_start, on_end
        self._stopping = asyncio.Event()
        self._children: dict[str, asyncio.subprocess.Process] = {}

    @property
    def children(self) -> Mapping[str, int]:
        """Process ids by name."""
        return {name: child.pid for name, child in self._children.items() if child.returncode is None}

    async def run(self) -> None:
        """Run until `stop` is called; returns when every child has ended."""
        async with asyncio.TaskGroup() as tasks:
            for child in self._kept:
                tasks.create_task(self._keep(child))
        for other in self._children.values():
            await self._wait(other)

    async def beside(self, name: str, module: str) -> None:
        """Run another module beside the roles, once; it ends with them."""
        if not self._stopping.is_set():
            await self._wait(await self._start(name, {}, "-m", module))

    def stop(self) -> None:
        """Ask every child to end; the doors first, so that nothing new comes in while the rest finishes."""
        self._stopping.set()
        for child in self._children.values():
            _let_go(child)

    async def _keep(self, kept: Child) -> None:
        pause = _FIRST_PAUSE_S
        loop = asyncio.get_running_loop()
        while not self._stopping.is_set():
            started = loop.time()
            only = [word for role in kept.roles for word in ("--only", role)]
            child = await self._start(kept.name, kept.variables, "-m", "hub", "up", *only)
            code = await self._wait(child)
            self._on_end(child.pid)
            if self._stopping.is_set():
                return
            pause = _FIRST_PAUSE_S if loop.time() - started > _STEADY_AFTER_S else min(pause * 2, _LONGEST_PAUSE_S)
            _log.warning("role_ended", role=kept.name, code=code, again_in_s=pause)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)

    async def _start(self, name: str, variables: Mapping[str, str], *arguments: str) -> asyncio.subprocess.Process:
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            env={**self._environment, **variables},
            start_new_session=True,
        )
        self._children[name] = child
        self._on_start(name, child.pid)
        if self._stopping.is_set():
            _let_go(child)
        return child

    async def _wait(self, child: asyncio.subprocess.Process) -> int:
        ended = asyncio.create_task(child.wait())
        asked = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({ended, asked}, return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        try:
            return await asyncio.wait_for(ended, _STOP_WITHIN_S if self._stopping.is_set() else None)
        except TimeoutError:
            _log.error("role_killed", pid=child.pid)
            child.kill()
            return await child.wait()


def _let_go(child: asyncio.subprocess.Process) -> None:
    """Close the pipe that a child lives by."""
    if child.stdin is not None and not child.stdin.is_closing():
        child.stdin.close()
