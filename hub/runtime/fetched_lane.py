"""One lane whose fetches are handed to it: taken one after the other, never one passed over.

`Unavailable` waits in place with the same fetch; a refused position gives the lane up and begins again at the store's
position; any other failure ends the lane, and with it its host, because a host that is handed to cannot hold back one
lane for good and serve the others.  A reader that hands over nothing though there is something ends its host too.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from itertools import count
from typing import Final, NamedTuple, Protocol, TypeVar

import structlog

from hub.errors import PositionRefused, Unavailable
from hub.ports.fetches import LaneTaker, MakeTaker
from hub.ports.log import Partition, Record
from hub.runtime.lane_host import HostParts, patiently

_log = structlog.get_logger()
T = TypeVar("T")
NO_TURN: Final = 0
_TURNS: Final = count(NO_TURN + 1)
"""A lane takes from one `begin` to the next in one turn; no two turns of a process have the same number."""

SILENT_S: Final = 10.0
"""After so long without a fetch it is asked whether there is none."""
OWED_S: Final = 2.0
"""How long what is there may still take to come."""


class LaneSource(Protocol):
    """Where lanes are read."""

    async def start_after(self, partition: Partition, after: int) -> bool:
        """Have a partition read from after a position on; false when it is no longer ours; raises `HubError`."""
        ...

    async def owes(self, partition: Partition, after: int) -> bool:
        """Whether there is anything after a position; raises `Defect` when the partition ends before it."""
        ...


class FetchParts(NamedTuple):
    """What a host that hands over fetches works with."""

    host: HostParts
    topic: str
    taker: MakeTaker


class Fetch:
    """Records of one lane that came together, asked for in one turn of it.  Never shows what they hold."""

    __slots__ = ("partition", "records", "turn")

    def __init__(self, partition: Partition, turn: int, records: Sequence[Record]) -> None:
        self.partition, self.turn, self.records = partition, turn, records

    def __repr__(self) -> str:
        return f"<{len(self.records)} records of {self.partition.topic}/{self.partition.number}>"


class FetchedLane:
    """The worker of one lane.  It holds at most two fetches: the one that is taken and the next.

    `on_room` is called when there is room for a fetch.
    """

    def __init__(
        self, partition: Partition, parts: FetchParts, source: LaneSource, on_room: Callable[[], None]
    ) -> None:
        self.partition = partition
        self._parts, self._source, self._on_room = parts, source, on_room
        self._next: asyncio.Queue[Fetch] = asyncio.Queue()
        self._turn, self._coming = NO_TURN, False
        self.taken: int | None = None
        """The position up to which everything is in the store; none before the lane has begun."""
        self.in_hand: tuple[tuple[str, int], ...] = ()
        """Of the fetch that is being taken: its topic and the position of its first record."""

    @property
    def hungry(self) -> int | None:
        """The turn for which a fetch is wanted, if one is."""
        return self._turn if self._turn != NO_TURN and not self._coming and self._next.empty() else None

    def expect(self, fetch: Fetch) -> bool:
        """Say that a fetch is on its way: until it is here no other is wanted, so none can be passed over.

        False for one of an earlier turn, which is not wanted any more: its records are read again.
        """
        wanted = fetch.turn == self._turn
        self._coming = self._coming or wanted
        return wanted

    def hand(self, fetch: Fetch) -> None:
        """Give the fetch that was on its way; one of an earlier turn is dropped."""
        if fetch.turn == self._turn:
            self._coming = False
            self._next.put_nowait(fetch)

    async def run(self) -> None:
        """Take until cancelled, or until the partition is no longer ours.

        Raises `Unavailable` when the reader hands over nothing any more, and what only a person can put right.
        """
        while await self._refused():
            _log.warning("lane_given_up", group=self._parts.host.group, lane=self.partition.number)
            await asyncio.sleep(self._parts.host.retake_after_s)

    async def _refused(self) -> bool:
        """Run one turn; true when the store refused it."""
        try:
            await self._run_turn()
        except PositionRefused:
            return True
        finally:
            self._turn = NO_TURN
        return False

    async def _run_turn(self) -> None:
        taker, self.in_hand = self._parts.taker(self.partition.number), ()
        after = await self.patiently(taker.begin)
        if not await self.patiently(lambda: self._source.start_after(self.partition, after)):
            return
        self._next, self._coming, self._turn, self.taken = asyncio.Queue(), False, next(_TURNS), after
        while True:
            self._on_room()
            records = (await self._fetched(taker, after)).records
            self._on_room()
            self.in_hand = ((self.partition.topic, records[0].position),)
            await self.patiently(partial(taker.take, records))
            after = self.taken = records[-1].position
            self.in_hand = ()

    async def _fetched(self, taker: LaneTaker, after: int) -> Fetch:
        """Wait for the next fetch; raises `Unavailable` when it does not come though there is something to fetch.

        Raises `PositionRefused` when the store came back meanwhile without what was taken.
        A consumer of aiokafka may never fetch again after a broker was killed or froze: another one does.
        """
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(SILENT_S):
                    return await self._next.get()
            await self.patiently(taker.look)
            if await self.patiently(lambda: self._source.owes(self.partition, after)):
                with suppress(TimeoutError):
                    async with asyncio.timeout(OWED_S):
                        return await self._next.get()
                raise Unavailable(f"lane {self.partition.number}: the broker has more than is handed over")

    async def patiently(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """Try the same thing until the part that is away comes back; anything else goes up."""
        host = self._parts.host
        return await patiently(attempt, self.partition.number, host.patience_s, host.on_wait)
