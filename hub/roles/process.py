"""The process role: folds the lanes, keeps the outboxes empty, lets the days pass and clears away what is too old."""

import asyncio
from contextlib import suppress

import structlog

from hub.adapters.free_space import free_space
from hub.composition import Core
from hub.errors import Unavailable
from hub.events.catalogue import DAY
from hub.ports.log import BEGINNING, Partition
from hub.roles.history import fold_while_kept
from hub.roles.passing_days import pass_days
from hub.runtime.apply import Applied
from hub.runtime.batch_host import BatchHost
from hub.runtime.behind import behind
from hub.runtime.clearing import clear_away, forget_looks
from hub.runtime.kept_versions import kept_otherwise, older
from hub.runtime.lane import LaneParts
from hub.runtime.relay import relay
from hub.runtime.room import Room

_log = structlog.get_logger()
_MEASURE_EVERY_S, _CLEAR_EVERY_S = 5.0, 3600.0
_MB = 1024 * 1024
_LANES_AT_ONCE = 6
"""Of the eight connections to a database, two stay for the relay, the days and the counts."""


async def run(core: Core) -> None:
    """Fold the lanes, keep the outboxes empty and let the days pass, until cancelled.

    Raises `NotKept` where the log throws away what it holds, `OtherPartitions` where it has others than are read.
    """
    host = BatchHost(_lane_parts(core), core.lanes, core.counting.stopped, on_lost=core.counting.lost)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(fold_while_kept(core, host.run))
        tasks.create_task(relay(core.store, core.log, lambda: host.lanes))
        tasks.create_task(pass_days(core, lambda: host.lanes))
        tasks.create_task(_tell_versions(core))
        tasks.create_task(_measure(core))
        tasks.create_task(_clear(core))


def _lane_parts(core: Core) -> LaneParts:
    def on_applied(lane: int, applied: Applied, seconds: float) -> None:
        core.counting.applied(lane, applied.records, seconds)
        core.counting.readable(applied.received_at, core.clock.now())
        core.changes.ring()

    servers = [asyncio.Semaphore(_LANES_AT_ONCE) for _ in (None, *core.settings.more_database_urls)]
    return LaneParts(
        core.log,
        core.store,
        core.codec,
        core.group,
        core.clock,
        on_applied,
        core.settings.batch,
        on_wait=core.counting.waits,
        on_outdated=core.counting.outdated,
        on_held=core.counting.held,
        turns=lambda lane: servers[lane % len(servers)],
        room=Room(core.settings.read_ahead_mb * _MB),
    )


async def _tell_versions(core: Core) -> None:
    """Say once, before a message comes that stops a lane, that `hub rebuild` was not typed with this release."""
    with suppress(Unavailable):  # whoever folds tells it
        found = older(await kept_otherwise(core.shadows, core.group))
        if found:
            _log.error("kept_by_older_release", kept=[str(each) for each in found], advice="hub rebuild")


async def _measure(core: Core) -> None:
    """Count what waits (in the log, in the outboxes, in quarantine), when each feed was heard, and the room left."""
    while True:
        core.counting.disk(free_space(core.settings.data))
        for measured in (_measure_lag, _measure_outbox, _measure_feeds, _measure_quarantine):
            try:
                await measured(core)
            except Unavailable as away:  # one part that is away hides nothing of the others
                _log.warning("sizes_unknown", part=str(away))
        await asyncio.sleep(_MEASURE_EVERY_S)


async def _measure_outbox(core: Core) -> None:
    waiting, unknown = await core.store.outboxes()
    core.counting.outbox(set(range(core.log.lanes)) - unknown, waiting)
    if unknown:
        _log.warning("sizes_unknown", part="the store", lanes=sorted(unknown))


async def _measure_feeds(core: Core) -> None:
    silent_after = {name: feed.patience * 60.0 for name, feed in core.settings.all_feeds().items()}
    newest = {each.feed: each.last_at for each in await core.feeds.counts() if each.last_at is not None}
    core.counting.heard(newest, silent_after)


async def _measure_quarantine(core: Core) -> None:
    core.counting.quarantine(core.settings.all_feeds(), await core.quarantine.sizes())


async def _measure_lag(core: Core) -> None:
    positions = await core.store.positions(core.group.name)
    await core.log.tell(core.group.name, positions)
    for lane in range(core.log.lanes):
        for topic in (*core.group.topics, DAY):
            partition = Partition(topic, lane)
            core.counting.lag(topic, lane, await behind(core.log, partition, positions.get(partition, BEGINNING)))


async def _clear(core: Core) -> None:
    """Let go of what has been kept for its time; looked at every hour, so that a restart postpones nothing."""
    while True:
        try:
            done = await clear_away(core.feeds, core.quarantine, core.clock.now(), core.settings.sightings_kept_days)
            looks = await forget_looks(core.looks, core.clock.now())
        except Unavailable as away:
            _log.warning("clearing_waits", part=str(away))
        else:
            _log.info("cleared_away", sightings=done.sightings, parked=done.parked, looks=looks)
        await asyncio.sleep(_CLEAR_EVERY_S)
