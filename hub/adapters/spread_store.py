"""One store over several PostgreSQL servers: each lane's people live on one of them.

Log and store grow by adding machines because nothing needs a transaction over two lanes: a batch is of one lane, and
what concerns two people travels through the log.  Reads that are about many lanes ask every server and put the answers
together; the same contract suite holds this store to what one server does.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date
from heapq import merge
from itertools import chain, islice
from typing import TypeVar

from hub.adapters.spread_answers import SpreadAnswers
from hub.adapters.spread_waiting import SpreadWaiting
from hub.domain.lanes import lane_of
from hub.ports.board import rank_of
from hub.ports.board_filter import BoardFilter
from hub.ports.board_steps import StepCounts, added
from hub.ports.log import Partition
from hub.ports.missing import Missing
from hub.ports.store import Batch, Claim, HistoryRow, Outboxes, StateRow, Store, SubjectRef, Waiting

T = TypeVar("T")


class SpreadStore:
    """A `Store` over others: lane n is on server n modulo their number, which each database remembers."""

    def __init__(self, servers: Sequence[Store], lanes: int) -> None:
        self._servers, self._lanes = tuple(servers), lanes
        self._waiting, self._answers = SpreadWaiting(servers), SpreadAnswers(servers)

    def _of(self, lane: int) -> Store:
        return self._servers[lane % len(self._servers)]

    def _home(self, subject: SubjectRef) -> Store:
        return self._of(lane_of(subject, self._lanes))

    async def _all(self, ask: Callable[[Store], Awaitable[T]]) -> list[T]:
        return await asyncio.gather(*(ask(server) for server in self._servers))

    async def claim(self, partition: Partition, group: str) -> Claim:
        """Take the partition for this writer on the server of its lane."""
        return await self._of(partition.number).claim(partition, group)

    async def claim_all(self, partitions: Collection[Partition], group: str) -> Mapping[Partition, Claim]:
        """Take partitions of one lane at once, on the server of that lane."""
        return await self._of(min(each.number for each in partitions)).claim_all(partitions, group)

    async def position(self, partition: Partition, group: str) -> int:
        """Give the last position included, or `BEGINNING`."""
        return await self._of(partition.number).position(partition, group)

    async def standing(self, lane: int, group: str) -> Mapping[Partition, int]:
        """Give every position of a group in one lane, from its server."""
        return await self._of(lane).standing(lane, group)

    async def now(self) -> int:
        """Give the earliest time of the servers that answer: a machine that runs ahead of any of them runs ahead."""
        return min(await self._answers.told(lambda server: server.now(), Missing()))

    async def positions(self, group: str, missing: Missing | None = None) -> Mapping[Partition, int]:
        """Give every position of a group, of every server; with `missing` of those that answer."""
        return _joined(await self._answers.told(lambda server: server.positions(group), missing))

    async def load(
        self, lane: int, processors: Collection[str], subjects: Collection[SubjectRef]
    ) -> Mapping[tuple[str, SubjectRef], StateRow]:
        """Give the states of many people of one lane at once."""
        return await self._of(lane).load(lane, processors, subjects)

    async def histories(self, lane: int, subjects: Collection[SubjectRef]) -> Mapping[SubjectRef, Sequence[HistoryRow]]:
        """Give the whole histories of many people of one lane at once."""
        return await self._of(lane).histories(lane, subjects)

    async def histories_of(self, subjects: Collection[SubjectRef]) -> Mapping[SubjectRef, Sequence[HistoryRow]]:
        """Give the whole histories of many people, each server asked for its own."""
        asked: dict[Store, list[SubjectRef]] = defaultdict(list)
        for subject in subjects:
            asked[self._home(subject)].append(subject)
        return _joined(await asyncio.gather(*(server.histories_of(mine) for server, mine in asked.items())))

    async def due(self, lane: int, processors: Collection[str], day: date) -> Sequence[StateRow]:
        """Give the states in a lane whose `due_on` is on or before a day."""
        return await self._of(lane).due(lane, processors, day)

    async def put(self, batch: Batch) -> None:
        """Write the batch in one transaction on the server of its lane."""
        await self._of(batch.lane).put(batch)

    async def state(self, processor: str, subject: SubjectRef) -> StateRow | None:
        """Give one state, from the server of the person's lane."""
        return await self._home(subject).state(processor, subject)

    async def history(self, subject: SubjectRef, known_at: int | None = None) -> Sequence[HistoryRow]:
        """Give one person's history, from the server of their lane."""
        return await self._home(subject).history(subject, known_at)

    async def event(self, event_id: bytes) -> HistoryRow | None:
        """Give one event by its id, from whichever server has it."""
        found = await self._all(lambda server: server.event(event_id))
        return next((row for row in found if row is not None), None)

    async def events_at(self, keys: Collection[tuple[SubjectRef, bytes]]) -> Mapping[SubjectRef, HistoryRow]:
        """Give one history row for each (subject, order_key), each server asked for its own people."""
        asked: dict[Store, list[tuple[SubjectRef, bytes]]] = defaultdict(list)
        for key in keys:
            asked[self._home(key[0])].append(key)
        return _joined(await asyncio.gather(*(server.events_at(mine) for server, mine in asked.items())))

    async def nameless(self, processor: str, topic: str) -> Sequence[HistoryRow]:
        """Give what a topic says of people of whom nobody has sent a name, on all servers."""
        return list(chain.from_iterable(await self._all(lambda server: server.nameless(processor, topic))))

    async def board(self, ask: BoardFilter, missing: Missing | None = None) -> Sequence[StateRow]:
        """Give a page of the whole board: the first of every server's pages, in the one order."""
        pages = await self._answers.told(lambda server: server.board(ask), missing)
        return list(islice(merge(*pages, key=lambda row: rank_of(row, ask)), ask.limit))

    async def candidates(self, ask: BoardFilter, since: date, missing: Missing | None = None) -> Sequence[StateRow]:
        """Give who may be on the board of a day: the first of every server's, in the one order."""
        found = await self._answers.told(lambda server: server.candidates(ask, since), missing)
        return list(islice(merge(*found, key=lambda row: row.subject), ask.limit))

    async def counts(self, ask: BoardFilter, missing: Missing | None = None) -> Mapping[str, int]:
        """Give how many people have each status, on all servers together."""
        found = await self._answers.told(lambda server: server.counts(ask), missing)
        return sum((Counter(counted) for counted in found), Counter())

    async def steps(self, ask: BoardFilter, missing: Missing | None = None) -> StepCounts:
        """Give for how many people each step waits, on all servers together."""
        return added(await self._answers.told(lambda server: server.steps(ask), missing))

    async def choices(self, ask: BoardFilter, missing: Missing | None = None) -> Mapping[str, Sequence[str]]:
        """Give the codes that occur on any server."""
        found = await self._answers.told(lambda server: server.choices(ask), missing)
        names = dict.fromkeys(chain.from_iterable(found))
        return {name: sorted(set(chain.from_iterable(one.get(name, ()) for one in found))) for name in names}

    async def outbox(self, lane: int, limit: int) -> Sequence[Waiting]:
        """Give the oldest rows of a lane that wait to be appended."""
        return await self._of(lane).outbox(lane, limit)

    async def waiting(self) -> Mapping[int, int]:
        """Give how many outbox rows of each lane wait to be appended."""
        return _joined(await self._all(lambda server: server.waiting()))

    async def outboxes(self) -> Outboxes:
        """Give what waits on the servers that answer in time, and name the lanes of the others."""
        found = await self._waiting.told()
        away = (lane for lane in range(self._lanes) if lane % len(self._servers) not in found)
        return Outboxes(_joined(found.values()), frozenset(away))

    def lent(self, lane: int, limit: int) -> AbstractAsyncContextManager[Sequence[Waiting]]:
        """Lend the oldest rows of a lane to one alone, on its server."""
        return self._of(lane).lent(lane, limit)

    async def close(self) -> None:
        """Close every server's connections."""
        await self._waiting.close()
        await self._answers.close()
        await self._all(lambda server: server.close())


K = TypeVar("K")


def _joined(parts: Iterable[Mapping[K, T]]) -> dict[K, T]:
    """Put answers together that have no key in common."""
    return {key: value for part in parts for key, value in part.items()}
