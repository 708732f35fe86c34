"""What waits in the outboxes of several PostgreSQL servers, told without waiting for one that does not answer.

A server that is away says so only when the pool's queue or the patience for an outage is over, and the relay asks
before each round: the news of everybody else would wait as long each time.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hub.errors import Unavailable
from hub.ports.store import Store

_Told = Mapping[int, int]
_TIMELY_S: Final = 1.0
"""How long a server is waited for while others have answered."""
_DOUBTED_S: Final = 0.05
"""The same for one that failed or was late the last time: an answer after that is used by who asks next."""


@dataclass(frozen=True, slots=True)
class _Question:
    """One question to one server, and until when (the loop's clock, seconds) the others' answers wait for it."""

    task: asyncio.Task[_Told]
    until: float


class SpreadWaiting:
    """Asks every server how many outbox rows of each lane wait; one question at a time is open at each."""

    def __init__(self, servers: Sequence[Store]) -> None:
        self._servers = tuple(servers)
        self._open: dict[int, _Question] = {}
        self._doubted: set[int] = set()

    async def told(self) -> dict[int, _Told]:
        """Give the answers by server number, without the servers that are away or late.

        Raises `Unavailable` when none answers, after waiting for all; and what else failed, whoever answers.
        """
        asked = {number: self._asked(number) for number in range(len(self._servers))}
        await _in_time(asked.values())
        while not any(_answered(each) for each in asked.values()):
            left = {each.task for each in asked.values() if not each.task.done()}
            if not left:
                break
            await asyncio.wait(left, return_when=asyncio.FIRST_COMPLETED)
        return self._found(asked)

    async def close(self) -> None:
        """Ask no more: end the questions that are open."""
        tasks = [each.task for each in self._open.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _asked(self, number: int) -> _Question:
        """Give the open question to a server, else a new one."""
        if number not in self._open:
            within = _DOUBTED_S if number in self._doubted else _TIMELY_S
            task = asyncio.create_task(self._ask(number))
            self._open[number] = _Question(task, asyncio.get_running_loop().time() + within)
        return self._open[number]

    async def _ask(self, number: int) -> _Told:
        return await self._servers[number].waiting()

    def _found(self, asked: Mapping[int, _Question]) -> dict[int, _Told]:
        found: dict[int, _Told] = {}
        failed: list[Unavailable] = []
        for number, each in asked.items():
            if not each.task.done():
                self._doubted.add(number)
                continue
            if self._open.get(number) is each:
                del self._open[number]
            try:
                found[number] = each.task.result()
                self._doubted.discard(number)
            except Unavailable as away:
                self._doubted.add(number)
                failed.append(away)
        if not found:
            raise failed[0]
        return found


async def _in_time(asked: Collection[_Question]) -> None:
    """Wait for each question no longer than the others' answers wait for it."""
    loop = asyncio.get_running_loop()
    for each in sorted(asked, key=lambda question: question.until):
        if not each.task.done():
            await asyncio.wait({each.task}, timeout=max(0.0, each.until - loop.time()))


def _answered(question: _Question) -> bool:
    task = question.task
    return task.done() and not task.cancelled() and task.exception() is None
