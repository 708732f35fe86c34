"""Something that was begun and may have to wait."""

import asyncio
from collections.abc import Coroutine
from typing import Any

_STEPS = 5


async def begun(work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
    """Begin something, and give it back once it has come as far as it can."""
    task = asyncio.create_task(work)
    await as_far_as_it_goes()
    return task


async def as_far_as_it_goes() -> None:
    """Let everything that was begun come as far as it can."""
    for _ in range(_STEPS):
        await asyncio.sleep(0)
