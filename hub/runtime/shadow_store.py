"""The store as the fold of a shadow sees it: its own rows and positions, and of history what it has included.

It writes no history, which is there already, and no outbox, so nothing is published twice.
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date

import msgspec

from hub.errors import Defect
from hub.ports.log import BEGINNING, Partition
from hub.ports.shadows import Shadows
from hub.ports.store import Batch, Claim, HistoryRow, LaneStore, StateRow, SubjectRef, Waiting
from hub.runtime.shadow import Note, Place, as_live, note_row, renamed, shadow_name


class NotInHistory(Defect):
    """Records can be read that are in nobody's history: the live fold could not read them when they came."""

    def __init__(self, places: frozenset[Place]) -> None:
        super().__init__(f"{len(places)} records are in nobody's history")
        self.places = places


class ShadowStore:
    """A `LaneStore` for one lane of a shadow; `first` is the processor whose rows count people.

    `included` says how far the shadow is, of the partitions that were claimed.  `apart` are records of the batch that
    are left out because they are in nobody's history.
    """

    def __init__(self, store: LaneStore, shadows: Shadows, first: str, note: Note) -> None:
        self._store, self._shadows, self._first = store, shadows, first
        self._loaded: Collection[tuple[str, SubjectRef]] = ()
        self.note = note
        self.apart: frozenset[Place] = frozenset()
        self.included: dict[Partition, int] = {}

    async def claim(self, partition: Partition, group: str) -> Claim:
        """Take the partition of the shadow for this writer."""
        return (await self.claim_all([partition], group))[partition]

    async def claim_all(self, partitions: Collection[Partition], group: str) -> Mapping[Partition, Claim]:
        """Take partitions of the shadow's lane for this writer."""
        claims = await self._store.claim_all(partitions, group)
        self.included.update({partition: claim.position for partition, claim in claims.items()})
        return claims

    async def position(self, partition: Partition, group: str) -> int:
        """Give the last position that the shadow included."""
        self.included[partition] = await self._store.position(partition, group)
        return self.included[partition]

    async def standing(self, lane: int, group: str) -> Mapping[Partition, int]:
        """Give where the shadow stands."""
        return await self._store.standing(lane, group)

    async def load(
        self, lane: int, processors: Collection[str], subjects: Collection[SubjectRef]
    ) -> Mapping[tuple[str, SubjectRef], StateRow]:
        """Give the shadow's states under the live names."""
        found = await self._store.load(lane, [shadow_name(name) for name in processors], subjects)
        rows = {(row.processor, row.subject): row for row in as_live(found.values())}
        self._loaded = rows.keys()
        return rows

    async def histories(self, lane: int, subjects: Collection[SubjectRef]) -> Mapping[SubjectRef, Sequence[HistoryRow]]:
        """Give of each history what the shadow has included: live is ahead of it, and its history with it."""
        included = {partition.topic: position for partition, position in self.included.items()}
        found = await self._store.histories(lane, subjects)
        return {
            subject: [row for row in rows if row.position <= included.get(row.topic, BEGINNING)]
            for subject, rows in found.items()
        }

    async def history(self, subject: SubjectRef, known_at: int | None = None) -> Sequence[HistoryRow]:
        """Give a history as live has it: links prove that somebody's events were passed on, whenever they came."""
        return await self._store.history(subject, known_at)

    async def due(self, lane: int, processors: Collection[str], day: date) -> Sequence[StateRow]:
        """Give the shadow's states that are due, under the live names."""
        rows = as_live(await self._store.due(lane, [shadow_name(name) for name in processors], day))
        self._loaded = {(row.processor, row.subject) for row in rows}
        return rows

    async def put(self, batch: Batch) -> None:
        """Write the shadow's states, positions and note.

        Raises `NotInHistory`, with nothing written, when the batch holds what no history has; else as `Store.put`.
        """
        await self._check(batch)
        note = self._after(batch)
        states = [renamed(row, shadow_name(row.processor)) for row in batch.states]
        states.append(note_row(batch.lane, note))
        gone = [(shadow_name(processor), subject) for processor, subject in batch.withdrawn]
        await self._store.put(Batch(batch.group, batch.moves, states, (), (), (), gone, had=batch.had))
        self.note = note
        self.included.update({move.partition: move.upto for move in batch.moves})

    async def _check(self, batch: Batch) -> None:
        unknown = await self._shadows.unknown(batch.history) if batch.history else ()
        if unknown:
            lost = [row for row in batch.history if row.event_id in unknown]
            raise NotInHistory(frozenset(Place(row.topic, batch.lane, row.position) for row in lost))

    def _after(self, batch: Batch) -> Note:
        mine = [(row.processor, row.subject) for row in batch.states if row.processor == self._first]
        new = sum(key not in self._loaded for key in mine)
        parked = [Place(row.topic or "", batch.lane, row.position or 0) for row in batch.parked]
        unread = [place for place in parked if place not in self.apart]
        apart = [place for place in parked if place in self.apart]
        note = self.note
        return msgspec.structs.replace(
            note, people=note.people + new, unread=note.unread.plus(unread), apart=note.apart.plus(apart)
        )

    async def outbox(self, lane: int, limit: int) -> Sequence[Waiting]:
        """A shadow tells nobody anything."""
        del lane, limit
        return ()

    @asynccontextmanager
    async def lent(self, lane: int, limit: int) -> AsyncIterator[Sequence[Waiting]]:
        """Nothing waits to be sent."""
        yield await self.outbox(lane, limit)
