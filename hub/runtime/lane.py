"""One lane of one group: read its partitions, apply batch after batch, keep its day.

One task owns a lane, so nobody else writes the state of its people; the store's claim proves it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import date
from functools import partial
from itertools import chain
from typing import Any, Final, NamedTuple

from hub.codec.events import EventCodec
from hub.domain.days import day_of
from hub.errors import Unavailable
from hub.events.catalogue import DAY
from hub.ports.clock import Clock
from hub.ports.log import Log, Partition
from hub.ports.store import Batch, Claim, LaneStore
from hub.runtime.apply import Applied, ApplyParts, Group, apply, fresh_of, had_of, moved, moves_of
from hub.runtime.gone_back import known_again, look_now_and_then, still_has
from hub.runtime.inbox import Inbox, Ready
from hub.runtime.lane_host import patiently, wait_for
from hub.runtime.log_reading import batches_of
from hub.runtime.outdated import Outdated, refuse_newer
from hub.runtime.room import Room
from hub.runtime.taking import by_person
from hub.runtime.ticks import NO_DAY, day_believed, day_row, days_begun, stored_day, wake

_Take = Callable[[Mapping[Partition, Claim], Ready], Awaitable[Applied]]

BATCH: Final = 30_000
"""Events a batch at most: each person is worked out once a batch, and a batch is memory."""
_READ_OF_A_BATCH: Final = 16
"""The part of a batch that a reader gives at once: each may hold one such part more than there is room for."""


class LaneParts(NamedTuple):
    """What a lane works with."""

    log: Log
    store: LaneStore
    codec: EventCodec
    group: Group
    clock: Clock
    on_applied: Callable[[int, Applied, float], None]
    batch: int = BATCH
    patience_s: float = 1.0
    """How long to wait before a part that was away is tried again."""
    on_wait: Callable[[int], None] = lambda _: None
    """Told the lane each time it waits for a part that is away."""
    on_held: Callable[[int], None] = lambda _: None  # told how many lanes this worker has
    turns: Callable[[int], AbstractAsyncContextManager[Any]] = lambda _: nullcontext()
    """Given a lane, what it holds while it uses the store: no more lanes at a time than its server has room for."""
    on_outdated: Callable[[int], None] = lambda _: None
    """Told the lane each time it waits for a worker of the newer release that keeps its people."""
    look_again_s: float = 60.0
    """How long a lane that stopped at a state of another version stands still before it is looked at again."""
    room: Room | None = None
    """What the lanes of one worker share for what they have read and not folded; none gives a lane its own."""


class Lane:
    """The worker of one lane."""

    def __init__(self, parts: LaneParts, number: int) -> None:
        self._parts, self._number = parts, number
        self._claims: dict[Partition, Claim] = {}
        self._unsure: set[Partition] = set()
        self._today: date | None = None
        self.in_hand: tuple[tuple[str, int], ...] = ()
        """Of the batch that is being applied: each topic and the position of its first record."""

    async def claim(self) -> None:
        """Take every partition of the lane for this worker and learn the lane's day."""
        store, group = self._parts.store, self._parts.group
        async with self._parts.turns(self._number):
            partitions = [Partition(topic, self._number) for topic in (*group.topics, DAY)]
            self._claims = dict(await store.claim_all(partitions, group.name))
            self._today = await stored_day(store, self._number)

    async def run(self) -> None:
        """Read and apply until the lane is taken away or the log closes.

        Raises `PositionRefused` when the lane is another's or the store came back older, a defect as it is.
        """
        parts = self._parts
        await self.patiently(self.claim)
        outdated = Outdated(self._number, parts.on_outdated, parts.patience_s)
        await outdated.wait_out(lambda: self.patiently(self._refuse_newer))
        inbox = Inbox(parts.batch, parts.room)
        try:
            async with asyncio.TaskGroup() as tasks:
                readers = [tasks.create_task(self._read(partition, inbox)) for partition in self._claims]
                closer = tasks.create_task(self._close_after(readers, inbox))
                looking = tasks.create_task(look_now_and_then(self.look))
                while ready := await inbox.take():
                    await outdated.wait_out(partial(self.take, ready))
                looking.cancel()
                await closer
        finally:
            inbox.let_go()

    async def _refuse_newer(self) -> None:
        async with self._parts.turns(self._number):
            await refuse_newer(self._parts.store, self._number, self._parts.group.processors)

    async def look(self) -> None:
        """Look whether the store still has what was written; raises `PositionRefused` when it came back without it."""
        had = {partition: claim.position for partition, claim in self._claims.items()}
        async with self._parts.turns(self._number):
            still_has(had, await self._parts.store.standing(self._number, self._parts.group.name))

    async def _read(self, partition: Partition, inbox: Inbox) -> None:
        after = self._claims[partition].position
        while True:
            try:
                at_once = -(-self._parts.batch // _READ_OF_A_BATCH)
                async with batches_of(self._parts.log, partition, after, at_once) as batches:
                    async for records in batches:
                        await inbox.put(partition, records)
                        after = records[-1].position
            except Unavailable as away:
                await wait_for(away, self._number, self._parts.patience_s, self._parts.on_wait)
            else:
                return

    async def _close_after(self, readers: Sequence[asyncio.Task[None]], inbox: Inbox) -> None:
        await asyncio.gather(*readers)
        inbox.close()

    async def take(self, ready: Ready) -> None:
        """Apply what is ready, waiting in place while a part is away: ticks first, then all people at once."""
        days = {partition: records for partition, records in ready.items() if partition.topic == DAY}
        people = {partition: records for partition, records in ready.items() if partition.topic != DAY}
        if days:
            await self.patiently(lambda: self._in_turn(self._take_days, days))
        if people:
            await self.patiently(lambda: self._in_turn(self._take_people, people))

    async def _in_turn(self, take: _Take, ready: Ready) -> None:
        """Take once; whoever waits for a part that is away lets others have the turn."""
        async with self._parts.turns(self._number):
            await self._take_once(take, ready)

    async def _take_once(self, take: _Take, ready: Ready) -> None:
        claims = self._claims | {partition: await self._known(partition) for partition in ready}
        self.in_hand = tuple(sorted((partition.topic, records[0].position) for partition, records in ready.items()))
        started = asyncio.get_running_loop().time()
        applied = await take(claims, ready)
        self._claims = {**claims, **applied.claims}
        self._unsure.difference_update(ready)
        self.in_hand = ()
        self._parts.on_applied(self._number, applied, asyncio.get_running_loop().time() - started)

    async def _known(self, partition: Partition) -> Claim:
        """Give the claim with the position that the store has.

        After a put that failed nobody knows whether it was committed, so the store is asked; after one that succeeded
        nobody moves the position without a claim that refuses ours.  Raises `PositionRefused` when the store went back.
        """
        claim = self._claims[partition]
        if partition in self._unsure:
            position = await self._parts.store.position(partition, self._parts.group.name)
            claim = known_again(partition, claim, position)
        self._unsure.add(partition)
        return claim

    def _day(self) -> date:
        if self._today is None:
            self._today = day_of(self._parts.clock.now())
        return self._today

    async def _take_people(self, claims: Mapping[Partition, Claim], ready: Ready) -> Applied:
        parts = self._parts
        return await apply(
            ApplyParts(parts.store, parts.codec, parts.group, parts.log.lanes), claims, ready, self._day_of(ready)
        )

    def _day_of(self, people: Ready) -> date:
        """Give the lane's day; before its first one, that on which the newest of these records was appended.

        On no day at all everything would have happened, also what lies ahead, and the first tick wakes nobody for it.
        """
        if self._day() != NO_DAY:
            return self._day()
        return day_of(max(records[-1].appended_at for records in people.values()))

    async def _take_days(self, claims: Mapping[Partition, Claim], ready: Ready) -> Applied:
        parts = self._parts
        fresh = fresh_of(claims, ready)
        if not fresh:  # Our own write whose answer was lost, and the day with it.
            self._today = await stored_day(parts.store, self._number)
            return Applied()
        moves = moves_of(claims, fresh)
        filed, parked = by_person(chain.from_iterable(fresh.values()), parts.group.addressed)
        days = days_begun(parts.codec, chain.from_iterable(filed.values()), parked)
        believed = day_believed(self._day(), chain.from_iterable(fresh.values()), parts.clock.now())
        today = max([believed, *days]) if days else self._day()
        names = [processor.name for processor in parts.group.processors]
        due = await parts.store.due(self._number, names, today)
        states, outbox = wake(parts.codec, parts.group, due, today)
        rows = [*states, day_row(self._number, today)]
        had = had_of(claims, fresh)
        await parts.store.put(Batch(parts.group.name, moves, rows, [], outbox, parked, had=had))
        self._today = today
        return Applied(sum(map(len, fresh.values())), 0, len(parked), (), moved(moves))

    async def patiently(self, attempt: Callable[[], Awaitable[None]]) -> None:
        """Try the same thing until the part that is away comes back; anything else goes up."""
        await patiently(attempt, self._number, self._parts.patience_s, self._parts.on_wait)
