"""Comparing the shadow with the live state while live goes on.

Everybody is read in pages, both folds of a person and live's positions in one snapshot.  When live has gone on since
the shadow stopped, somebody who differs may only have had an event meanwhile: the log says who has, and they are
looked at again when the shadow has caught up.  So live is never held, and nobody is called different who is only newer.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final

from hub.domain.days import day_of
from hub.domain.lanes import lane_of
from hub.events.catalogue import DAY
from hub.ports.log import Log, Partition
from hub.ports.shadows import Snapshot
from hub.ports.store import SubjectRef
from hub.runtime.catching_up import until
from hub.runtime.comparison import Comparison
from hub.runtime.folding import AnyProcessor
from hub.runtime.shadow import live_name, of_lane, shadow_name
from hub.runtime.shadow_lane import ShadowLane, ShadowParts
from hub.runtime.shadow_pairs import Judge, pairs
from hub.runtime.ticks import NO_DAY, stored_day

_ROWS: Final = 6000
"""Rows of one page: a thousand people with three processors, twice."""
_ROUNDS: Final = 20
"""How often somebody who had an event meanwhile is looked at again."""


class Touched:
    """Who had an event behind the shadow's position, in one lane: read from the log as live goes on."""

    def __init__(self, log: Log, lane: ShadowLane, limit: int) -> None:
        self._log, self._number, self._limit = log, lane.number, limit
        self._upto: dict[Partition, int] = dict(lane.store.included)
        self._people: set[SubjectRef] = set()
        self._everybody = False

    async def since(self, positions: Mapping[Partition, int], subject: SubjectRef) -> bool:
        """Whether somebody may have changed in live between the shadow's position and these."""
        for at, upto in of_lane(positions, self._number).items():
            after = self._upto[at]
            if upto > after:
                # A day that passes changes what is due of anybody.
                self._everybody |= at.topic == DAY
                async for records in until(self._log, at, after, upto, self._limit):
                    self._people.update(record.key for record in records)
                self._upto[at] = upto
        return self._everybody or subject in self._people


class Comparing:
    """One comparison of `processors` over `lanes`, of which there are `total`; people of other lanes are left out."""

    def __init__(
        self, parts: ShadowParts, processors: Sequence[AnyProcessor], lanes: Mapping[int, ShadowLane], total: int
    ) -> None:
        self._parts, self._lanes, self._total = parts, lanes, total
        names = [processor.name for processor in processors]
        self._names = [*names, *map(shadow_name, names)]
        self._group = live_name(parts.group.name)
        self._judge = Judge(processors)
        self._days: dict[int, date] = {}
        self._touched: dict[int, Touched] = {}
        self._found = Comparison()

    async def run(self) -> Comparison:
        """Compare everybody; raises what `ShadowLane.catch_up` raises."""
        await self._look_from_here(self._lanes)
        waiting, after = [], b""
        while rows := (snapshot := await self._page(after)).rows:
            waiting += await self._judged(snapshot)
            after = rows[-1].subject
        for _ in range(_ROUNDS):
            if not waiting:
                break
            waiting = await self._again(waiting)
        self._found.moving = waiting
        return self._found

    async def _page(self, after: SubjectRef) -> Snapshot:
        return await self._parts.shadows.page(self._group, self._names, after, _ROWS)

    async def _again(self, waiting: Collection[SubjectRef]) -> list[SubjectRef]:
        """Let the shadow catch up in the lanes of these people, and look at them again."""
        numbers = {lane_of(subject, self._total) for subject in waiting}
        positions = await self._parts.store.positions(self._group)
        for number in sorted(numbers):
            await self._lanes[number].catch_up(of_lane(positions, number))
        await self._look_from_here(numbers)
        return await self._judged(await self._parts.shadows.of(self._group, self._names, waiting))

    async def _look_from_here(self, numbers: Collection[int]) -> None:
        today = day_of(self._parts.clock.now())
        for number in numbers:
            day = await stored_day(self._parts.store, number)
            self._days[number] = today if day == NO_DAY else day
            self._touched[number] = Touched(self._parts.log, self._lanes[number], self._parts.batch)

    async def _judged(self, snapshot: Snapshot) -> list[SubjectRef]:
        """Compare the people of a snapshot; give those who may only have had an event meanwhile."""
        again = []
        for pair in pairs(snapshot.rows):
            number = lane_of(pair.subject, self._total)
            if number not in self._lanes:
                continue
            verdict = self._judge.verdict(pair, self._days[number])
            if verdict.changes and await self._touched[number].since(snapshot.positions, pair.subject):
                again.append(pair.subject)
            else:
                self._found.add(number, pair.subject, verdict)
        return again
