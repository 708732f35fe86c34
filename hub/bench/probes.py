"""Probes: the admission of somebody new, appended like everything else, and the API asked until it shows the stay."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final, NamedTuple
from uuid import UUID

import httpx

from hub.api.access import Caller
from hub.api.purposes import Purpose, Role
from hub.api.tokens import desk_issuer
from hub.bench.arrivals import Arrival
from hub.bench.grounds import HOST
from hub.bench.lives import event_of, stay_and_support, subject_of
from hub.composition import Core
from hub.errors import Unavailable

_ASK_EVERY_S: Final = 0.02
_SHOWN_WITHIN_S: Final = 60.0
_PEOPLE_FROM: Final = 1_000_000_000
"""People that no stream has."""


class Rig(NamedTuple):
    """A hub whose roles run in other processes: its log, and a client that may read through its API."""

    core: Core
    client: httpx.AsyncClient


@asynccontextmanager
async def reader(core: Core, settings: Mapping[str, str]) -> AsyncIterator[Rig]:
    """Lend a client that carries a coordinator's token."""
    caller = Caller("bench", Role.COORDINATOR, "RZZ", frozenset({Purpose.DISCHARGE_COORDINATION}))
    token = desk_issuer(core.settings.data / "keys", "desk").issue(caller, core.clock.now(), 24 * 3600)
    headers = {"Authorization": f"Bearer {token}", "X-Purpose": Purpose.DISCHARGE_COORDINATION.value}
    url = f"http://{HOST}:{settings['HUB_HTTP_PORT']}"
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=30) as client:
        yield Rig(core, client)


async def probed(rig: Rig, per_s: float, seconds: int) -> list[float]:
    """Send probes evenly, each by itself so that a slow one delays no other; give each one's wait in milliseconds.

    Raises `Unavailable` when one is not shown within a minute.
    """
    started = time.perf_counter()
    tasks = []
    for number in range(max(1, int(seconds * per_s))):
        await asyncio.sleep(max(0.0, started + number / per_s - time.perf_counter()))
        tasks.append(asyncio.create_task(probe(rig, number)))
    await all_of(*tasks)
    waits = [task.result() for task in tasks]
    missing = waits.count(None)
    if missing:
        raise Unavailable(f"{missing} of {len(waits)} probes were not shown within {_SHOWN_WITHIN_S:.0f} s")
    return [wait for wait in waits if wait is not None]


async def all_of(*tasks: asyncio.Task[Any]) -> None:
    """Wait for every task; the failure of one goes up as it is, and the others end with it."""
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()


async def probe(rig: Rig, number: int) -> float | None:
    """Append one and give the milliseconds until the API shows it; none when it never does."""
    person = _PEOPLE_FROM + number
    now = rig.core.clock.now()
    _, admission = next(stay_and_support(person, now))
    event = event_of(subject_of(person), f"probe {number}", now, admission)
    started = time.perf_counter()
    await rig.core.log.append([Arrival(event, event.subject_ref, now).draft(rig.core.codec)])
    while time.perf_counter() - started < _SHOWN_WITHIN_S:
        if await _shows(rig.client, event.subject_ref):
            return (time.perf_counter() - started) * 1000
        await asyncio.sleep(_ASK_EVERY_S)
    return None


async def _shows(client: httpx.AsyncClient, subject: bytes) -> bool:
    """Whether the joint state has the stay; a door that does not answer shows nothing."""
    try:
        answer = await client.get(f"/v1/people/{UUID(bytes=subject)}/joint-state")
    except httpx.HTTPError:
        return False
    return answer.status_code == httpx.codes.OK and bool(answer.json()["spells"])
