"""What every host promises whose process is killed, held still, shared or stopped."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from tests.contracts.fetch_cases import LANES, LIMIT, HostCase
from tests.contracts.fetch_contract import until

_ROOT = Path(__file__).resolve().parents[2]


@asynccontextmanager
async def child(case: HostCase, name: str, slowly_s: float = 0.02) -> AsyncIterator[Process]:
    """Run a worker in a process of its own until the block ends."""
    line = (sys.executable, "-m", "tests.contracts.fetch_child", *case.place.arguments(), name, str(slowly_s))
    process = await asyncio.create_subprocess_exec(*line, stderr=PIPE, cwd=_ROOT)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


_BROKER_BEGINS = "GroupCoordinatorNotAvailableError"
"""What a member of the first group on a new broker says at its start; nothing of its stop."""


class FetchProcessContract:
    """Held over every host; `case` is a `HostCase`."""

    @pytest.mark.slow
    async def test_killed_in_the_middle_and_started_again(self, case: HostCase) -> None:
        """`kill -9` at any moment loses nothing and doubles nothing: the store's own positions see to it."""
        await case.send(12 * LIMIT)
        for turn in range(3):
            async with child(case, f"turn {turn}") as worker:
                already = case.noted.count()
                await until(lambda: case.noted.count() > already + 2 * LIMIT)  # noqa: B023 - used at once
                os.kill(worker.pid, signal.SIGKILL)
        async with child(case, "last", slowly_s=0):
            assert await case.all_noted() == case.sent

    @pytest.mark.slow
    async def test_a_stop_is_clean_and_takes_seconds(self, case: HostCase) -> None:
        """SIGTERM in the middle of the work ends the process with code 0 within seconds, and without words of alarm."""
        await case.send(6 * LIMIT)
        async with child(case, "one") as worker:
            await until(lambda: case.noted.count() > LIMIT)
            worker.terminate()
            since = time.monotonic()
            _, said = await worker.communicate()
        assert worker.returncode == 0, said.decode()
        assert time.monotonic() - since < 10
        alarms = [line for line in said.decode().splitlines() if "error" in line and _BROKER_BEGINS not in line]
        assert alarms == []
        async with child(case, "two", slowly_s=0):
            assert await case.all_noted() == case.sent


class FetchSharingContract:
    """Held over every host whose log shares lanes out among workers; `case` is a `HostCase`."""

    @pytest.mark.slow
    async def test_a_killed_workers_lanes_are_taken_over(self, case: HostCase) -> None:
        """Two workers share the lanes; one is killed, and within seconds the other takes what it had."""
        await case.send(4 * LIMIT)
        async with child(case, "one") as one, child(case, "two"):
            async with asyncio.timeout(40):
                while case.noted.workers() != {"one", "two"}:
                    await case.send(LIMIT // 2)
                    await asyncio.sleep(0.2)
            os.kill(one.pid, signal.SIGKILL)
            await case.send(LIMIT)
            assert await case.all_noted(within_s=12) == case.sent

    @pytest.mark.slow
    async def test_a_worker_that_was_held_still_is_fenced(self, case: HostCase) -> None:
        """A worker that stood still past its session wakes with a fetch in hand, changes nothing and joins again."""
        await case.send(4 * LIMIT)
        async with child(case, "held", slowly_s=0.5) as held:
            await until(lambda: case.noted.count() >= LANES * LIMIT)
            os.kill(held.pid, signal.SIGSTOP)
            async with child(case, "other", slowly_s=0) as other:
                assert await case.all_noted() == case.sent
                os.kill(held.pid, signal.SIGCONT)
                await case.send(LIMIT)
                assert await case.all_noted() == case.sent
                os.kill(other.pid, signal.SIGKILL)
                await case.send(LIMIT)
                assert await case.all_noted() == case.sent
            assert held.returncode is None
