"""Letting go of what has been kept for its time.

A record that arrived without a lawful basis may be held unread for 28 days and is then erased (UK GDPR Article
5(1)(e), storage limitation).  The feed book forgets messages that no sender repeats any more, and
what readers were shown goes when they have not come back for long.
"""

from typing import Final, NamedTuple

from hub.domain.days import day_of
from hub.ports.books import FeedBook, Quarantine
from hub.ports.looks import Looks

NO_BASIS: Final = "no_lawful_basis"
NO_BASIS_DAYS: Final = 28
LOOKS_DAYS: Final = 90
"""How long it is kept what a reader was shown: longer than the six weeks and the weeks in which alerts are shown."""
_DAY_MS: Final = 24 * 60 * 60 * 1000
_AT_ONCE: Final = 10_000


class Cleared(NamedTuple):
    """How many rows went."""

    sightings: int
    parked: int


async def forget_looks(looks: Looks, now: int) -> int:
    """Forget what nobody has opened for long; give how many rows went.  Raises `Unavailable`."""
    return await looks.forget(day_of(now - LOOKS_DAYS * _DAY_MS))


async def clear_away(feeds: FeedBook, quarantine: Quarantine, now: int, sightings_days: int) -> Cleared:
    """Erase what is too old at `now` (milliseconds since the epoch); raises `Unavailable`, and may be repeated."""
    parked = await quarantine.erase(NO_BASIS, now - NO_BASIS_DAYS * _DAY_MS)
    sightings = gone = await feeds.forget(now - sightings_days * _DAY_MS, _AT_ONCE)
    while gone == _AT_ONCE:
        gone = await feeds.forget(now - sightings_days * _DAY_MS, _AT_ONCE)
        sightings += gone
    return Cleared(sightings, parked)
