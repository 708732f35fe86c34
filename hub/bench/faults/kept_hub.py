"""The hub that plugs are pulled on: the process role's workers under their supervisor, which is itself kept running."""

import asyncio
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from hub.errors import Unavailable
from hub.roles import DASHBOARDS, PROCESS

_STOPPED_WITHIN_S: Final = 60.0
_THERE_WITHIN_S: Final = 60.0
_AGAIN_AFTER_S: Final = 0.5
_SHARED: Final = "--workers"
_GIVEN_UP: Final = "lane_given_up"


class KeptHub:
    """A supervisor that is started again whenever it ends, as a machine's own keeper would.

    `settings` are environment variables; `roles` are those that it runs, `process` as often as there are workers.
    """

    def __init__(self, said: Path, settings: Mapping[str, str], roles: Sequence[str], workers: int) -> None:
        self._said, self._settings, self.workers_wanted = said, settings, workers
        only = [word for role in roles for word in ("--only", role)]
        self._line = ["-m", "hub", "up", *only, _SHARED, str(workers)]
        self._supervisor: asyncio.subprocess.Process | None = None
        self._keeping: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Run the supervisor from now on."""
        self._keeping = asyncio.create_task(self._keep())

    async def _keep(self) -> None:
        while True:
            self._supervisor = await self.beside(*self._line)
            await self._supervisor.wait()
            await asyncio.sleep(_AGAIN_AFTER_S)

    async def beside(self, *line: str) -> asyncio.subprocess.Process:
        """Start a process of the hub by the words that Python is given; it says what it says where the others do.

        It has a pipe for its input, which ends when this process does.
        """
        with self._said.open("ab") as out:
            return await asyncio.create_subprocess_exec(
                sys.executable, *line, stdin=asyncio.subprocess.PIPE, stdout=out, stderr=out,
                env={**os.environ, **self._settings}, start_new_session=True,
            )  # fmt: skip

    async def stop(self) -> None:
        """Ask the supervisor to end, and insist."""
        if self._keeping is not None:
            self._keeping.cancel()
        if self._supervisor is None:
            return
        if self._supervisor.returncode is None:
            self._supervisor.terminate()
        try:
            await asyncio.wait_for(self._supervisor.wait(), _STOPPED_WITHIN_S)
        except TimeoutError:
            self._supervisor.kill()
            await self._supervisor.wait()

    def kill_supervisor(self) -> None:
        """Kill the supervisor; what it runs ends with it."""
        if self._supervisor is not None and self._supervisor.returncode is None:
            self._supervisor.kill()

    def workers(self) -> list[int]:
        """Give the process ids of the workers that run now."""
        return self._running(PROCESS)

    def dashboards(self) -> list[int]:
        """Give the process id of the dashboards role, where it runs now."""
        return self._running(DASHBOARDS)

    def _running(self, role: str) -> list[int]:
        """Find the processes of a role alone; what the supervisor forks for a moment has its own words."""
        return [pid for pid in self._children() if role in (words := _words(pid)) and _SHARED not in words]

    def _children(self) -> list[int]:
        pid = None if self._supervisor is None or self._supervisor.returncode is not None else self._supervisor.pid
        try:
            return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
        except OSError:
            return []

    async def a_worker(self, number: int) -> int:
        """Give one of the workers by a number chosen at random; waits while none runs."""
        return await self._one_of(self.workers, number)

    async def the_dashboards(self) -> int:
        """Give the process of the dashboards role; waits while it does not run."""
        return await self._one_of(self.dashboards, 0)

    async def _one_of(self, which: Callable[[], list[int]], number: int) -> int:
        for _ in range(int(_THERE_WITHIN_S * 10)):
            if running := which():
                return running[number % len(running)]
            await asyncio.sleep(0.1)
        raise Unavailable(f"no process came back: {self.last_words}")

    @property
    def last_words(self) -> str:
        """Give the end of what supervisor and workers said."""
        return self._all_words()[-2000:]

    @property
    def given_up(self) -> int:
        """How often a worker was refused by the store and gave its lane up."""
        return self._all_words().count(_GIVEN_UP)

    def _all_words(self) -> str:
        return self._said.read_text(encoding="utf-8", errors="replace")


def _words(pid: int) -> list[str]:
    """Give the words that a process was started with; none when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace").split("\0")
    except OSError:
        return []
