"""The log is the truth, so whoever folds it looks first, and again and again, whether it keeps what it holds."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Final

import structlog

from hub.composition import Core
from hub.errors import NotKept, Unavailable
from hub.events.catalogue import DAY

_log = structlog.get_logger()
LOOK_EVERY_S: Final = 600.0
AGAIN_S: Final = 1.0
"""How long to wait before a broker that was away is asked again."""

Differing = Mapping[str, Mapping[str, str | None]]
"""Of each topic that may lose what it holds, the settings that let it."""
Look = Callable[[], Awaitable[Differing | None]]
"""Gives what may be lost; none when the broker does not say."""


async def fold_while_kept(core: Core, fold: Callable[[], Awaitable[None]]) -> None:
    """Fold the log of a broker that keeps it; raises `NotKept` before the first record, or when that has changed."""
    if core.settings.kafka is None:
        await fold()
    else:
        await while_kept(_look_of(core), fold, core.counting.history_unknown)


def _look_of(core: Core) -> Look:
    # aiokafka takes a while to load, which a hub without a broker does not need.
    from hub.adapters.kafka_faults import NotPermitted  # noqa: PLC0415 - as above
    from hub.adapters.kafka_history import not_kept  # noqa: PLC0415 - as above
    from hub.kafka_choice import kafka_settings  # noqa: PLC0415 - as above

    topics = {*core.group.topics, DAY}

    async def look() -> Differing | None:
        try:
            return await not_kept(kafka_settings(core.settings), topics)
        except NotPermitted:
            return None

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
            found = await look()
        except Unavailable as away:
            _log.warning("history_waits", part=str(away))
            await asyncio.sleep(AGAIN_S)
        else:
            break
    tell_unknown(found is None)
    if found is None:
        _log.warning("history_unknown", reason="this name may not see the settings of topics: apply the topics file")
    elif found:
        said = "; ".join(f"{topic}: {_said(settings)}" for topic, settings in sorted(found.items()))
        _log.error("history_not_kept", topics=said)
        raise NotKept(f"the log throws away what it holds ({said}): `hub topics apply` first, and nothing is folded")


def _said(settings: Mapping[str, str | None]) -> str:
    return ", ".join(f"{name} is {value}" for name, value in sorted(settings.items()))
