"""Killed at any moment, and sent again what was not acknowledged: nothing lost, nothing doubled."""

import random
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest

from connectors.simulator.sendable import Sendable
from hub.errors import Unavailable
from tests.end_to_end.lives import Invented, hard_life, person
from tests.end_to_end.running_hub import NOBODY, Mllp, RunningHub, code_of, eventually, hash_of
from tests.simulator.whole_hub import WholeHub

PEOPLE = 24
FIRST = 1_795_000_000_000
ROLES = ("ingest", "process", "web")
PAUSE_S = 0.08
"""Between messages of one sender: so long that the kills fall among them."""
Told = dict[str, tuple[str, int]]
"""By NHS number: hash of the state, and how many events the person has."""


def lives() -> dict[Invented, list[bytes]]:
    """Give people with hard stays."""
    return {(who := person(place + 100)): hard_life(who, f"CRASH{place}") for place in range(PEOPLE)}


async def told_by_a_clean_run(people: dict[Invented, list[bytes]]) -> Told:
    """Take the same messages through a hub in memory that nothing happens to."""
    hub = WholeHub()
    for messages in people.values():
        for number, raw in enumerate(messages):
            await hub.take(Sendable(FIRST + number, "mllp", "rzz", raw, ""))
    await hub.settle()
    return {who.nhs_number: await told_in_memory(hub, who) for who in people}


async def told_in_memory(hub: WholeHub, who: Invented) -> tuple[str, int]:
    """Give a person's hash and number of events."""
    subject = await hub.subject(who.nhs_number)
    state = await hub.reader.joint_state(subject, None, None)
    row = await hub.reader.parts.store.state("joint", subject)
    assert row is not None
    assert hash_of(row.value) == state["hash"]
    return str(state["hash"]), len(await hub.reader.timeline(subject, None, None))


def send_until_taken(hub: RunningHub, messages: Sequence[bytes]) -> int:
    """Send in order, each again until it is acknowledged, as a hospital's engine does; give how often it was again."""
    again = 0
    until = time.monotonic() + 90
    for raw in messages:
        time.sleep(PAUSE_S)
        while not _taken(hub, raw):
            again += 1
            assert time.monotonic() < until, "the hub does not come back"
            time.sleep(0.1)
    return again


def _taken(hub: RunningHub, raw: bytes) -> bool:
    try:
        with Mllp(hub.mllp, seconds=15) as line:
            return code_of(line.ask(raw)) == "AA"
    except OSError:
        return False


def told_by(hub: RunningHub, who: Invented) -> tuple[str, int]:
    """Read a person's hash from the store, as it was folded, and ask the API for the number of events."""
    subject = hub.person(who.nhs_number)
    with psycopg.connect(hub.environment["HUB_DATABASE_URL"]) as connection:
        asked = "SELECT value FROM state WHERE processor = 'joint' AND subject = %s"
        ((value,),) = connection.execute(asked, (UUID(subject).bytes,)).fetchall()
    rows = httpx.get(f"{hub.url}/v1/people/{subject}/timeline", headers=hub.reader(), timeout=20, verify=NOBODY).json()[
        "rows"
    ]
    return hash_of(value), len(rows)


class Killer:
    """Kills roles at random moments while others work."""

    def __init__(self, hub: RunningHub, seed: int) -> None:
        self._hub, self._chance = hub, random.Random(seed)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.killed: list[str] = []

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def finish(self) -> None:
        """Wait until the last kill."""
        self._thread.join(60)

    def _run(self) -> None:
        order = [*ROLES, "ingest", "process"]
        self._chance.shuffle(order)
        for role in order:
            time.sleep(self._chance.uniform(0.3, 1.8))
            self._hub.kill(role)
            self.killed.append(role)


@pytest.mark.slow
async def test_roles_killed_while_messages_come_in_lose_and_double_nothing(fresh_hub: RunningHub) -> None:
    """SIGKILL of ingest, process and web at random moments: every person ends as in a run without accidents.

    Slow because each killed role takes seconds to start again, and the sender waits for it.
    """
    people = lives()
    clean = await told_by_a_clean_run(people)
    killer = Killer(fresh_hub, seed=7)
    killer.start()
    with ThreadPoolExecutor(4) as pool:
        again = sum(pool.map(lambda messages: send_until_taken(fresh_hub, messages), people.values()))
    killer.finish()
    assert sorted(killer.killed) == sorted([*ROLES, "ingest", "process"])
    assert again > 0, "no message met a dead listener: the test proved nothing"
    eventually(lambda: _answers(fresh_hub), 30)
    with ThreadPoolExecutor(4) as pool:
        found: Told = {}

        def same() -> bool:
            found.update(
                zip((w.nhs_number for w in people), pool.map(lambda w: told_by(fresh_hub, w), people), strict=True)
            )
            return found == clean

        try:
            eventually(same, 30)
        except AssertionError:
            assert found == clean


def _answers(hub: RunningHub) -> bool:
    try:
        return httpx.get(f"{hub.url}/health/ready", timeout=5, verify=NOBODY).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


STEPS = [
    (part, name, when)
    for part, name in (
        ("_feeds", "seen"), ("_drafter._index._book", "known"), ("_drafter._index._book", "write"),
        ("_drafter._vault._keys._book", "add"), ("_log", "append"), ("_drafter", "linked"), ("_feeds", "note"),
    )
    for when in ("before", "after")
]  # fmt: skip


@pytest.mark.parametrize(("part", "name", "when"), STEPS, ids=lambda text: str(text).strip("_"))
async def test_an_intake_that_fails_at_a_step_takes_the_resend_once(
    part: str, name: str, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step fails once before or after it was done, for each message: AE, and the resend is taken once."""
    who = person(150)._replace(nhs_status="NSTS01")
    messages = hard_life(who, "STEP")
    clean = WholeHub()
    for number, raw in enumerate(messages):
        await clean.take(Sendable(FIRST + number, "mllp", "rzz", raw, ""))
    await clean.settle()
    hub = WholeHub()
    target: Any = hub._reception._gathering._intake
    for each in part.split("."):
        target = getattr(target, each)
    failures = 0
    for number, raw in enumerate(messages):
        failing = Failing(getattr(target, name), when)
        monkeypatch.setattr(target, name, failing)
        hub.clock.set(FIRST + number)
        first = await hub._reception.message(raw, hub._hospitals["rzz"])
        assert (b"MSA|AE" in first) == failing.failed
        monkeypatch.setattr(target, name, failing.real)
        failures += failing.failed
        await hub.take(Sendable(FIRST + number, "mllp", "rzz", raw, ""))
        await hub.settle()
    assert failures, "the step was never met: the test proved nothing"
    assert await told_in_memory(hub, who) == await told_in_memory(clean, who)


class Failing:
    """Stands before a real method and fails once, before or after it did its work."""

    def __init__(self, real: Callable[..., Awaitable[Any]], when: str) -> None:
        self.real, self._when, self.failed = real, when, False

    async def __call__(self, *given: Any, **named: Any) -> Any:
        """Do the real thing, but for the failure."""
        if not self.failed and self._when == "before":
            self.failed = True
            raise Unavailable("a part that a test takes away")
        answer = await self.real(*given, **named)
        if not self.failed:
            self.failed = True
            raise Unavailable("a part that a test takes away")
        return answer
