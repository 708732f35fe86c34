"""Ctrl-C stops everything cleanly, at any moment, and what was taken is still there."""

import asyncio
import os
import time
from pathlib import Path

from hub.commands.supervisor import Child, Supervisor
from tests.end_to_end.lives import hard_life, person
from tests.end_to_end.running_hub import RunningHub, eventually


async def test_stopping_while_a_role_starts_waits_for_nobody(tmp_path: Path) -> None:
    """A role that is being started when the stop comes is told so too, and ends by itself."""
    environment = {**os.environ, "HUB_DATA": str(tmp_path), "HUB_SUPERVISED": "1", "HUB_DATABASE_URL": "host=/nowhere"}
    supervisor = Supervisor([Child("web", ("web",))], environment, lambda *_: None)
    running = asyncio.create_task(supervisor.run())
    for _ in range(3):
        await asyncio.sleep(0)
    supervisor.stop()
    began = time.monotonic()
    await asyncio.wait_for(running, 30)
    assert time.monotonic() - began < 14, "it was killed after waiting"


def test_a_stopped_hub_leaves_no_process_and_no_traceback_and_starts_again(fresh_hub: RunningHub) -> None:
    """Exit code 0, quickly; the next start knows everybody, with the same hash."""
    who = person(300)
    assert set(fresh_hub.send(hard_life(who, "STOP"))) == {"AA"}
    subject = fresh_hub.person(who.nhs_number)
    eventually(lambda: fresh_hub.state(subject)["spells"][0]["status"] == "discharged")
    pids = [fresh_hub.pid(role) for role in ("ingest", "process", "web")]
    began = time.monotonic()
    assert fresh_hub.stop() == 0
    assert time.monotonic() - began < 12
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []
    assert "Traceback" not in fresh_hub.log()
    assert '"level": "error"' not in fresh_hub.log()
    fresh_hub.start()
    assert fresh_hub.person(who.nhs_number) == subject
    assert fresh_hub.state(subject)["spells"][0]["status"] == "discharged"
