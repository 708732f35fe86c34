"""What faults are made of: clocks that are stepped, a disk that is full, a worker that thinks all lanes its own."""

import asyncio
import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.bench.faults.disk import disk_on
from hub.bench.faults.kept_hub import KeptHub
from hub.bench.faults.second_owner import UnsharedLog
from hub.bench.faults.stepped_clock import Clocks

TEN_MINUTES = 600
NEAR_S = 30.0
ASK = """
import sys
from hub.adapters.clocks import SystemClock
for _ in sys.stdin:
    print(SystemClock().now(), flush=True)
"""


class Teller:
    """A process of the hub that tells the time of its clock when it is asked."""

    def __init__(self, environment: dict[str, str]) -> None:
        whole = {**os.environ, **environment}
        self._process = subprocess.Popen(
            [sys.executable, "-c", ASK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=whole
        )

    def ahead_s(self) -> float:
        """Ask how far its clock is ahead of this process's."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline()) / 1000 - time.time()

    def close(self) -> None:
        """Let it end."""
        self._process.communicate()


def test_the_clock_of_one_worker_is_stepped_and_back_while_it_runs(tmp_path: Path) -> None:
    """The hub's own clock tells the stepped time; the other worker and whoever is no worker keep the machine's."""
    clocks = Clocks(tmp_path / "clocks", 2)
    first, second, none = (Teller(clocks.environment | more) for more in ({"HUB_WORKER": "1"}, {"HUB_WORKER": "2"}, {}))
    try:
        assert abs(first.ahead_s()) < NEAR_S
        clocks.step(1, TEN_MINUTES)
        assert abs(first.ahead_s() - TEN_MINUTES) < NEAR_S
        assert abs(second.ahead_s()) < NEAR_S
        assert abs(none.ahead_s()) < NEAR_S
        clocks.step(1, -TEN_MINUTES)
        assert abs(first.ahead_s() + TEN_MINUTES) < NEAR_S
        clocks.step(1, 0)
        assert abs(first.ahead_s()) < NEAR_S
    finally:
        for teller in (first, second, none):
            teller.close()


def used_and_broken_off(folder: Path) -> None:
    """Fill a disk and let there be room again, then fail in the middle of the run."""
    with disk_on(folder) as made:
        if made is None:
            pytest.skip("this process may not mount")
        (folder / "kept").write_bytes(b"x" * 100_000)
        made.fill(0)
        with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
            (folder / "more").write_bytes(b"x" * 100_000)
        assert (folder / "kept").stat().st_size == 100_000
        made.make_room()
        (folder / "more").write_bytes(b"x" * 100_000)
        assert os.path.ismount(folder)
        raise RuntimeError("a run that fails")


def test_a_disk_is_full_and_has_room_again_and_goes(tmp_path: Path) -> None:
    """What was written stays, more is refused as a full disk refuses it, and nothing stays mounted after a failure."""
    folder = tmp_path / "disk"
    with pytest.raises(RuntimeError, match="a run that fails"):
        used_and_broken_off(folder)
    assert not os.path.ismount(folder)
    assert list(folder.iterdir()) == []


def test_who_may_not_mount_gets_a_folder_and_no_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run goes on without the fault, over an ordinary folder."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with disk_on(tmp_path / "disk") as made:
        assert made is None
        assert (tmp_path / "disk").is_dir()
        assert not os.path.ismount(tmp_path / "disk")


async def test_the_second_owner_is_given_every_lane_and_no_more_news() -> None:
    """It never learns that others have them: only the store can tell it."""
    changes = UnsharedLog(MemoryLog(ManualClock(0), Placement(lanes=4))).assignments("care")
    first = await anext(changes)
    assert (first.gained, first.lost) == (frozenset(range(4)), frozenset())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(anext(changes), 0.05)


def test_what_the_hub_said_tells_how_often_a_lane_was_given_up(tmp_path: Path) -> None:
    """A second owner that the store never refused would prove nothing: the answer tells how often it did."""
    said = tmp_path / "hub.out"
    hub = KeptHub(said, {}, ("process",), 2)
    said.write_text('{"event": "lane_given_up", "lane": 3}\n{"event": "lane_waits"}\n{"event": "lane_given_up"}\n')
    assert hub.given_up == 2
    assert hub.last_words.endswith('{"event": "lane_given_up"}\n')
    assert (hub.workers(), hub.dashboards()) == ([], [])
