"""The dashboards' host over Kafka: one Faust app that hands whole fetches of each lane to its taker.

The store owns the positions: a lane begins after the one that its taker gives, and Kafka's committed offset follows
what the store has, for tools that show lag.  A fetch whose taking fails is tried again or ends the host; Faust, which
would go on with the next, is only told of a fetch when there is room for it.
"""

import asyncio
from contextlib import suppress
from typing import Final, cast

import structlog

from hub.errors import Defect, HubError
from hub.ports.fetches import GroupBroker
from hub.ports.log import Partition
from hub.runtime.faust_app import FetchApp, make_app
from hub.runtime.faust_consumer import FetchConsumer, Reading
from hub.runtime.fetched_lane import FetchParts
from hub.runtime.fetched_lanes import FetchedLanes

_log = structlog.get_logger()
STOP_WITHIN_S: Final = 10.0


class FaustHost:
    """The lanes of one topic that the broker gives to this worker."""

    def __init__(self, parts: FetchParts, broker: GroupBroker, lanes: int, limit: int = 5000) -> None:
        self._parts, self._broker, self._count, self._limit = parts, broker, lanes, limit
        self._lanes: FetchedLanes | None = None

    @property
    def lanes(self) -> frozenset[int]:
        """Lanes that are held now and have begun."""
        held = {} if self._lanes is None else self._lanes.following
        return frozenset(partition.number for partition in held)

    async def run(self) -> None:
        """Take until cancelled.

        Raises `Unavailable` when the broker shuts us out or the topic is missing, `Defect` when a lane stopped or the
        topic is not what it was: nothing past the fetch in hand was taken, and a new start begins at the same place.
        """
        await self._broker.check(self._parts.topic, self._count)
        lanes = self._lanes = FetchedLanes(self._parts, self)
        self._app = make_app(Reading(self._parts.host.group, self._broker, lanes, self._limit), self._parts.topic)
        try:
            await self._ended(self._app, lanes)
        finally:
            await lanes.lose()
            await _stop(self._app)

    async def start_after(self, partition: Partition, after: int) -> bool:
        """Have a partition read from after a position on; false when it is no longer ours; raises `HubError`."""
        return await self._consumer.start_after(partition, after)

    async def owes(self, partition: Partition, after: int) -> bool:
        """Whether there is anything after a position; raises `HubError`."""
        return await self._consumer.owes(partition, after)

    @property
    def _consumer(self) -> FetchConsumer:
        return cast("FetchConsumer", self._app.consumer)  # of our own transport

    async def _ended(self, app: FetchApp, lanes: FetchedLanes) -> None:
        """Run the app and raise what ends it."""
        starting = asyncio.create_task(app.start())
        ended = asyncio.create_task(app.wait_until_stopped())
        try:
            await asyncio.wait({starting, ended, lanes.failed}, return_when=asyncio.FIRST_COMPLETED)
            if not starting.done() or starting.exception() is None:
                await asyncio.wait({ended, lanes.failed}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (starting, ended):
                task.cancel()
            await asyncio.gather(starting, ended, return_exceptions=True)
        raise _reason(lanes.failed, starting, app)


def _reason(failed: asyncio.Future[None], starting: asyncio.Task[None], app: FetchApp) -> HubError:
    """Give what ended the app: what the lanes say first, and of what Faust says the kind alone."""
    of_start = None if starting.cancelled() else starting.exception()
    reasons = [failed.exception() if failed.done() else None, of_start, app.crash_reason]
    known = [reason for reason in reasons if reason is not None]
    named = [reason for reason in known if isinstance(reason, HubError)]
    return named[0] if named else Defect(f"faust ended: {', '.join(type(reason).__name__ for reason in known)}")


async def _stop(app: FetchApp) -> None:
    """Leave the group and end the thread; a broker that does not answer holds nothing up."""
    with suppress(TimeoutError):
        await asyncio.wait_for(app.stop(), STOP_WITHIN_S)
