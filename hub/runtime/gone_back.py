"""A store that came back older than it was: a fail-over to a copy that lagged, or a restore under a waiting worker.

Whoever goes on behind what such a store has lost leaves a hole that nothing shows.  A batch therefore says where the
store must stand, and somebody to whom nothing comes looks now and then.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Final

from hub.errors import PositionRefused, Unavailable
from hub.ports.log import BEGINNING, Partition
from hub.ports.store import Claim

LOOK_EVERY_S: Final = 10.0


def still_has(had: Mapping[Partition, int], has: Mapping[Partition, int]) -> None:
    """Raise `PositionRefused` when a store stands before a position that it had."""
    for partition, position in had.items():
        if has.get(partition, BEGINNING) < position:
            raise PositionRefused(f"{partition}: the store had position {position} and came back without it")


def known_again(partition: Partition, claim: Claim, position: int) -> Claim:
    """Give a claim at the position that the store says it has, after a write of which nobody knows whether it failed.

    A position further on is that of our own write.  Raises `PositionRefused` for one before it.
    """
    still_has({partition: claim.position}, {partition: position})
    return Claim(position, claim.epoch)


async def look_now_and_then(look: Callable[[], Awaitable[None]]) -> None:
    """Look until cancelled; that a part is away is told by whoever needs it.  Raises what `look` raises."""
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        with suppress(Unavailable):
            await look()
