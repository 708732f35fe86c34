"""Server-sent events: whatever changed is rendered again, at most a few times a second, and only when it differs."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final

from hub.api.problems import Problem
from hub.errors import Unavailable

GATHER_S: Final = 0.2
"""How long changes are gathered before the page is rendered again."""
HEARTBEAT_S: Final = 15.0
"""How often a silent stream says that it is there, so that proxies and readers keep it."""
LIFETIME_S: Final = 1800.0
"""A stream ends by itself and the browser opens a new one, which is decided anew."""


def message(html: str) -> bytes:
    """Return one unnamed event with HTML as its data."""
    lines = "".join(f"data: {line}\n" for line in html.splitlines() if line.strip())
    return f"{lines}\n".encode()


async def _watch(changes: AsyncIterator[Any], changed: asyncio.Event) -> None:
    async for _ in changes:
        changed.set()


async def _waited(changed: asyncio.Event, seconds: float) -> bool:
    """Tell whether something changed within these seconds."""
    try:
        await asyncio.wait_for(changed.wait(), seconds)
    except TimeoutError:
        return False
    return True


async def _events(changed: asyncio.Event, render: Callable[[], Awaitable[str | None]]) -> AsyncIterator[bytes]:
    yield b"retry: 1000\n\n"
    ends = asyncio.get_running_loop().time() + LIFETIME_S
    changed.set()
    while asyncio.get_running_loop().time() < ends:
        if not await _waited(changed, HEARTBEAT_S):
            yield b": still here\n\n"
            continue
        changed.clear()
        html = await render()
        if html is not None:
            yield message(html)
        await asyncio.sleep(GATHER_S)


async def stream(changes: AsyncIterator[Any], render: Callable[[], Awaitable[str | None]]) -> AsyncIterator[bytes]:
    """Give events for as long as somebody reads them.

    It watches before it renders first, so that a change between page and stream is not lost.  When a part is
    away or the reader may see it no longer, the stream ends; the browser comes back and is decided anew.
    """
    changed = asyncio.Event()
    watcher = asyncio.create_task(_watch(changes, changed))
    try:
        with contextlib.suppress(Problem, Unavailable):
            async for event in _events(changed, render):
                yield event
    finally:
        watcher.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watcher
