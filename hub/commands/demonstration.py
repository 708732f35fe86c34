"""The demonstration: invented people sent through the real sockets and drops, as partners would.

A short-lived process beside the roles (`python -m hub.commands.demonstration`): first everybody of the curated
demonstration and what people recorded of them by hand, then the half year before them, so that charts have a past, all
of which a hub that has taken them today knows again; then a slow trickle, so that the board moves.
"""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from connectors.simulator.area import EXAMPLESHIRE
from connectors.simulator.demonstration import demonstration, written_by_hand
from connectors.simulator.history import history
from connectors.simulator.people import LIVE
from connectors.simulator.run import Pace
from connectors.simulator.sendable import Sendable
from connectors.simulator.stream import messages
from hub.adapters.clocks import SystemClock
from hub.commands.output import guarded, say, settings
from hub.commands.simulate import sent
from hub.commands.stopping import until_asked_to_stop
from hub.domain.days import day_of, start_of
from hub.settings import Settings

EVERY_S: Final = 5.0
_DAYS: Final = 40
_PAST_PER_SECOND: Final = 50.0
_PERIOD: Final = 4000
_SEED: Final = 1


async def feed_demonstration(chosen: Settings) -> int:
    """Send the curated people as fast as they are taken; give how many messages and files were sent."""
    done = await sent(demonstration(day_of(SystemClock().now())), chosen, Pace())
    return done.sent


async def feed_entries(chosen: Settings) -> int:
    """Record what people did by hand about the curated people; give how many entries were taken."""
    done = await sent(written_by_hand(day_of(SystemClock().now())), chosen, Pace())
    return done.taken


async def feed_history(chosen: Settings) -> int:
    """Send the half year before, gently: whoever looks at the board is served first.  Give how many were sent."""
    done = await sent(history(day_of(SystemClock().now())), chosen, Pace(per_second=_PAST_PER_SECOND))
    return done.sent


def trickle(now: int) -> Iterator[Sendable]:
    """Give live messages and entries of other people, from where the time of day says, so that a new start goes on."""
    today = day_of(now)
    place = int((now - start_of(today)) / 1000 / EVERY_S) % _PERIOD
    passed = 0
    for one in messages(EXAMPLESHIRE, _DAYS, _SEED, first_day=today - timedelta(days=_DAYS), numbers=LIVE):
        passed += one.transport == "mllp"
        if passed > place and one.transport != "drop":
            yield one


async def _send(chosen: Settings) -> None:
    number = await feed_demonstration(chosen)
    say(f"demonstration: {number} messages and files sent through the real sockets; the board is live")
    number = await feed_entries(chosen)
    say(f"demonstration: {number} entries recorded as people record them by hand; the six weeks tell their story")
    number = await feed_history(chosen)
    say(f"demonstration: {number} messages, files and entries of the half year before; the systems have charts")
    await sent(trickle(SystemClock().now()), chosen, Pace(per_second=1 / EVERY_S))


def main() -> None:
    """Run until everything is sent, a signal comes, or the supervisor goes."""
    guarded(lambda: asyncio.run(until_asked_to_stop(_send(settings()))))


if __name__ == "__main__":
    main()
