"""A stopped or silent database: AE and nothing half-done; when it is back, the resend is taken once."""

import os
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from tests.end_to_end.lives import hard_life, person
from tests.end_to_end.running_hub import Mllp, RunningHub, code_of, eventually
from tests.postgres_fixture import PostgresServer


@pytest.fixture
def hub_to_starve(crashable_postgres: PostgresServer) -> Iterator[RunningHub]:
    """Give a hub on a database server of this test's own."""
    with RunningHub(HUB_DATABASE_URL=crashable_postgres.fresh_database()) as running:
        yield running


def _ask(hub: RunningHub, raw: bytes) -> str:
    try:
        with Mllp(hub.mllp, seconds=60) as line:
            return code_of(line.ask(raw))
    except OSError:
        return "nobody"


def _taken(hub: RunningHub, raw: bytes) -> bool:
    return _ask(hub, raw) == "AA"


def _rest_is_taken_once(hub: RunningHub, nhs_number: str, messages: list[bytes]) -> None:
    for raw in messages:
        eventually(partial(_taken, hub, raw), 60)
    subject = hub.person(nhs_number)
    eventually(lambda: hub.state(subject)["spells"][0]["discharged_at"] == "2026-11-07T13:15:00+00:00", 40)
    desk = next(row for row in hub.answer("feeds") if row["feed"] == "hospital-desk")
    assert (desk["accepted"], desk["rejected"]) == (len(messages), 0)
    rows = httpx.get(f"{hub.url}/v1/people/{subject}/timeline", headers=hub.reader(), timeout=20).json()["rows"]
    assert len({row["id"] for row in rows}) == len(rows)


def test_a_crashed_database_makes_the_listener_answer_ae(
    hub_to_starve: RunningHub, crashable_postgres: PostgresServer
) -> None:
    """While the database is down: AE, soon.  When it is back: the resend is taken, once, and the roles go on."""
    who = person(400)
    messages = hard_life(who, "DOWN")
    assert _ask(hub_to_starve, messages[0]) == "AA"
    crashable_postgres.crash()
    began = time.monotonic()
    assert _ask(hub_to_starve, messages[1]) == "AE"
    assert _ask(hub_to_starve, messages[2]) == "AE"
    assert time.monotonic() - began < 40
    crashable_postgres.start()
    _rest_is_taken_once(hub_to_starve, who.nhs_number, messages)


@pytest.mark.slow
def test_a_silent_database_makes_the_listener_answer_ae(
    hub_to_starve: RunningHub, crashable_postgres: PostgresServer
) -> None:
    """A database that hangs: AE after a bounded wait, and the resend is taken once when it goes on.

    Slow because a hanging server is given its time before the listener gives up.
    """
    who = person(401)
    messages = hard_life(who, "HANG")
    assert _ask(hub_to_starve, messages[0]) == "AA"
    held = _server_processes(crashable_postgres)
    for pid in held:
        os.kill(pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        assert _ask(hub_to_starve, messages[1]) == "AE"
        waited = time.monotonic() - began
    finally:
        for pid in held:
            os.kill(pid, signal.SIGCONT)
    assert waited < 50
    _rest_is_taken_once(hub_to_starve, who.nhs_number, messages)


def _server_processes(server: PostgresServer) -> list[int]:
    """Give the server's first process and every process that it started."""
    first = int(server._server.get_pid() or 0)
    assert first
    pids = [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]
    return [first, *[pid for pid in pids if _parent(pid) == first]]


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0
