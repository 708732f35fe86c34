"""Messages from many connections become one call of the intake, in order, so that one commit serves them all."""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Final

from hub.errors import Defect
from hub.ports.connector import Intake, Receipt, Received

_MOST: Final = 64


class Gathering:
    """Waits for no clock: while one call is under way the next messages collect, and go together when it ends."""

    def __init__(self, intake: Intake, most: int = _MOST) -> None:
        self._intake = intake
        self._most = most
        self._waiting: deque[tuple[Received, asyncio.Future[Receipt]]] = deque()
        self._running: asyncio.Task[None] | None = None

    async def take(self, received: Received) -> Receipt:
        """Hand a message over; returns when it is durable.

        Raises what the intake raised: `Unavailable` when nothing of its batch was kept.
        """
        future: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self._waiting.append((received, future))
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        return await future

    async def _run(self) -> None:
        try:
            while self._waiting:
                batch = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
                await self._take(batch)
        finally:
            self._running = None

    async def _take(self, batch: Sequence[tuple[Received, asyncio.Future[Receipt]]]) -> None:
        (outcome,) = await asyncio.gather(self._call([one for one, _ in batch]), return_exceptions=True)
        for index, (_, future) in enumerate(batch):
            if future.done():
                continue  # its connection went away; the message is kept or not all the same
            if isinstance(outcome, BaseException):
                future.set_exception(outcome)
            else:
                future.set_result(outcome[index])

    async def _call(self, batch: Sequence[Received]) -> Sequence[Receipt]:
        receipts = await self._intake.take(batch)
        if len(receipts) != len(batch):
            raise Defect("The intake gave another number of receipts than it was given messages.")
        return receipts
