"""What a lane's partitions have ready: the topics of one lane move on together.

A person's events come in several topics.  When a lane takes what is oldest in all of them at once, a person is
folded and written once for all, and seldom from the beginning again.  Only speed hangs on it: each batch is right
whatever it holds.
"""

import asyncio
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from hub.ports.log import Partition, Record
from hub.runtime.room import Room, size_of

Ready = Mapping[Partition, Sequence[Record]]
"""Records by partition, each in the order of its partition; a partition without records is absent."""


class Drawn(NamedTuple):
    """What is taken now, and what stays."""

    taken: Ready
    left: Ready


def oldest(ready: Ready, limit: int) -> Drawn:
    """Take the records that were appended first, `limit` of all partitions together."""
    if sum(map(len, ready.values())) <= limit:
        return Drawn(ready, {})
    # Clocks of a log may differ, so time says how many a partition gives, and only its own order says which.
    shares = _shares({partition: [record.appended_at for record in mine] for partition, mine in ready.items()}, limit)
    return Drawn(
        {partition: ready[partition][:share] for partition, share in shares.items()},
        {partition: mine[shares[partition] :] for partition, mine in ready.items() if len(mine) > shares[partition]},
    )


def _shares(times: Mapping[Partition, list[int]], limit: int) -> Counter[Partition]:
    """How many of the `limit` earliest times are of each partition, those that have any; of equal ones the first's."""
    for mine in times.values():
        mine.sort()
    last = sorted(chain.from_iterable(times.values()))[limit - 1]
    shares = Counter({partition: bisect_left(mine, last) for partition, mine in times.items()})
    for partition, mine in times.items():
        shares[partition] += min(bisect_right(mine, last) - shares[partition], limit - shares.total())
    return +shares


class Inbox:
    """Where the readers of a lane leave what they read; `limit` is how much a lane takes at once.

    What a reader brings can be taken at once; only then it waits, so that a lane never stands still for want of what
    somebody holds back, a single record larger than all room is taken too, and nothing is lost when a reader ends.
    It reads on when less than a batch lies here of all topics together and the worker's room is not full, so each holds
    at most one read more than fits.
    """

    def __init__(self, limit: int, room: Room | None = None) -> None:
        self._limit, self._room = limit, room or Room()
        self._ready: Ready = {}
        self._in_hand = 0
        """Bytes of what was taken last, which is being folded."""
        self._some = asyncio.Event()
        self._hungry = self._closed = False

    async def put(self, partition: Partition, records: Sequence[Record]) -> None:
        """Leave records of one partition behind those that are there, and wait until it is time to read on."""
        self._room.take(size_of(records))
        self._ready = {**self._ready, partition: [*self._ready.get(partition, ()), *records]}
        self._some.set()
        while not self._may_read_on(partition):
            await self._room.changed()

    def _may_read_on(self, partition: Partition) -> bool:
        if self._hungry and not self._ready:
            return True
        # A topic of which nothing lies here may read on: the lane must not run ahead of it.
        fits = partition not in self._ready or sum(map(len, self._ready.values())) < self._limit
        return fits and not self._room.is_full

    async def take(self) -> Ready:
        """Take the oldest of what is ready; waits for some, and gives nothing only when the inbox was closed.

        What was taken before counts no longer: whoever takes again has folded it.
        """
        self._room.give_back(self._in_hand)
        self._in_hand = 0
        await self._wait_for_some()
        taken, self._ready = oldest(self._ready, self._limit)
        self._in_hand = sum(map(size_of, taken.values()))
        self._room.tell()
        return taken

    async def _wait_for_some(self) -> None:
        self._hungry = True
        self._room.tell()
        while not self._ready and not self._closed:
            self._some.clear()
            await self._some.wait()
        self._hungry = False

    def close(self) -> None:
        """Say that no reader will leave anything more."""
        self._closed = True
        self._some.set()

    def let_go(self) -> None:
        """Count nothing of this lane any longer: it ends here, and whoever has it next reads again."""
        self._room.give_back(self._in_hand + sum(map(size_of, self._ready.values())))
        self._in_hand, self._ready = 0, {}
