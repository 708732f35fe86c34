"""Starting a client of aiokafka whole or not at all, and stopping one for certain."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, Final

import structlog

_log = structlog.get_logger()
STOPS_WITHIN_S: Final = 3.0
"""How long a stop may take before it is asked for again."""
LET_GO_WITHIN_S: Final = 1.0
"""How long the tasks, and then the connections, of a consumer that did not stop may take to end."""
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


async def consumer_stopped(consumer: Any, within: float = STOPS_WITHIN_S) -> None:
    """Stop a consumer, and let go of it when its stop does not end by itself."""
    if not await stopped(consumer.stop, within):
        await let_go(consumer)


async def let_go(consumer: Any, within: float = LET_GO_WITHIN_S) -> None:
    """End what a consumer still runs, then close its connections; for one whose stop was cut short.

    What fetches and what keeps its place in the group would go on, and connect anew after the connections were closed,
    so that nobody could close those any more.
    """
    running = _tasks_of(consumer)
    for task in running:
        task.cancel()
    if running:
        await asyncio.wait(running, timeout=within)
    with suppress(TimeoutError):
        async with asyncio.timeout(within):
            await consumer._client.close()  # noqa: SLF001 - `stop` is not tried twice


def _tasks_of(consumer: Any) -> set[asyncio.Task[Any]]:
    """Find the tasks that its parts hold, one by one or in sets; none of aiokafka's names is relied upon."""
    held = [each for part in vars(consumer).values() for each in getattr(part, "__dict__", {}).values()]
    single = {each for each in held if isinstance(each, asyncio.Task)}
    in_sets = {task for each in held if isinstance(each, set) for task in each if isinstance(task, asyncio.Task)}
    return {task for task in single | in_sets if not task.done()}


async def stopped(stop: Stop, within: float = STOPS_WITHIN_S) -> bool:
    """Stop a client, asking again as long as it does not end (`within` seconds each time); true if once was enough.

    A consumer of aiokafka ends the tasks that fetch by cancelling them, and waits.  After a broker was killed such a
    task may swallow that (CPython issue 86296) and go on for ever, and whoever waits with it: cancelled once more, it
    ends.  One that never does is left behind with a warning.
    """
    stopping = asyncio.ensure_future(stop())
    for asked in range(_ASKED_AT_MOST):
        done, _ = await asyncio.wait({stopping}, timeout=within)
        if done:
            if not stopping.cancelled():
                stopping.result()
            return asked == 0
        stopping.cancel()
    _log.warning("client_left_behind")
    return False
