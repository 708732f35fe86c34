"""A hub whose lanes are shared by several processes."""

import json
import os
import signal
import time

import pytest

from tests.end_to_end.conftest import Starting
from tests.end_to_end.lives import hard_life, person
from tests.end_to_end.running_hub import RunningHub, eventually

DAY = "2026-12-01"
PEOPLE = [person(number) for number in range(520, 526)]
WORKERS = ("process-1", "process-2")


def _told(hub: RunningHub, part: int) -> None:
    """Send one half of everybody's life."""
    for one in PEOPLE:
        messages = hard_life(one, "SHARED")
        middle = len(messages) // 2
        assert set(hub.send(messages[:middle] if part == 0 else messages[middle:])) == {"AA"}


def _hashes(hub: RunningHub) -> list[str]:
    return [str(hub.state(hub.person(one.nhs_number), on=DAY)["hash"]) for one in PEOPLE]


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.parametrize("over", ["two database servers", pytest.param("kafka", marks=pytest.mark.broker)])
def test_two_workers_fold_what_one_folds(request: pytest.FixtureRequest, starting: Starting, over: str) -> None:
    """The same states whoever folds and keeps them, though one worker is killed and the other held on the way."""
    alone = starting()
    if over == "kafka":
        settings = {"HUB_KAFKA": request.getfixturevalue("own_kafka").bootstrap}
        assert alone.command("topics", "apply", **settings).returncode == 0
    else:
        settings = {
            "HUB_MORE_DATABASE_URLS": json.dumps([request.getfixturevalue("crashable_postgres").fresh_database()])
        }
    shared = starting(HUB_WORKERS="2", **settings)
    for hub in (alone, shared):
        _told(hub, 0)
    eventually(lambda: _hashes(shared) == _hashes(alone), 60)
    shared.kill(WORKERS[0])
    held = shared.pid(WORKERS[1])
    os.kill(held, signal.SIGSTOP)
    try:
        for hub in (alone, shared):
            _told(hub, 1)
        time.sleep(1)
    finally:
        os.kill(held, signal.SIGCONT)
    eventually(lambda: _hashes(shared) == _hashes(alone), 60)
    assert "lane_stopped" not in shared.log()
