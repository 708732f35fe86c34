"""Waiting until everything that was sent is folded and passed on, and nothing waits any more."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, NamedTuple

from hub.errors import Unavailable
from hub.ports.log import BEGINNING, Log, Partition
from hub.ports.store import Store
from hub.runtime.apply import Group

Progress = Callable[[str, int], None]
LOOK_EVERY_S: Final = 0.2
_CLOSELY_S: Final = 0.1
"""How often it is looked where the seconds are the figure."""


class Drained(NamedTuple):
    """What is looked at: a log, the store that is folded into, and who folds."""

    log: Log
    store: Store
    group: Group


async def drained(parts: Drained, progress: Progress, within_s: float, look: Callable[[], None] = lambda: None) -> None:
    """Wait until nothing waits; `look` is called each time and may raise.

    Raises `Unavailable` when it takes longer than `within_s` seconds.
    """
    try:
        async with asyncio.timeout(within_s):
            while not await nothing_waits(parts, progress):
                look()
                await asyncio.sleep(LOOK_EVERY_S)
    except TimeoutError:
        raise Unavailable(f"not everything was folded and passed on within {within_s:.0f} s") from None


async def nothing_waits(parts: Drained, progress: Progress) -> bool:
    """Whether every position is at its end and no outbox holds anything that would move one."""
    log, store, group = parts
    positions = await store.positions(group.name)
    partitions = [Partition(topic, lane) for topic in group.topics for lane in range(log.lanes)]
    progress("folded", sum(positions.get(partition, BEGINNING) + 1 for partition in partitions))
    if await store.waiting():
        return False
    for partition in partitions:  # Asked one by one, so that looking costs the broker next to nothing while much waits.
        if await log.end(partition) > positions.get(partition, BEGINNING):
            return False
    return True


async def reached(
    log: Log, topics: tuple[str, ...], positions: Callable[[], Awaitable[Mapping[Partition, int]]], within_s: float
) -> float:
    """Wait until positions are where topics end now, whatever is away meanwhile; give the seconds that took.

    Raises `Unavailable` with what is missing when it takes longer than `within_s` seconds.
    """
    started, ends, missing = time.perf_counter(), None, "nothing answered"
    while time.perf_counter() - started < within_s:
        try:
            ends = ends or await _ends(log, topics)
            found = await positions()
            short = {each: end for each, end in ends.items() if found.get(each, BEGINNING) < end}
            missing = ", ".join(f"{each}: {found.get(each, BEGINNING)} of {end}" for each, end in short.items())
            if not missing:
                return time.perf_counter() - started
        except Unavailable as away:  # the part that was struck comes back
            missing = str(away)
        await asyncio.sleep(_CLOSELY_S)
    raise Unavailable(f"the hub did not catch up within {within_s:.0f} s ({missing})")


async def _ends(log: Log, topics: tuple[str, ...]) -> Mapping[Partition, int]:
    partitions = [Partition(topic, lane) for topic in topics for lane in range(log.lanes)]
    return {partition: await log.end(partition) for partition in partitions}
