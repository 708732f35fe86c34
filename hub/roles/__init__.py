"""The roles of a hub, each of which can run as its own process or pod: ingest, process, web, dashboards.

A role is loaded when it runs, so that the door does not carry the pages and the pages do not carry the door.
"""

import asyncio
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hub.composition import Core

PROCESS: Final = "process"
DASHBOARDS: Final = "dashboards"
ROLES: Final = ("ingest", PROCESS, "web", DASHBOARDS)
DOORS: Final = ("ingest", "web")
"""The roles that callers reach."""


async def run_roles(names: Sequence[str], core: "Core") -> None:
    """Run roles in this process until cancelled; when one fails, all end."""
    async with asyncio.TaskGroup() as tasks:
        for name in names:
            tasks.create_task(import_module(f"hub.roles.{name}").run(core), name=name)
