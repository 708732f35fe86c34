"""`hub bench live`: the real roles under a steady rate, timed through the API, proved right, gone afterwards."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hub.bench.live import Flow, bench_live
from tests.bench.printed import KEYS

SHORT = Flow(per_second=60, seconds=4, log="postgres", people=20, probes_per_s=2)


def test_it_says_how_soon_events_are_readable() -> None:
    """A short run: every event arrived and was folded right, each probe was timed, each role's memory is told."""
    shown: list[tuple[str, int]] = []
    figures = bench_live(SHORT, lambda name, done: shown.append((name, done)))
    assert figures.keys() >= KEYS
    assert figures["events"] == 60 * 4 + 2 * 4
    assert figures["seconds"] >= 4 - 1
    assert 0 < figures["p50_ms"] <= figures["p95_ms"] <= figures["p99_ms"] < 60_000
    assert (figures["checked"], figures["wrong"]) == (12, 0)
    assert figures["rss_mb"].keys() == {"process", "web"}
    assert figures["cores_busy"].keys() == {"sender", "postgres", "process", "web"}
    assert figures["limit_per_s"] > 0
    assert ("appended", 240) in shown


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Lend an empty folder that the database's own user may pass, which pytest's own folders are not."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


BEHIND_A_SCRIPT = ("sh", "-c", 'trap "" INT; exec "$@"', "sh")


@pytest.mark.parametrize(
    ("how", "started"),
    [(signal.SIGINT, ()), (signal.SIGTERM, ()), (signal.SIGTERM, BEHIND_A_SCRIPT)],
    ids=["ctrl_c", "stop", "stop_behind_a_script"],
)
def test_it_clears_away_when_it_is_stopped(open_folder: Path, how: signal.Signals, started: tuple[str, ...]) -> None:
    """Ctrl-C in the middle, or a stop by whoever started it, leaves no process and no file behind.

    What a script runs behind it is started deaf to Ctrl-C, and hears a stop all the same.
    """
    line = [*started, sys.executable, "-m", "hub", "bench", "live", "--log", "postgres", "--seconds", "100"]
    with subprocess.Popen(line, env={**os.environ, "TMPDIR": str(open_folder)}, start_new_session=True) as bench:
        try:
            _until(lambda: bool(list(open_folder.glob("hub-bench-*/web.out"))))
            bench.send_signal(how)
            assert bench.wait(60) == 128 + signal.SIGINT
        finally:
            bench.kill()
    assert list(open_folder.iterdir()) == []
    _until(lambda: not _processes_in(open_folder))


def _until(true: Callable[[], bool], within_s: float = 60.0) -> None:
    end = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


def _processes_in(folder: Path) -> list[str]:
    """Give the command lines of processes that were started for a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
        except OSError:
            continue
        if os.fsencode(folder) in told and process.name != str(os.getpid()):
            found.append((process / "cmdline").read_text())
    return found
