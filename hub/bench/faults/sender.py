"""Who sends while plugs are pulled, and keeps the list of what was sent."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final

from hub.bench.arrivals import Arrival
from hub.codec.events import EventCodec
from hub.errors import Unavailable
from hub.events.envelope import Event
from hub.ports.log import Draft, Log

_CHUNK: Final = 20
_AGAIN_AFTER_S: Final = 0.2
_REPEATED: Final = 50


class Sender:
    """Appends arrivals at a steady rate, each until it is acknowledged, as a partner's sender would."""

    def __init__(self, log: Log, codec: EventCodec, arriving: Iterator[Arrival], per_second: int) -> None:
        self._log, self._codec, self._arriving, self._per_second = log, codec, arriving, per_second
        self._drafts: list[Draft] = []
        self.sent: dict[bytes, dict[bytes, Event]] = defaultdict(dict)
        """Of each record of a person, every event that was acknowledged under its key, by id."""
        self.acknowledged = 0
        self.tried_again = 0
        self._stopping = False

    def stop(self) -> None:
        """Send no more than what is on its way; `run` ends once that is acknowledged and on the list."""
        self._stopping = True

    async def run(self) -> None:
        """Send until told to stop, or until there is no more; cancelled, it may leave in the log what no list names."""
        started = asyncio.get_running_loop().time()
        while not self._stopping and (some := list(islice(self._arriving, _CHUNK))):
            await self._send(some)
            due = started + self.acknowledged / self._per_second
            await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))

    async def send_now(self, arriving: Iterator[Arrival], at_once: int, progress: Callable[[int], None]) -> None:
        """Send all of them as fast as they are taken, so many at once: what waited for an outage to end."""
        done = 0
        while some := list(islice(arriving, at_once)):
            await self._send(some)
            progress(done := done + len(some))

    async def _send(self, some: Sequence[Arrival]) -> None:
        await self._append([arrival.draft(self._codec) for arrival in some])
        for arrival in some:
            self.sent[arrival.key][arrival.event.event_id] = arrival.event

    async def repeat(self, chance: random.Random) -> None:
        """Send again some of what was acknowledged."""
        if self._drafts:
            await self._until_taken([chance.choice(self._drafts) for _ in range(_REPEATED)])

    async def _append(self, drafts: Sequence[Draft]) -> None:
        await self._until_taken(drafts)
        self._drafts += drafts
        self.acknowledged += len(drafts)

    async def _until_taken(self, drafts: Sequence[Draft]) -> None:
        while True:
            try:
                await self._log.append(drafts)
            except Unavailable:
                self.tried_again += 1
                await asyncio.sleep(_AGAIN_AFTER_S)
            else:
                return
