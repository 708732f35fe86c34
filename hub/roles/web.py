"""The web role: pages and API, which learn what other processes folded."""

import asyncio

from hub.composition import Core
from hub.reception_desk import serve
from hub.runtime.changes import ring_when_moved
from hub.runtime.worked_in import WorkedIn, WorkedInParts, watch


async def run(core: Core) -> None:
    """Serve pages and API until cancelled."""
    worked_in = WorkedIn(WorkedInParts(core.log, core.store, core.lanes, core.clock, core.group))
    async with asyncio.TaskGroup() as tasks:
        watching = [
            tasks.create_task(ring_when_moved(core.store, core.group.name, core.changes)),
            tasks.create_task(watch(worked_in, core.changes)),
        ]
        await serve(core, worked_in)
        for each in watching:
            each.cancel()
