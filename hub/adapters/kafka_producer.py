"""Writing to Kafka: each partition in its own turn, and those that failed apart from those that go.

A producer that waits for one partition in vain is given up whole (`hub/adapters/kafka_line.py`).  So what failed is
tried again through a connection of its own, until it goes, and what was only under way beside it is sent once more.
"""

# aiokafka has no types, so calls into it are untyped.
# mypy: allow-untyped-calls

import asyncio
from collections import defaultdict
from collections.abc import Coroutine, Sequence
from typing import Any

from aiokafka import AIOKafkaProducer

from hub.adapters.kafka_faults import answering
from hub.adapters.kafka_line import Line
from hub.adapters.kafka_settings import KafkaSettings
from hub.errors import Unavailable
from hub.ports.clock import Clock
from hub.ports.log import Appended, Draft, Partition


class _TakenAway(Unavailable):
    """The connection was given up because of what somebody else wrote."""


class Producer:
    """What this log writes through: one connection for the partitions that go, one for those that failed last."""

    def __init__(self, settings: KafkaSettings, clock: Clock) -> None:
        self._patience = settings.patience
        self._clock = clock
        self._going, self._apart = Line(settings, self._spawn), Line(settings, self._spawn)
        self._failed: set[Partition] = set()
        self._turns: defaultdict[Partition, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

    async def send(self, drafts: Sequence[Draft], placed: Sequence[Partition]) -> Sequence[Appended]:
        """Write all and wait until all are acknowledged.

        A cancelled caller stops waiting, not the writing: half of a call would be worse than all of it.
        """
        return await asyncio.shield(self._spawn(self._send(drafts, placed)))

    async def close(self) -> None:
        """Let what is being written finish, within the patience; then let go."""
        self._closed = True
        await asyncio.gather(self._going.close(), self._apart.close())
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _send(self, drafts: Sequence[Draft], placed: Sequence[Partition]) -> list[Appended]:
        parts: defaultdict[Partition, list[int]] = defaultdict(list)
        for index, where in enumerate(placed):
            parts[where].append(index)
        writing = (self._write(where, [drafts[index] for index in mine]) for where, mine in parts.items())
        appended: dict[int, Appended] = {}
        for mine, written in zip(parts.values(), await asyncio.gather(*writing, return_exceptions=True), strict=True):
            if isinstance(written, BaseException):
                raise written
            appended |= dict(zip(mine, written, strict=True))
        return [appended[index] for index in range(len(placed))]

    async def _write(self, where: Partition, drafts: Sequence[Draft]) -> list[Appended]:
        """Write to one partition: again, when another's failure took the connection away soon after we began."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        while True:
            try:
                written = await self._try(where, drafts, began + 2 * self._patience)
            except _TakenAway:
                if self._closed or loop.time() - began > self._patience / 2:
                    self._failed.add(where)
                    raise
            else:
                self._failed.discard(where)
                return _appended(where, written)

    async def _try(self, where: Partition, drafts: Sequence[Draft], until: float) -> list[Any]:
        """Hand over until a time (the loop's clock), then wait for the acknowledgements; gives what aiokafka tells."""
        line = self._apart if where in self._failed else self._going
        producer: AIOKafkaProducer | None = None
        try:
            with answering("appending"):
                async with asyncio.timeout_at(until):
                    producer = await line.producer()
                    waiting = await self._hand_over(producer, where, drafts)
                async with asyncio.timeout(self._patience):
                    return await asyncio.gather(*waiting)
        except Unavailable as away:
            if producer is not None:
                if not line.forget(producer):
                    raise _TakenAway(str(away)) from None
                self._failed.add(where)
            raise

    async def _hand_over(
        self, producer: AIOKafkaProducer, where: Partition, drafts: Sequence[Draft]
    ) -> list[asyncio.Future[Any]]:
        """Put records in the partition's queue, one call after the other.

        aiokafka lets a later one pass while it looks for the topic.  Waiting for the acknowledgements is done together.
        """
        at = self._clock.now()
        async with self._turns[where]:
            return [
                await producer.send(where.topic, draft.value, draft.key, where.number, at, list(draft.headers))
                for draft in drafts
            ]

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # the caller was told, or went away


def _appended(where: Partition, written: Sequence[Any]) -> list[Appended]:
    if any(done.offset < 0 for done in written):
        raise Unavailable("kafka: appending: the broker took a record twice and no longer knows where it is")
    return [Appended(where, done.offset) for done in written]
