"""Letting the days pass in the lanes that a process worker has: each by itself, and none by a clock that is wrong."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

import structlog

from hub.composition import Core
from hub.domain.days import day_of, days_apart, rfc3339, runs_ahead, start_of
from hub.errors import Unavailable
from hub.runtime.ticks import NO_DAY, stored_day, tick_drafts

_log = structlog.get_logger()
_DAY_EVERY_S, _LANES_WITHIN_S = 20.0, 0.5
CLOCKS: Final = "clocks"
"""Why a day did not begin: this machine and the database are days apart."""
AWAY: Final = "away"
"""Why a day did not begin: the store or the log did not answer."""


async def pass_days(core: Core, lanes: Callable[[], frozenset[int]]) -> None:
    """Append the ticks of each new day for the lanes that this worker has, until cancelled."""
    while True:
        held = sorted(lanes())
        await pass_day(core, held)
        await asyncio.sleep(_DAY_EVERY_S if held else _LANES_WITHIN_S)


async def pass_day(core: Core, lanes: Sequence[int]) -> None:
    """Append what is missing up to today; nothing while this machine and the database are days apart.

    A lane's day never goes back: ticks of a clock that runs ahead would tell everybody's deadlines at once.  A lane
    whose server or partition is away keeps no other from its day.  Which day a lane has is shown whatever the clocks
    say: somebody is told by it that days stand.
    """
    now, away = core.clock.now(), dict[int, str]()
    try:
        stored_at = await core.store.now()
    except Unavailable as missing:
        _withhold(core, dict.fromkeys(lanes, str(missing)))
        return
    apart = days_apart(now, stored_at)
    if apart:
        _log.error("days_refused", here=rfc3339(now), database=rfc3339(stored_at))
        core.counting.day_withheld(CLOCKS)
    for lane in lanes:
        try:
            last = await _shown(core, lane)
            if not apart:
                await _begin_days(core, lane, last, now)
        except Unavailable as missing:
            away[lane] = str(missing)
    _withhold(core, away)


def _withhold(core: Core, away: dict[int, str]) -> None:
    if away:
        _log.warning("days_wait", lanes=list(away), part=next(iter(away.values())))
        core.counting.day_withheld(AWAY)


async def _shown(core: Core, lane: int) -> date:
    last = await stored_day(core.store, lane)
    core.counting.day(lane, 0 if last == NO_DAY else start_of(last))
    return last


async def _begin_days(core: Core, lane: int, last: date, now: int) -> None:
    if last < day_of(now) or runs_ahead(last, now):
        known = last != NO_DAY and not runs_ahead(last, now)
        await core.log.append(tick_drafts(core.codec, [lane], now, last if known else None))
