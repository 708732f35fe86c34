"""A real Kafka for tests: started once per run by the product's own script."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ports import free_port

SCRIPT = Path(__file__).resolve().parents[1] / "deploy" / "kafka-local" / "kafka-local"
MISSING = 3
STILL = 10.0


class LocalKafka:
    """One broker in a folder of its own; it can be held still, killed and started again.

    `more` are further arguments of the script's `start`.
    """

    def __init__(self, *more: str) -> None:
        self._more = more
        self._folder = Path(tempfile.mkdtemp(prefix="hub-kafka-"))
        self.port = free_port(2)
        self.bootstrap = f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, or skip the test by name where Java or Maven is missing."""
        done = self._script("start", "--port", str(self.port), *self._more)
        if done.returncode == MISSING and os.environ.get("HUB_REQUIRE_BROKER") != "1":
            pytest.skip(f"the local Kafka cannot start: {done.stderr.strip()}")
        assert done.returncode == 0, done.stderr

    def pause(self) -> None:
        """Hold it still: connections stay open and nothing answers from the moment this returns."""
        pid = self._pid()
        os.kill(pid, signal.SIGSTOP)
        _until_still(pid)

    def resume(self) -> None:
        """Let it go on."""
        os.kill(self._pid(), signal.SIGCONT)

    def kill(self) -> None:
        """End it without warning."""
        os.kill(self._pid(), signal.SIGKILL)
        assert self._script("stop").returncode == 0

    def remove(self) -> None:
        """Stop it and remove its folder."""
        self._script("stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _pid(self) -> int:
        return int((self._folder / "kafka.pid").read_text().split()[0])

    def _script(self, command: str, *more: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, str(SCRIPT), command, "--data", str(self._folder), *more]
        return subprocess.run(line, capture_output=True, text=True, check=False, timeout=300)


def _until_still(pid: int) -> None:
    """Wait until the last thread has stopped: a signal is obeyed after it is sent, and a request in hand answered."""
    deadline = time.monotonic() + STILL
    while not all(_stopped(task) for task in Path(f"/proc/{pid}/task").iterdir()):
        assert time.monotonic() < deadline, "the broker does not hold still"
        time.sleep(0.005)


def _stopped(task: Path) -> bool:
    try:
        return (task / "stat").read_text().rpartition(")")[2].split()[0] == "T"
    except FileNotFoundError:
        return True  # ended


@pytest.fixture(scope="session")
def kafka() -> Iterator[LocalKafka]:
    """Give the run's broker.  It may be paused by a test that resumes it; to kill one, make another."""
    broker = LocalKafka()
    try:
        broker.start()
        yield broker
    finally:
        broker.remove()


@pytest.fixture(scope="session")
def kafka_bootstrap(kafka: LocalKafka) -> str:
    """Give the address of the run's broker."""
    return kafka.bootstrap


@pytest.fixture
def own_kafka() -> Iterator[LocalKafka]:
    """Give a broker of this test's own: to kill, or with topics in which nobody else wrote."""
    broker = LocalKafka()
    try:
        broker.start()
        yield broker
    finally:
        broker.remove()
