"""Sending a stream as the real world would: over sockets, one connection a trust, at a chosen speed."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from connectors.mllp_client import MllpClient
from connectors.simulator.sendable import Sendable
from hub.errors import Unavailable

Drop = Callable[[str, Mapping[str, bytes]], Awaitable[Mapping[str, Any]]]
"""Hands files to a feed and gives the receipt; raises `Unavailable` when the hub cannot take them now."""

Record = Callable[[Sendable], Awaitable[bool]]
"""Records an entry by hand and says whether it was taken; raises `Unavailable` when the hub cannot take it now."""

_WAITING: Final = 64
_PATIENCE_SECONDS: Final = 1.0
_TRIES: Final = 60


class Ways(NamedTuple):
    """Where messages go: listeners by feed (`*` for any other), the door for files, and that for entries by hand.

    Without a door for entries they are left out.
    """

    listeners: Mapping[str, tuple[str, int]]
    drop: Drop
    record: Record | None = None

    def listener(self, feed: str) -> tuple[str, int]:
        """Give host and port of a feed's listener."""
        return self.listeners[feed] if feed in self.listeners else self.listeners["*"]


class Pace(NamedTuple):
    """How fast: `speed` times real time, or so many messages a second, or as fast as they are taken.

    Entries by hand come beside the messages and are not counted in the rate.  People at desks never hold up a pace that
    was asked for: what they cannot keep up with is left out, and is counted.
    """

    speed: float | None = None
    per_second: float | None = None

    @property
    def is_kept(self) -> bool:
        """Whether a pace was asked for."""
        return self.per_second is not None or self.speed is not None

    def due(self, number: int, sendable: Sendable, first_at: int) -> float:
        """Give the seconds after the start at which a message is due."""
        if self.per_second:
            return number / self.per_second
        return (sendable.at - first_at) / 1000 / self.speed if self.speed else 0.0


class Progress(msgspec.Struct):
    """What happened so far."""

    sent: int = 0
    taken: int = 0
    refused: int = 0
    files: int = 0
    entries: int = 0
    left_out: int = 0
    retries: int = 0
    at: int = 0
    """The simulated time of the newest message, milliseconds since the epoch."""


async def send_all(
    stream: Iterable[Sendable], ways: Ways, pace: Pace, report: Callable[[Progress], None] | None = None
) -> Progress:
    """Send a stream and give the sums; each feed keeps its order and has one connection.

    A message that the hub cannot take now is sent again until it is taken, as a trust's engine does.  Raises
    `Unavailable` when the hub stays away for a minute.
    """
    progress = Progress()
    carrier = _Carrier(ways, progress, report or _nobody_listens)
    queues: dict[str, asyncio.Queue[Sendable | None]] = {}
    try:
        async with asyncio.TaskGroup() as group:
            out = _Handing(queues, pace, lambda feed: group.create_task(carrier.carry(queues[feed])))
            await out.hand_out(stream, progress, by_hand=ways.record is not None)
            for queue in queues.values():
                await queue.put(None)
    except* Unavailable as away:
        raise away.exceptions[0] from None
    return progress


class _Handing:
    """Hands a stream out to the queues of its feeds, at a pace."""

    def __init__(
        self, queues: dict[str, asyncio.Queue[Sendable | None]], pace: Pace, start: Callable[[str], object]
    ) -> None:
        self._queues, self._pace, self._start = queues, pace, start

    async def hand_out(self, stream: Iterable[Sendable], progress: Progress, *, by_hand: bool) -> None:
        """Hand out everything; entries only where there is a door for them."""
        loop = asyncio.get_running_loop()
        began, first_at, number = loop.time(), None, 0
        for sendable in stream:
            first_at = sendable.at if first_at is None else first_at
            wait = began + self._pace.due(number, sendable, first_at) - loop.time()
            await asyncio.sleep(max(wait, 0.0))
            if not sendable.is_by_hand:
                number += 1
                await self._queue(sendable.feed).put(sendable)
            elif not by_hand or (self._pace.is_kept and self._queue(sendable.feed).full()):
                progress.left_out += 1
            else:
                await self._queue(sendable.feed).put(sendable)

    def _queue(self, feed: str) -> asyncio.Queue[Sendable | None]:
        if feed not in self._queues:
            self._queues[feed] = asyncio.Queue(_WAITING)
            self._start(feed)
        return self._queues[feed]


def _nobody_listens(_: Progress) -> None:
    """Report to nobody."""


class _Carrier:
    """Sends what one feed has, in its order, and counts."""

    def __init__(self, ways: Ways, progress: Progress, report: Callable[[Progress], None]) -> None:
        self._ways = ways
        self._progress = progress
        self._report = report

    async def carry(self, queue: asyncio.Queue[Sendable | None]) -> None:
        """Send one feed until its end."""
        client: MllpClient | None = None
        try:
            while (sendable := await queue.get()) is not None:
                if sendable.transport == "mllp":
                    client = client or MllpClient(*self._ways.listener(sendable.feed))
                self._count(sendable, taken=await self._until_answered(sendable, client))
        finally:
            if client is not None:
                await client.close()

    def _count(self, sendable: Sendable, *, taken: bool) -> None:
        progress = self._progress
        progress.sent += 1
        progress.files += sendable.transport == "drop"
        progress.entries += sendable.is_by_hand
        progress.taken += taken
        progress.refused += not taken
        progress.at = max(progress.at, sendable.at)
        self._report(progress)

    async def _until_answered(self, sendable: Sendable, client: MllpClient | None) -> bool:
        for _ in range(_TRIES):
            answer = await self._once(sendable, client)
            if answer is not None:
                return answer
            self._progress.retries += 1
            await asyncio.sleep(_PATIENCE_SECONDS)
        raise Unavailable("the hub stayed away; the rest was not sent")

    async def _once(self, sendable: Sendable, client: MllpClient | None) -> bool | None:
        """Give whether it was taken; none when it has to be tried again."""
        try:
            if client is not None:
                answer = await client.send(sendable.payload)
                return None if answer.code in {"AE", "CE"} else answer.taken
            if sendable.is_by_hand and self._ways.record is not None:
                return await self._ways.record(sendable)
            receipt = await self._ways.drop(sendable.feed, sendable.files)
        except Unavailable:
            return None
        return receipt.get("refused") is None
