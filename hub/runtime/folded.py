"""Wait until the live fold has included the log up to some positions."""

import asyncio
from collections.abc import Mapping
from typing import Final

from hub.errors import Unavailable
from hub.events.catalogue import PEOPLE_TOPICS
from hub.ports.log import BEGINNING, Log, Partition
from hub.ports.store import Store

_LOOK_EVERY_S: Final = 0.05


async def ends(log: Log) -> dict[Partition, int]:
    """Give where the topics of people end now."""
    places = [Partition(topic, lane) for topic in PEOPLE_TOPICS for lane in range(log.lanes)]
    return {place: await log.newest(place) for place in places}


async def folded(store: Store, group: str, upto: Mapping[Partition, int], patience_s: float = 20.0) -> None:
    """Return as soon as a group is there; raises `Unavailable` when it has not moved for so many seconds."""
    loop = asyncio.get_running_loop()
    before: Mapping[Partition, int] = {}
    until = loop.time() + patience_s
    while True:
        now = await store.positions(group)
        if all(now.get(place, BEGINNING) >= position for place, position in upto.items()):
            return
        if now != before:
            before, until = now, loop.time() + patience_s
        if loop.time() > until:
            raise Unavailable("the process role: what is in the log is not folded; start the hub, or see `hub doctor`")
        await asyncio.sleep(_LOOK_EVERY_S)
