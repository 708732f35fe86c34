"""Rebuild: fold the log again beside the live state, compare the two, and exchange them when told to.

Every step is kept in the store as it is done, so that a rebuild that is stopped, killed or run again goes on.
"""

import asyncio
from collections import Counter
from collections.abc import Collection
from typing import Final

from hub.domain.lanes import lane_of
from hub.errors import Rejected
from hub.ports.log import Partition
from hub.ports.store import Batch, Move
from hub.runtime.apply import Group
from hub.runtime.comparing import Comparing
from hub.runtime.comparison import Comparison
from hub.runtime.exchanging import Exchanging, Told
from hub.runtime.folding import AnyProcessor
from hub.runtime.shadow import (
    EXCHANGES,
    NOTE,
    Note,
    Role,
    note_row,
    of_lane,
    shadow_group,
    shadow_name,
    stored_note,
    versions,
)
from hub.runtime.shadow_lane import ShadowLane, ShadowParts, Stopped
from hub.runtime.shadow_rights import may_begin
from hub.runtime.ticks import DAY_PROCESSOR

_LANES_AT_ONCE: Final = 2
"""While the store writes one lane's batch, another lane's is folded."""


class Rebuild:
    """One rebuild of a group by one process.

    `parts.group` is the live group, `only` the one processor to compare and exchange, `mark` the name of the rules and
    reference data that fold.  `stopped` has the records at which a defect stopped a lane.
    """

    def __init__(self, parts: ShadowParts, mark: str, only: str | None = None) -> None:
        self._live: Group = parts.group
        self._parts = parts._replace(group=shadow_group(parts.group, only))
        self._processors: tuple[AnyProcessor, ...] = tuple(
            processor for processor in parts.group.processors if only in {None, processor.name}
        )
        self._fresh = Note(mark, versions(self._processors))
        self.lanes: dict[int, ShadowLane] = {}
        self.stopped: list[Stopped] = []
        self._compared_from: dict[int, dict[Partition, int]] = {}

    async def notes(self) -> dict[int, Note]:
        """Give the note of each lane that has a shadow."""
        found = [(lane, await stored_note(self._parts.store, lane)) for lane in range(self._parts.log.lanes)]
        return {lane: note for lane, note in found if note is not None}

    async def begin(self, numbers: Collection[int], target: Role, *, told: bool) -> None:
        """Take the shadow of these lanes for this process: where one was left, or from the beginning of the log.

        `target` is what the shadow will be after an exchange, and lanes where it is that already are left alone; `told`
        says that somebody asked for the exchange.  Raises `Rejected` when this may not be done (`may_begin`).
        """
        notes = await self.notes()
        if any(note.role is Role.GOING for note in notes.values()):
            await self.discard()
            notes = {}
        may_begin(notes, self._fresh, target, told=told)
        for number in numbers:
            note = notes.get(number, self._fresh)
            if note.role is not target:
                self.lanes[number] = ShadowLane(self._parts, number, note)
                await self.lanes[number].claim()
        await self._check_ends()

    async def _check_ends(self) -> None:
        """Refuse a log that ends before what live has folded: it is another one, or it was cut."""
        for at, position in (await self._parts.store.positions(self._live.name)).items():
            if at.number in self.lanes and await self._parts.log.end(at) < position:
                raise Rejected(f"{at.topic} {at.number}", "log_too_short", "the log ends before what live has folded")

    async def fold(self) -> None:
        """Fold until little is left between the shadow and live, but for lanes that a defect stops."""
        turns = asyncio.Semaphore(_LANES_AT_ONCE)

        async def one(lane: ShadowLane) -> None:
            async with turns:
                await self._fold(lane)

        lanes = list(self.lanes.values())
        for result in await asyncio.gather(*map(one, lanes), return_exceptions=True):
            if isinstance(result, Stopped):
                self.stopped.append(result)
            elif result is not None:
                raise result

    async def _fold(self, lane: ShadowLane) -> None:
        left = 1
        while left:
            await lane.catch_up(await self._where_live_is(lane.number))
            behind = lane.behind(await self._where_live_is(lane.number))
            left = behind if behind > self._parts.batch else 0

    async def _where_live_is(self, number: int) -> dict[Partition, int]:
        return of_lane(await self._parts.store.positions(self._live.name), number)

    async def compare(self) -> Comparison:
        """Compare everybody in the lanes that were begun and not stopped."""
        bad = {found.place.lane for found in self.stopped}
        sound = {number: lane for number, lane in self.lanes.items() if number not in bad}
        self._compared_from = {number: dict(lane.store.included) for number, lane in sound.items()}
        return await Comparing(self._parts, self._processors, sound, self._parts.log.lanes).run()

    async def exchange(self, found: Comparison, target: Role) -> Told:
        """Put the shadow in live's place and live in the shadow's, lane by lane; the shadow is then the target."""
        told: Told = Counter()
        work = Exchanging(self._parts, self._processors)
        for number, lane in self.lanes.items():
            moving = [subject for subject in found.moving if lane_of(subject, self._parts.log.lanes) == number]
            people = [*found.lanes[number].to_exchange, *moving]
            told += await work.lane(lane, people, target, self._compared_from[number])
        return told

    async def discard(self) -> int:
        """Remove the shadow; give how many rows went.  A repeat goes on with what is left."""
        group = self._parts.group.name
        every = (*(processor.name for processor in self._live.processors), DAY_PROCESSOR)
        for number, note in (await self.notes()).items():
            await self._take_away(number, note)
        gone = await self._parts.shadows.remove(group, [shadow_name(name) for name in every])
        await self._parts.shadows.remove(group, [NOTE])
        self.lanes = {}
        return gone

    async def _take_away(self, number: int, note: Note) -> None:
        """Note that the shadow goes, and refuse every other process that folds it."""
        lane = ShadowLane(self._parts, number, note)
        await lane.claim()
        move = Move(Partition(EXCHANGES, number), lane.exchanges, lane.exchanges.position + 1)
        row = note_row(number, Note(note.mark, note.processors, Role.GOING))
        await self._parts.store.put(Batch(self._parts.group.name, [move], [row], (), (), ()))
