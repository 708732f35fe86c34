"""Measured workers together: started, told to begin when each has its lanes, watched until nothing waits, stopped."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, NamedTuple

from hub.errors import Unavailable

_READY_WITHIN_S: Final = 180.0
_STOPPED_WITHIN_S: Final = 30.0


class Team(NamedTuple):
    """What the workers fold, how many there are, and the hub's settings for them as environment variables.

    `part` is how much of a processor each may use.
    """

    fold: str
    workers: int
    lanes: int
    settings: Mapping[str, str]
    part: float = 1.0


class Done(NamedTuple):
    """What they did: seconds from the first record in hand to the last commit, records, the largest one's memory."""

    seconds: float
    records: int
    rss_mb: float
    processor_s: dict[str, float]
    """Processor seconds used in that time, by part."""


class Worker:
    """One worker's process, and what it said last."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.lanes: frozenset[int] = frozenset()
        self.told: Mapping[str, Any] = {}
        self.changed = asyncio.Event()
        self.listening = asyncio.create_task(self._listen())

    @classmethod
    async def start(cls, team: Team) -> "Worker":
        """Start it; it joins the group and waits."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "hub.bench.worker", team.fold, str(team.part),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env={**os.environ, **team.settings},
        )  # fmt: skip
        return cls(process)

    async def _listen(self) -> None:
        stdout = self._process.stdout
        while stdout is not None and (line := await stdout.readline()):
            said = json.loads(line)
            self.lanes = frozenset(said.get("lanes", self.lanes))
            self.told = said
            self.changed.set()

    def go(self) -> None:
        """Let it read."""
        if self._process.stdin is not None:
            self._process.stdin.write(b"go\n")

    async def stop(self) -> None:
        """Let it end, and insist when it does not."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), _STOPPED_WITHIN_S)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        await self.listening

    def kill(self) -> None:
        """End it without a word, as where its machine is gone."""
        self._process.kill()

    def check(self) -> None:
        """Raise `Unavailable` when it ended though nobody asked it to."""
        if self._process.returncode is not None:
            raise Unavailable("a worker ended; its words are above")


@asynccontextmanager
async def started(team: Team) -> AsyncIterator[Sequence[Worker]]:
    """Lend workers that share out the lanes among them and wait for the word; stop them at the end."""
    workers = [await Worker.start(team) for _ in range(team.workers)]
    try:
        async with asyncio.timeout(_READY_WITHIN_S):
            while not _shared_out(workers, team.lanes):
                await asyncio.sleep(0.05)
                for worker in workers:
                    worker.check()
        yield workers
    finally:
        await asyncio.gather(*(worker.stop() for worker in workers))


def _shared_out(workers: Sequence[Worker], lanes: int) -> bool:
    held = [lane for worker in workers for lane in worker.lanes]
    return len(held) == lanes == len(set(held)) and all(worker.lanes for worker in workers)


def together(workers: Sequence[Worker]) -> Done:
    """Sum up what stopped workers told."""
    told = [worker.told for worker in workers if worker.told.get("last_at") is not None]
    if not told:
        raise Unavailable("no worker folded anything")
    seconds = max(each["last_at"] for each in told) - min(each["first_at"] for each in told)
    return Done(
        seconds,
        sum(each["records"] for each in told),
        max(each["rss_mb"] for each in told),
        {"workers": sum(each["processor_s"] for each in told)},
    )
