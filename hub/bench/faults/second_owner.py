"""A worker that believes every lane is its own: the process role, whose log assigns it all lanes without asking.

Started by `hub bench faults` beside the owners, with the hub's settings in its environment.  It ends with its input.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping, Sequence

import uvloop

from hub.composition import opened
from hub.observe.logs import configure
from hub.ports.log import Appended, Assignment, Draft, Log, Partition, Record
from hub.roles.process import run
from hub.settings import Settings


class UnsharedLog:
    """Another log, all of whose lanes are this process's from the first moment on."""

    def __init__(self, log: Log) -> None:
        self.lanes, self._log = log.lanes, log

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Appended]:
        """Pass on."""
        return await self._log.append(drafts)

    async def read(self, partition: Partition, after: int, *, limit: int = 5000) -> AsyncIterator[Sequence[Record]]:
        """Pass on."""
        async for records in self._log.read(partition, after, limit=limit):
            yield records

    async def assignments(self, group: str) -> AsyncIterator[Assignment]:
        """Give all lanes, and never anything else."""
        del group
        yield Assignment(frozenset(range(self.lanes)), frozenset())
        await asyncio.Event().wait()

    async def end(self, partition: Partition) -> int:
        """Pass on."""
        return await self._log.end(partition)

    async def newest(self, partition: Partition) -> int:
        """Pass on."""
        return await self._log.newest(partition)

    async def tell(self, group: str, positions: Mapping[Partition, int]) -> None:
        """Pass on."""
        await self._log.tell(group, positions)

    async def close(self) -> None:
        """Pass on."""
        await self._log.close()


async def main() -> None:
    """Fold every lane until the input ends."""
    async with opened(Settings()) as core:
        heard = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(heard), sys.stdin)
        role = asyncio.create_task(run(core._replace(log=UnsharedLog(core.log))))
        ended = asyncio.create_task(heard.read())
        await asyncio.wait({role, ended}, return_when=asyncio.FIRST_COMPLETED)
        if role.done():
            role.result()
        role.cancel()
        await asyncio.gather(role, return_exceptions=True)


if __name__ == "__main__":
    configure(sys.stderr)
    uvloop.run(main())
