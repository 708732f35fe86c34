"""What every host does with the lanes that the log assigns to this worker, whatever is folded in them.

Failure policy, decided here and nowhere else: `Rejected` is parked by whoever folds; `Unavailable` waits in place
inside the lane; a refused position gives the lane up and takes it again only if it is still ours; any other failure
stops that lane, says so loudly, and leaves the others alone.  A lane that stopped at a state of another release's
version, and at nothing else, looks now and then whether `hub rebuild` was typed after all, and goes on.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import NamedTuple, Protocol, TypeVar

import structlog

from hub.errors import OtherVersion, PositionRefused, Unavailable
from hub.ports.clock import Clock
from hub.ports.lane_book import LaneBook, StoppedLane
from hub.ports.log import Log
from hub.runtime.failures import kinds_of
from hub.runtime.kept_versions import only_by_version

_log = structlog.get_logger()
T = TypeVar("T")


class LaneWorker(Protocol):
    """Folds one lane, from taking it to its end."""

    in_hand: tuple[tuple[str, int], ...]
    """Of the batch that is being applied: each topic and the position of its first record."""

    async def run(self) -> None:
        """Take the lane, read and fold until it is taken away or the log closes."""
        ...


class HostParts(NamedTuple):
    """What a host works with; `group` names it to the log and in the book of stopped lanes."""

    group: str
    log: Log
    clock: Clock
    book: LaneBook
    on_stopped: Callable[[int], None]
    retake_after_s: float = 2.0
    patience_s: float = 1.0
    """How long to wait before a part that was away is tried again."""
    on_wait: Callable[[int], None] = lambda _: None
    """Told the lane each time something of it waits for a part that is away."""
    on_lost: Callable[[int], None] = lambda _: None
    """Told a lane that another worker has from now on: what was said of it here is not true any more."""
    on_held: Callable[[int], None] = lambda _: None
    """Told how many lanes this worker has, each time the log says so."""
    is_mended: Callable[[int, OtherVersion], Awaitable[bool]] | None = None
    """Says whether the state at which this lane stopped is of this release's version by now; none never looks."""
    look_again_s: float = 60.0
    """How long to wait before that is looked at again."""


class LaneHost:
    """Lanes of one group in one process; `make` gives the worker of a lane."""

    def __init__(self, parts: HostParts, make: Callable[[int], LaneWorker]) -> None:
        self._parts, self._make = parts, make
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._stand_still: set[int] = set()

    @property
    def lanes(self) -> frozenset[int]:
        """Lanes that run now."""
        return frozenset(lane for lane, task in self._tasks.items() if not task.done()) - self._stand_still

    async def run(self) -> None:
        """Follow the assignments of the log until it closes; then stop every lane."""
        try:
            async for change in self._parts.log.assignments(self._parts.group):
                for lane in change.lost:
                    await self._stop(lane)
                    self._parts.on_lost(lane)
                for lane in change.gained:
                    self._tasks[lane] = asyncio.create_task(self._keep(lane), name=f"{self._parts.group}-{lane}")
                self._parts.on_held(len(self._tasks))
        finally:
            for lane in list(self._tasks):
                await self._stop(lane)

    async def _stop(self, lane: int) -> None:
        task = self._tasks.pop(lane, None)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _keep(self, lane: int) -> None:
        again = await self._run(lane)
        while again and self._is_ours(lane):
            await asyncio.sleep(self._parts.retake_after_s)
            again = await self._run(lane)

    def _is_ours(self, lane: int) -> bool:
        """Whether this task was not told to stop: a refusal that comes in the same moment hides the cancellation.

        A task group raises what went wrong in its block instead of the cancellation that came while it ended, and a
        lane is most often refused just when it moves to another worker.
        """
        return self._tasks.get(lane) is asyncio.current_task()

    async def _run(self, number: int) -> bool:
        """Run one lane to its end; says whether to take it again."""
        again, lane, parts = False, self._make(number), self._parts
        cause: OtherVersion | None = None
        try:
            await self._patiently(number, lambda: parts.book.start(parts.group, number))
            await lane.run()
        except* PositionRefused:
            _log.warning("lane_given_up", group=parts.group, lane=number)
            again = True
        except* Exception as failures:  # noqa: BLE001 - the one place where a defect becomes a stopped lane
            cause = only_by_version(failures)
            await self._say_stopped(number, lane, kinds_of(failures))
        return again or (cause is not None and await self._is_mended(number, cause))

    async def _say_stopped(self, number: int, lane: LaneWorker, kinds: tuple[str, ...]) -> None:
        parts = self._parts
        _log.error("lane_stopped", group=parts.group, lane=number, kinds=list(kinds), in_hand=dict(lane.in_hand))
        parts.on_stopped(number)
        stopped = StoppedLane(parts.group, number, parts.clock.now(), kinds, lane.in_hand)
        await self._patiently(number, lambda: parts.book.stop(stopped))

    async def _is_mended(self, number: int, cause: OtherVersion) -> bool:
        """Wait until the state at which a lane stopped is of this release's version; says whether to take it again."""
        parts = self._parts
        if parts.is_mended is None:
            return False
        self._stand_still.add(number)
        try:
            look = partial(parts.is_mended, number, cause)
            while True:
                if await patiently(look, number, parts.patience_s, parts.on_wait):
                    break
                await asyncio.sleep(parts.look_again_s)
        finally:
            self._stand_still.discard(number)
        _log.info("lane_goes_on", group=parts.group, lane=number)
        return True

    async def _patiently(self, number: int, attempt: Callable[[], Awaitable[None]]) -> None:
        await patiently(attempt, number, self._parts.patience_s, self._parts.on_wait)


async def patiently(
    attempt: Callable[[], Awaitable[T]], lane: int, patience_s: float, on_wait: Callable[[int], None]
) -> T:
    """Try the same thing of a lane until the part that is away comes back; anything else goes up."""
    while True:
        try:
            return await attempt()
        except Unavailable as away:
            await wait_for(away, lane, patience_s, on_wait)


async def wait_for(away: Unavailable, lane: int, patience_s: float, on_wait: Callable[[int], None]) -> None:
    """Say that a lane waits for a part that is away, and let some time pass."""
    _log.warning("lane_waits", lane=lane, part=str(away))
    on_wait(lane)
    await asyncio.sleep(patience_s)
