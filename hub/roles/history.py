"""The log is the truth, so whoever folds it looks first, and again and again, whether it keeps what it holds.

It is also looked whether its topics have the partitions that are read, for they may be given more at any time.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

import structlog

from hub.composition import Core
from hub.errors import NotKept, OtherPartitions, Unavailable
from hub.events.catalogue import DAY

_log = structlog.get_logger()
LOOK_EVERY_S: Final = 600.0
AGAIN_S: Final = 1.0
"""How long to wait before a broker that was away is asked again."""

Differing = Mapping[str, Mapping[str, str | None]]
"""Of each topic that may lose what it holds, the settings that let it."""


class Seen(NamedTuple):
    """What a look at the broker found."""

    differing: Differing | None
    """What may be lost; none when the broker does not say."""
    lanes: int
    numbers: Mapping[str, int] = {}
    """Of each topic that has not as many partitions as the hub has lanes, their number."""


Look = Callable[[], Awaitable[Seen]]


async def fold_while_kept(core: Core, fold: Callable[[], Awaitable[None]]) -> None:
    """Fold the log of a broker that keeps it; raises before the first record, or when that has changed.

    `NotKept` where it may lose something, `OtherPartitions` where a topic has partitions that nobody reads, or too few.
    """
    if core.settings.kafka is None:
        await fold()
    else:
        await while_kept(_look_of(core), fold, core.counting.history_unknown)


def _look_of(core: Core) -> Look:
    # aiokafka takes a while to load, which a hub without a broker does not need.
    from hub.adapters.kafka_faults import NotPermitted  # noqa: PLC0415 - as above
    from hub.adapters.kafka_history import not_kept, other_numbers  # noqa: PLC0415 - as above
    from hub.adapters.log_placement import Placement  # noqa: PLC0415 - as above
    from hub.kafka_choice import kafka_settings  # noqa: PLC0415 - as above

    topics = {*core.group.topics, DAY}

    settings, lanes = kafka_settings(core.settings), core.log.lanes

    async def look() -> Seen:
        numbers = await other_numbers(settings, Placement(lanes=lanes))
        try:
            return Seen(await not_kept(settings, topics), lanes, numbers)
        except NotPermitted:
            return Seen(None, lanes, numbers)

    return look


async def while_kept(
    look: Look, fold: Callable[[], Awaitable[None]], tell_unknown: Callable[[bool], None], every_s: float = LOOK_EVERY_S
) -> None:
    """Fold once the log is known to keep what it holds, or not known, which is told; look again every so often."""
    check = partial(_check, look, tell_unknown)
    await check()
    folding, looking = asyncio.ensure_future(fold()), asyncio.create_task(_again(check, every_s))
    try:
        await asyncio.wait({folding, looking}, return_when=asyncio.FIRST_COMPLETED)
        for done in (looking, folding):
            if done.done():
                done.result()
    finally:
        await _ended(folding, looking)


async def _ended(*tasks: "asyncio.Future[Any]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _again(check: Callable[[], Awaitable[None]], every_s: float) -> None:
    while True:
        await asyncio.sleep(every_s)
        await check()


async def _check(look: Look, tell_unknown: Callable[[bool], None]) -> None:
    """Look, waiting in place while the broker is away."""
    while True:
        try:
            seen = await look()
        except Unavailable as away:
            _log.warning("history_waits", part=str(away))
            await asyncio.sleep(AGAIN_S)
        else:
            break
    tell_unknown(seen.differing is None)
    _refuse_lossy(seen.differing)
    _refuse_other_numbers(seen)


def _refuse_lossy(found: Differing | None) -> None:
    if found is None:
        _log.warning("history_unknown", reason="this name may not see the settings of topics: apply the topics file")
    elif found:
        said = "; ".join(f"{topic}: {_said(settings)}" for topic, settings in sorted(found.items()))
        _log.error("history_not_kept", topics=said)
        raise NotKept(f"the log throws away what it holds ({said}): `hub topics apply` first, and nothing is folded")


def _refuse_other_numbers(seen: Seen) -> None:
    if seen.numbers:
        refused = OtherPartitions(seen.lanes, seen.numbers)
        _log.error("partitions_differ", topics=refused.topics, lanes=refused.lanes)
        raise refused


def _said(settings: Mapping[str, str | None]) -> str:
    return ", ".join(f"{name} is {value}" for name, value in sorted(settings.items()))
