"""A worker in a process of its own, to kill, to hold still and to stop.

Arguments: kind, address, topic, group, DSN, the worker's name and how many seconds each fetch takes.
"""

import asyncio
import sys

import uvloop

from hub.commands.stopping import until_asked_to_stop
from hub.observe.logs import configure
from tests.contracts.fetch_cases import Place, Watched, host_of


async def main() -> None:
    """Take until asked to stop."""
    kind, address, topic, group, dsn, worker, slowly_s = sys.argv[1:]
    watched = Watched(worker)
    watched.given.slowly_s = float(slowly_s)
    place = Place(kind, address, topic, group, dsn)
    async with place.log() as log:
        await until_asked_to_stop(host_of(place, log, watched).run())


if __name__ == "__main__":
    configure(sys.stderr)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
