"""Keep the embedded database running: nobody else starts it again once it ended.

It answers a full disk with an error, and the listeners with AE; but it also ends for good when its next checkpoint (or
a new file of its write-ahead log) does not fit.  What was committed is in that log, so a start brings all of it back.
"""

import asyncio
from typing import Final, Protocol

import structlog

from hub.errors import Unavailable

_log = structlog.get_logger()
_LOOK_EVERY_S: Final = 2.0
_TRIES: Final = 3


class Server(Protocol):
    """What is kept running."""

    def serves(self) -> bool:
        """Say whether a process of it is there."""
        ...

    def start(self, tries: int) -> str:
        """Start it; raises `Unavailable` when it does not come up."""
        ...


async def keep_running(server: Server, look_every_s: float = _LOOK_EVERY_S) -> None:
    """Look now and then, and start what ended, until cancelled."""
    ended = False
    while True:
        await asyncio.sleep(look_every_s)
        if await asyncio.to_thread(server.serves):
            continue
        if not ended:
            _log.error("database_ended")
        ended = True
        try:
            await asyncio.to_thread(server.start, _TRIES)
        except (Unavailable, OSError) as away:
            _log.warning("database_does_not_start", words=_words(away), again_in_s=look_every_s)
        else:
            ended = False
            _log.warning("database_started_again")


def _words(away: Unavailable | OSError) -> str:
    return str(away) if isinstance(away, Unavailable) else f"{type(away).__name__}: {away.strerror}"
