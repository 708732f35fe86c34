"""When people were last heard of, over several PostgreSQL servers."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from hub.ports.ages import Ages, Heard
from hub.ports.store import SubjectRef


class SpreadAges:
    """An `Ages` over others, each of which knows people of its own."""

    def __init__(self, servers: Sequence[Ages]) -> None:
        self._servers = tuple(servers)

    async def heard(self, part: int, classes: Mapping[str, str]) -> Sequence[Heard]:
        """Count the people of a part on all servers."""
        found = await asyncio.gather(*(server.heard(part, classes) for server in self._servers))
        counted: Counter[tuple[str, int]] = Counter()
        for retention, year, people in chain.from_iterable(found):
            counted[retention, year] += people
        return [Heard(*key, people) for key, people in sorted(counted.items())]

    async def idle(self, part: int, before: Mapping[str, int]) -> Sequence[SubjectRef]:
        """Give the people of a part on all servers."""
        found = await asyncio.gather(*(server.idle(part, before) for server in self._servers))
        return sorted(chain.from_iterable(found))
