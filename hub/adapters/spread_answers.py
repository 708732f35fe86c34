"""What several PostgreSQL servers answer to one question, without the one that is away.

A server that is away says so only when the pool's queue is over.  It is left alone for a while then, and waited for
shortly when it is asked again: readers wait for it once, and not with each question.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Final, TypeVar

from hub.errors import Unavailable
from hub.ports.missing import Missing
from hub.ports.store import Store

T = TypeVar("T")

_LEFT_ALONE_S: Final = 2.0
"""How long a server that did not answer is not asked again."""
_DOUBTED_S: Final = 0.5
"""How long one that did not answer the last time is waited for while others are sure to."""


class SpreadAnswers:
    """Asks every server and gives what those say that answer."""

    def __init__(self, servers: Sequence[Store]) -> None:
        self._servers = tuple(servers)
        self._again: dict[int, float] = {}
        """Of servers that did not answer the last time: when (the loop's clock, seconds) they are asked again."""
        self._left: set[asyncio.Task[object]] = set()

    async def told(self, ask: Callable[[Store], Awaitable[T]], missing: Missing | None) -> list[T]:
        """Give the answers in the order of the servers, and note in `missing` who gives none.

        Raises `Unavailable` when none answers, or one of them where nobody takes down what is missing; and what else
        failed, whoever answers.
        """
        if missing is None:
            return await asyncio.gather(*(ask(server) for server in self._servers))
        now = asyncio.get_running_loop().time()
        asked = {number: self._task(ask, number) for number in self._to_ask(now)}
        await self._in_time(asked, now)
        found = self._found(asked)
        if not found:
            await asyncio.wait(asked.values())
            found = self._found(asked)
        if not found:
            raise Unavailable("the store: none of its servers answers")
        missing.note(set(range(len(self._servers))) - found.keys(), len(self._servers))
        return [found[number] for number in sorted(found)]

    async def close(self) -> None:
        """Wait for nobody any more."""
        for task in self._left:
            task.cancel()
        await asyncio.gather(*self._left, return_exceptions=True)

    def _to_ask(self, now: float) -> Collection[int]:
        """Give the servers that are not left alone; all of them where none is sure to answer."""
        every = range(len(self._servers))
        asked = [number for number in every if self._again.get(number, now) <= now]
        return asked if any(number not in self._again for number in asked) else every

    def _task(self, ask: Callable[[Store], Awaitable[T]], number: int) -> asyncio.Task[T]:
        async def asking() -> T:
            return await ask(self._servers[number])

        task = asyncio.create_task(asking())
        self._left.add(task)
        task.add_done_callback(self._over)
        return task

    def _over(self, task: asyncio.Task[T]) -> None:
        """Forget a question, also one whose answer nobody waits for any more."""
        self._left.discard(task)
        if not task.cancelled():
            task.exception()

    async def _in_time(self, asked: Mapping[int, asyncio.Task[T]], since: float) -> None:
        """Wait for the servers that are sure to answer, and shortly for the others; for all where none is sure."""
        sure = [task for number, task in asked.items() if number not in self._again]
        await asyncio.wait(sure or asked.values())
        late = [task for task in asked.values() if not task.done()]
        left = since + _DOUBTED_S - asyncio.get_running_loop().time()
        if late:
            await asyncio.wait(late, timeout=max(0.0, left))

    def _found(self, asked: Mapping[int, asyncio.Task[T]]) -> dict[int, T]:
        """Give what was answered by now, and leave who did not alone; raises what is no absence."""
        found: dict[int, T] = {}
        again = asyncio.get_running_loop().time() + _LEFT_ALONE_S
        for number, task in asked.items():
            if not task.done() or isinstance(task.exception(), Unavailable):
                self._again[number] = again
                continue
            found[number] = task.result()
            self._again.pop(number, None)
        return found
