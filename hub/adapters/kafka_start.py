"""Starting a client of aiokafka whole or not at all, and stopping one for certain."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final

import structlog

_log = structlog.get_logger()
STOPS_WITHIN_S: Final = 3.0
"""How long a stop may take before it is asked for again."""
_ASKED_AT_MOST: Final = 4

Start = Callable[[], Coroutine[Any, Any, Any]]
Stop = Callable[[], Awaitable[Any]]


async def started(start: Start, stop: Stop, within: float) -> None:
    """Start a client, or stop it again when that fails or takes longer than `within` seconds (`TimeoutError`).

    A caller that is cancelled waits for the start to end: cancelled inside its first request, aiokafka would leave a
    connection open that nobody can reach.
    """
    starting = asyncio.create_task(start())
    try:
        done, _ = await asyncio.wait({starting}, timeout=within)
    except asyncio.CancelledError:
        await asyncio.wait({starting}, timeout=within)
        await _undo(starting, stop)
        raise
    if not done:
        await _undo(starting, stop)
        raise TimeoutError
    if starting.exception() is not None:
        await _undo(starting, stop)
    starting.result()


async def _undo(starting: asyncio.Task[Any], stop: Callable[[], Awaitable[Any]]) -> None:
    starting.cancel()
    await asyncio.gather(starting, return_exceptions=True)
    await stopped(stop)


async def stopped(stop: Stop, within: float = STOPS_WITHIN_S) -> None:
    """Stop a client, asking again as long as it does not end (`within` seconds each time).

    A consumer of aiokafka ends the tasks that fetch by cancelling them, and waits.  After a broker was killed such a
    task may swallow that (CPython issue 86296) and go on for ever, and whoever waits with it: cancelled once more, it
    ends.  One that never does is left behind with a warning.
    """
    stopping = asyncio.ensure_future(stop())
    for _ in range(_ASKED_AT_MOST):
        done, _ = await asyncio.wait({stopping}, timeout=within)
        if done:
            if not stopping.cancelled():
                stopping.result()
            return
        stopping.cancel()
    _log.warning("client_left_behind")
