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

    A reader waits while `limit` records of its partition lie here, so that a slow lane slows its readers.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._ready: Ready = {}
        self._changed = asyncio.Condition()
        self._closed = False

    async def put(self, partition: Partition, records: Sequence[Record]) -> None:
        """Leave records of one partition behind those that are there."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self._ready.get(partition, ())) < self._limit)
            self._ready = {**self._ready, partition: [*self._ready.get(partition, ()), *records]}
            self._changed.notify_all()

    async def take(self) -> Ready:
        """Take the oldest of what is ready; waits for some, and gives nothing only when the inbox was closed."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._ready or self._closed)
            taken, self._ready = oldest(self._ready, self._limit)
            self._changed.notify_all()
            return taken

    async def close(self) -> None:
        """Say that no reader will leave anything more."""
        async with self._changed:
            self._closed = True
            self._changed.notify_all()
