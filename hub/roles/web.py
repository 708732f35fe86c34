"""The web role: pages and API, which learn what other processes folded."""

import asyncio

from hub.composition import Core
from hub.reception_desk import serve
from hub.runtime.changes import ring_when_moved


async def run(core: Core) -> None:
    """Serve pages and API until cancelled."""
    async with asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(ring_when_moved(core.store, core.group.name, core.changes))
        await serve(core)
        watching.cancel()
