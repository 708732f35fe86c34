"""The faults: what is done to which part."""

import asyncio
import os
import random
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final, NamedTuple

from hub.adapters.kafka_group import SESSION_MS
from hub.bench.faults.full_disk import end_write_ahead_log
from hub.bench.faults.ground import Ground
from hub.bench.faults.sender import Sender
from hub.errors import Unavailable

_ZOMBIE_S: Final = SESSION_MS / 1000 + 2
"""Longer than the broker waits for a member before it gives its lanes away."""
_SECOND_OWNER: Final = "hub.bench.faults.second_owner"
_JUMP_S: Final = 600.0
_LEFT_BYTES: Final = 1024 * 1024
_HALF: Final = 0.5


class Scene(NamedTuple):
    """What a fault may touch."""

    ground: Ground
    sender: Sender
    chance: random.Random


Fault = Callable[[Scene], Awaitable[None]]


async def kill_worker(scene: Scene) -> None:
    """Kill one worker (SIGKILL); the supervisor starts it again."""
    _signal(await _worker(scene), signal.SIGKILL)


async def kill_supervisor(scene: Scene) -> None:
    """Kill the supervisor; its workers end with it."""
    scene.ground.hub.kill_supervisor()


async def freeze_worker(scene: Scene) -> None:
    """Stop one worker for longer than its session lasts (SIGSTOP), then let it go on: the zombie."""
    pid = await _worker(scene)
    _signal(pid, signal.SIGSTOP)
    await asyncio.sleep(_ZOMBIE_S)
    _signal(pid, signal.SIGCONT)


async def kill_broker(scene: Scene) -> None:
    """Kill the broker and start it over its own files."""
    pid = scene.ground.broker
    _signal(pid, signal.SIGKILL)
    await asyncio.sleep(scene.chance.uniform(0, 2))
    await scene.ground.restart_broker()


async def freeze_broker(scene: Scene) -> None:
    """Stop the broker for some seconds: a network that swallows everything."""
    pid = scene.ground.broker
    _signal(pid, signal.SIGSTOP)
    await asyncio.sleep(scene.chance.uniform(0.5, 4))
    _signal(pid, signal.SIGCONT)


async def crash_database(scene: Scene) -> None:
    """End the database in the middle of whatever it does, and start it again."""
    await scene.ground.crash_database()


async def cut_line(scene: Scene) -> None:
    """Break every connection to the database and refuse new ones for a while."""
    await scene.ground.line.cut(scene.chance.uniform(0, 2))


async def stall_line(scene: Scene) -> None:
    """Let nothing through to the database for a while."""
    await scene.ground.line.stall(scene.chance.uniform(0.2, 3))


async def deliver_again(scene: Scene) -> None:
    """Send again some of what was sent."""
    await scene.sender.repeat(scene.chance)


async def fill_disk(scene: Scene) -> None:
    """Let the database's disk be full for some seconds; in half of them its write-ahead log as well, which ends it.

    In half of them a worker is killed meanwhile: it starts over a full disk.
    """
    place, chance = scene.ground, scene.chance
    if place.disk is None:
        raise Unavailable("the database has no disk of its own")
    is_ended, is_killed = chance.random() < _HALF, chance.random() < _HALF
    try:
        await asyncio.to_thread(place.disk.fill, chance.randrange(_LEFT_BYTES))
        if is_ended:
            await end_write_ahead_log(place.database_dsn)
        if is_killed and (running := place.hub.workers()):
            # Where none runs yet there is none to wait for: it cannot start over a database that has ended.
            _signal(chance.choice(running), signal.SIGKILL)
        await asyncio.sleep(chance.uniform(1, 5))
    finally:
        await asyncio.to_thread(place.disk.make_room)
    await place.revive_database()


async def step_clock(scene: Scene) -> None:
    """Let one worker's wall clock be ten minutes ahead or behind for some seconds."""
    clocks, chance = scene.ground.clocks, scene.chance
    number = chance.randint(1, scene.ground.hub.workers_wanted)
    clocks.step(number, chance.choice((-_JUMP_S, _JUMP_S)))
    try:
        await asyncio.sleep(chance.uniform(1, 5))
    finally:
        clocks.step(number, 0)


async def two_workers_on_a_lane(scene: Scene) -> None:
    """Let one more worker fold every lane for some seconds as if all were its own, then kill it."""
    second = await scene.ground.hub.beside("-m", _SECOND_OWNER)
    try:
        await asyncio.sleep(scene.chance.uniform(3, 9))
    finally:
        with suppress(ProcessLookupError):
            second.kill()
        await second.wait()


async def kill_dashboards(scene: Scene) -> None:
    """Kill the role that counts the figures of the dashboards."""
    _signal(await scene.ground.hub.the_dashboards(), signal.SIGKILL)


async def _worker(scene: Scene) -> int:
    return await scene.ground.hub.a_worker(scene.chance.randrange(1000))


def _signal(pid: int, what: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, what)
