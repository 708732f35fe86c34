"""When a process of the hub ends: its work is done, somebody asks it to stop, or its supervisor is gone."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any, Final

SUPERVISED: Final = "HUB_SUPERVISED"
"""The variable that tells a process that it has a supervisor, who holds the other end of its standard input."""


def on_signals(stop: Callable[[], None]) -> None:
    """Call `stop` inside the running loop when somebody asks this process to end."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop)


async def until_asked_to_stop(work: Coroutine[Any, Any, None]) -> None:
    """Run until the work ends, a signal comes, or the supervisor's pipe closes; the work's own failure goes up."""
    stopped = asyncio.Event()
    on_signals(stopped.set)
    task = asyncio.ensure_future(work)
    asked: list[asyncio.Task[Any]] = [asyncio.create_task(stopped.wait())]
    if os.environ.get(SUPERVISED):
        asked.append(asyncio.create_task(_supervisor_gone()))
    await asyncio.wait([task, *asked], return_when=asyncio.FIRST_COMPLETED)
    asked_for = not task.done()
    for each in (task, *asked):
        each.cancel()
    await asyncio.gather(*asked, return_exceptions=True)
    try:
        await task
    except asyncio.CancelledError:
        if not asked_for:
            raise


async def _supervisor_gone() -> None:
    """Return when standard input ends, which is when the supervisor closes it or dies."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()
