"""The default log: in PostgreSQL, durable on one machine, without a broker.

Positions of a partition are handed out under its row's lock, which is held until the commit: so they become visible
in their order and a reader never sees one appear behind it.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from pathlib import Path
from typing import Final, Self

import msgspec

from hub.adapters.group_commit import Call, GroupCommit
from hub.adapters.held_lanes import Bell, HeldLanes
from hub.adapters.log_placement import Placement
from hub.adapters.postgres_faults import answering
from hub.adapters.postgres_lending import Pool, lent
from hub.adapters.postgres_log_rows import LOCK, OPEN, PAGE, PARTITIONS, WRITE, Written
from hub.errors import Defect, HubError, Unavailable
from hub.ports.clock import Clock
from hub.ports.log import Appended, Assignment, Draft, Partition, Record

LOG_TABLES: Final = Path(__file__).with_name("log_tables.sql")
"""The tables, as the migrations include them."""

PAGE_BYTES: Final = 16 * 1024 * 1024
"""A batch stops growing once its values pass this, so that a reader's memory has a bound in bytes too."""


async def create_log_tables(pool: Pool) -> None:
    """Make the log's tables where they are not there yet."""
    with answering("log"):
        async with lent(pool) as connection:
            await connection.execute(LOG_TABLES.read_bytes())


class PostgresLog:
    """A `hub.ports.log.Log` over a pool that somebody else opens and closes.

    `poll` is the seconds between two looks for what other processes appended; what this process appended wakes its
    readers at once.
    """

    def __init__(self, pool: Pool, clock: Clock, placement: Placement, ids: Mapping[Partition, int]) -> None:
        self._pool = pool
        self._clock = clock
        self._placement = placement
        self._ids = ids
        self.lanes: int = placement.lanes
        self.poll = 0.1
        self._held = HeldLanes(self.lanes)
        self._bells = {id_: Bell() for id_ in ids.values()}
        self._writer = GroupCommit(self._write)
        self._watch: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, pool: Pool, clock: Clock, placement: Placement | None = None) -> Self:
        """Declare the partitions and give the log.

        Raises `Defect` when the log was made with another number of lanes: people would change places.
        """
        placement = placement or Placement()
        topics = sorted(placement.topics)
        with answering("log"):
            async with lent(pool) as connection:
                await connection.execute(OPEN, (topics, placement.lanes))
                rows = await (await connection.execute(PARTITIONS, (topics,))).fetchall()
        ids = {Partition(topic, number): id_ for id_, topic, number, _ in rows}
        if len(ids) != len(topics) * placement.lanes:
            raise Defect(f"log: it was made with other than {placement.lanes} lanes to a topic")
        return cls(pool, clock, placement, ids)

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Appended]:
        """Write all drafts or none and return when they are on disk.

        Raises `Rejected` for a draft that no log takes, and `Unavailable` when PostgreSQL did not confirm: then
        nothing is promised (a commit whose answer was lost may have happened, whole).
        """
        placed = self._placement.all_of(drafts)
        return await self._writer.append(drafts, placed) if placed else ()

    async def _write(self, calls: Sequence[Call]) -> Sequence[Sequence[Appended]]:
        ids = sorted({self._ids[partition] for call in calls for partition in call.placed})
        with answering("log"):
            # The pipeline sends the beginning with the first statement and the commit with the last.
            async with lent(self._pool) as connection, connection.pipeline(), connection.transaction():
                rows = await (await connection.execute(LOCK, (ids,))).fetchall()
                written = Written(self._ids, {row[0]: row[1] for row in rows})
                appended = [written.add(call) for call in calls]
                await connection.execute(WRITE, written.parameters(self._clock.now()))
        for id_ in ids:
            self._bells[id_].ring()
        return appended

    async def read(self, partition: Partition, after: int, *, limit: int = 5000) -> AsyncIterator[Sequence[Record]]:
        """Whole batches after a position; ends when the lane is taken away or the log closes.

        After `Unavailable` the reader is over: open another at the last position.
        """
        bell = self._bells[self._ids[self._placement.known(partition)]]
        place = self._held.place(partition.number)
        self._start_watch()
        while not place.ended():
            rung = bell.next()
            batch = await self._page(partition, after, limit)
            if batch and not place.ended():
                after = batch[-1].position
                yield batch
            elif not batch:
                await rung.wait()

    async def _page(self, partition: Partition, after: int, limit: int) -> Sequence[Record]:
        with answering("log"):
            async with lent(self._pool) as connection, connection.cursor(binary=True) as cursor:
                await cursor.execute(PAGE, (self._ids[partition], after, limit, PAGE_BYTES))
                rows = await cursor.fetchall()
        return [Record(partition, row[0], row[2], row[3], row[1], _headers(row[4])) for row in rows]

    def assignments(self, group: str) -> AsyncIterator[Assignment]:
        """All lanes once, then whatever `hold` changes; every group of this process has the same."""
        del group
        return self._held.assignments()

    def hold(self, lanes: Collection[int]) -> None:
        """Hold exactly these lanes from now on: how processes share the log without a broker."""
        self._held.hold(lanes)
        self._ring_all()

    async def end(self, partition: Partition) -> int:
        """Position of the newest record, or `BEGINNING`."""
        self._placement.known(partition)
        return (await self._ends())[self._ids[partition]]

    async def newest(self, partition: Partition) -> int:
        """As `end`: nothing but records has a position here."""
        return await self.end(partition)

    async def tell(self, group: str, positions: Mapping[Partition, int]) -> None:
        """Nothing: nobody asks this log how far a group is."""

    async def close(self) -> None:
        """End every reader, let the transaction in flight finish; the pool stays open."""
        self._held.close()
        self._ring_all()
        await self._writer.close()
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)

    async def _ends(self) -> Mapping[int, int]:
        if self._held.closed:
            raise Unavailable("the log is closed")
        with answering("log"):
            async with lent(self._pool) as connection:
                rows = await (await connection.execute(PARTITIONS, (sorted(self._placement.topics),))).fetchall()
        return {row[0]: row[3] - 1 for row in rows}

    def _start_watch(self) -> None:
        if self._watch is None and not self._held.closed:
            self._watch = asyncio.create_task(self._look_for_others(), name="log watch")

    async def _look_for_others(self) -> None:
        """Ring for partitions that other processes moved; a failure rings for all, so that each reader meets it."""
        seen: Mapping[int, int] = {}
        while True:
            await asyncio.sleep(self.poll)
            try:
                now = await self._ends()
            except HubError:
                self._ring_all()
                continue
            for id_ in now:
                if now[id_] != seen.get(id_):
                    self._bells[id_].ring()
            seen = now

    def _ring_all(self) -> None:
        for bell in self._bells.values():
            bell.ring()


def _headers(packed: bytes) -> tuple[tuple[str, bytes], ...]:
    return msgspec.msgpack.decode(packed, type=tuple[tuple[str, bytes], ...]) if packed else ()
