"""Removing the history and the states of people who are forgotten, a lane's some at a time.

The lane is claimed, so that its worker is refused its next batch and takes the lane again a moment later, as for an
exchange of folds; one transaction then removes and writes.  If the worker comes back first, nothing was written, and it
is tried again.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from hub.codec.events import EventCodec
from hub.errors import PositionRefused
from hub.ports.ages import FORGETS
from hub.ports.log import Partition
from hub.ports.shadows import Held, Shadows
from hub.ports.store import Batch, HistoryRow, Move, Store, SubjectRef
from hub.runtime.apply import Group
from hub.runtime.outcome import Outcome
from hub.runtime.taking import Taken

_RUNS: Final = "retention"
"""Pseudo-topic and suffix of the pseudo-group whose position counts a lane's removals."""
_ATTEMPTS: Final = 10


class LettingGo(NamedTuple):
    """What removing works with; `group` is the live one."""

    store: Store
    shadows: Shadows
    codec: EventCodec
    group: Group
    day: date

    async def lane(self, lane: int, people: Sequence[SubjectRef]) -> int:
        """Remove what is kept of people of one lane, but for the word that they are forgotten and what follows from it.

        Gives how many rows of history went.  Raises `PositionRefused` when the lane is never still.
        """
        for attempt in range(_ATTEMPTS):
            try:
                return await self._try(lane, people)
            except PositionRefused:
                if attempt == _ATTEMPTS - 1:
                    raise
        return 0

    async def _try(self, lane: int, people: Sequence[SubjectRef]) -> int:
        name, run = f"{self.group.name}~{_RUNS}", Partition(_RUNS, lane)
        mine = [at for at in await self.store.positions(self.group.name) if at.number == lane]
        held = {at: await self.store.claim(at, self.group.name) for at in sorted(mine)}
        claim = await self.store.claim(run, name)
        histories = await self.store.histories(lane, people)
        kept = {who: [row for row in rows if row.type == FORGETS] for who, rows in histories.items()}
        batch = await self._batch(lane, {who: rows for who, rows in kept.items() if rows})
        move = Move(run, claim, claim.position + 1)
        await self.shadows.put_while(Held(self.group.name, held), batch._replace(group=name, moves=[move]))
        return sum(len(histories[who]) - len(kept[who]) for who in batch.let_go)

    async def _batch(self, lane: int, kept: Mapping[SubjectRef, Sequence[HistoryRow]]) -> Batch:
        """Fold what stays from the beginning, as a rebuild would; every other state goes."""
        processors = self.group.processors
        outcome = Outcome(self.codec, processors, self.day, {})
        late = {who: Taken([self.codec.decode_clear(row.value) for row in rows], rows) for who, rows in kept.items()}
        outcome.fold_whole(late, {})
        stay = {(row.processor, row.subject) for row in outcome.states}
        there = await self.store.load(lane, [processor.name for processor in processors], kept.keys())
        gone = sorted(there.keys() - stay)
        return Batch(self.group.name, (), outcome.states, (), (), (), gone, list(kept))
