"""The supervisor: what is killed comes back, what is stopped stays stopped, and nothing is left behind."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hub.commands.counts_folder import forget_gauges
from hub.commands.every_role import children_of
from hub.commands.supervisor import Supervisor

_CHILD = """
import sys
role = sys.argv[-1]
print("up", role, flush=True)
sys.stdin.read()
"""
_STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
time.sleep(600)
"""
_PARENT = """
import asyncio, os, sys
from hub.commands.supervisor import Child, Supervisor
children = [Child("one", ("one",)), Child("two", ("two",))]
supervisor = Supervisor(children, dict(os.environ), lambda role, pid: print(pid, flush=True))
asyncio.run(supervisor.run())
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Give an environment in which `hub` is a small program that lives until its standard input ends."""
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub" / "__init__.py").touch()
    (tmp_path / "hub" / "__main__.py").write_text(_CHILD)
    (tmp_path / "stubborn.py").write_text(_STUBBORN)
    return {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONSAFEPATH": "1"}


class Started:
    """Notes who was started."""

    def __init__(self) -> None:
        self.pids: dict[str, list[int]] = {}

    def __call__(self, role: str, pid: int) -> None:
        """Keep one start."""
        self.pids.setdefault(role, []).append(pid)


@asynccontextmanager
async def running(supervisor: Supervisor) -> AsyncIterator[asyncio.Task[None]]:
    """Run a supervisor, and stop it in the end whatever happened."""
    task = asyncio.create_task(supervisor.run())
    try:
        yield task
    finally:
        supervisor.stop()
        async with asyncio.timeout(10):
            await task


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - another process changes it
            await asyncio.sleep(0.02)


def _alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


async def test_every_role_runs_and_a_stop_ends_all(environment: dict[str, str]) -> None:
    """Ctrl-C ends every process in good order, soon, and leaves none."""
    started = Started()
    supervisor = Supervisor(children_of(("ingest", "process", "web"), 1), environment, started)
    async with running(supervisor) as task:
        await _until(lambda: len(started.pids) == 3)
        supervisor.stop()
        async with asyncio.timeout(5):
            await task
    assert not any(_alive(pid) for (pid,) in started.pids.values())


async def test_a_killed_role_is_started_again_and_the_others_are_not(environment: dict[str, str]) -> None:
    """A role that the system killed for memory is back within a second; the others never notice."""
    started, ended = Started(), list[int]()
    supervisor = Supervisor(children_of(("ingest", "web"), 1), environment, started, ended.append)
    async with running(supervisor):
        await _until(lambda: len(started.pids) == 2)
        (first,) = started.pids["ingest"]
        os.kill(first, signal.SIGKILL)
        await _until(lambda: len(started.pids["ingest"]) == 2)
        assert len(started.pids["web"]) == 1
        assert ended == [first]


async def test_a_stop_during_the_pause_before_a_restart_is_heard(environment: dict[str, str]) -> None:
    """A hub whose role keeps failing still stops at once, and starts nothing any more."""
    started = Started()
    supervisor = Supervisor(children_of(("ingest",), 1), environment, started)
    async with running(supervisor) as task:
        for count in (1, 2, 3):
            await _until(lambda: len(started.pids.get("ingest", ())) == count)  # noqa: B023 - used at once
            os.kill(started.pids["ingest"][-1], signal.SIGKILL)
        await asyncio.sleep(0.1)
        supervisor.stop()
        async with asyncio.timeout(1):
            await task
    assert len(started.pids["ingest"]) == 3


async def test_what_runs_beside_the_roles_ends_with_them_and_is_not_started_again(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The demonstration ends when it has sent everything; one that does not listen is ended with the hub."""
    monkeypatch.setattr("hub.commands.supervisor._STOP_WITHIN_S", 0.5)
    started = Started()
    supervisor = Supervisor(children_of(("web",), 1), environment, started)
    async with running(supervisor) as task:
        await supervisor.beside("short", "this")
        beside = asyncio.create_task(supervisor.beside("stubborn", "stubborn"))
        await _until(lambda: "stubborn" in started.pids)
        supervisor.stop()
        async with asyncio.timeout(5):
            await task
        assert not _alive(started.pids["stubborn"][0])
        await beside
    assert len(started.pids["short"]) == 1


async def test_no_child_outlives_a_supervisor_that_was_killed(environment: dict[str, str]) -> None:
    """`kill -9` of the supervisor closes the pipes that its children live by: nobody has to hunt for them."""
    here = {**environment, "PYTHONPATH": str(Path(__file__).parents[2])}
    fake = environment["PYTHONPATH"]
    program = _PARENT.replace("dict(os.environ)", f"dict(os.environ, PYTHONPATH={fake!r})")
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, env=here, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    pids: list[int] = []
    while len(pids) < 2:
        line = (await parent.stdout.readline()).strip()
        if line.isdigit():
            pids.append(int(line))
    parent.kill()
    await parent.wait()
    await _until(lambda: not any(_alive(pid) for pid in pids))


def test_what_an_ended_process_said_of_its_present_is_forgotten(tmp_path: Path) -> None:
    """A role that died no longer has open connections; what it counted stays counted."""
    names = ["gauge_livesum_7.db", "gauge_livemostrecent_7.db", "gauge_max_7.db", "counter_7.db", "gauge_livesum_77.db"]
    for name in names:
        (tmp_path / name).touch()
    forget_gauges(tmp_path, 7)
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(names[2:])
