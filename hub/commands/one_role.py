"""One role in this process, or several, until a signal comes or the supervisor goes."""

import asyncio
import os
from collections.abc import Sequence
from contextlib import AsyncExitStack

import uvloop

from hub.commands.stopping import SUPERVISED, until_asked_to_stop
from hub.composition import Core, opened, ready
from hub.observe.exposing import exposed
from hub.roles import DASHBOARDS, PROCESS, run_roles
from hub.runtime.collecting import settle_collector
from hub.settings import Settings

_SETTLED_AFTER_S = 5.0


def run_here(chosen: Settings, roles: Sequence[str]) -> None:
    """Open the parts and run roles; raises `Unavailable` when one of the parts is away at the start."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_here(chosen, roles))


async def _here(chosen: Settings, roles: Sequence[str]) -> None:
    async with opened(chosen) as core, AsyncExitStack() as stack:
        for role in roles:
            core.counting.started(role, core.clock.now())
        if chosen.metrics_port is not None and not os.environ.get(SUPERVISED):
            exposition = core.counting.exposition
            door = exposed(chosen.metrics_host, chosen.metrics_port, exposition, lambda: ready_here(core, roles))
            await stack.enter_async_context(door)
        asyncio.get_running_loop().call_later(_SETTLED_AFTER_S, settle_collector)
        await until_asked_to_stop(run_roles(roles, core))


async def ready_here(core: Core, roles: Sequence[str]) -> dict[str, str]:
    """Say `ok` or what is wrong, for each part that these roles need; whoever folds has heard which lanes it has."""
    states = await ready(core)
    for role, counting in ((PROCESS, core.counting), (DASHBOARDS, core.figures_counting)):
        if role in roles:
            states[f"lanes of {role}"] = _lanes(counting.lanes_held)
    return states


def _lanes(held: int | None) -> str:
    """A worker to spare, whose share is none, is well; one whose topic is gone ends by itself."""
    return "the log has given this worker no lanes yet" if held is None else "ok"
