"""One fetch of one lane's derived events, whole: from bytes in the log to figures in the store.

Hosts differ in how they come by a fetch; what is done with it is here and nowhere else.

1. Leave out what the stored position includes.  2. Decode; what cannot be decoded is quarantined with its position.
3. Group by person and load what is kept of all of them at once.  4. Add what each body counts and take away what the
body before it counted.  5. Write sums, kept bodies, quarantine and position in one transaction.

A crash before 5 repeats the fetch; a crash after 5 finds the position included.
"""

import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from hub.codec.events import CONTROL_CHARACTER, EventCodec
from hub.domain.days import day_of
from hub.domain.figures import KINDS
from hub.domain.lanes import lanes_of
from hub.errors import Defect, Rejected
from hub.events.catalogue import FACT
from hub.events.time import FactChanged
from hub.ports import groups
from hub.ports.figures import FiguresBatch, FiguresStore
from hub.ports.log import Partition, Record
from hub.ports.store import Claim, Move, Parked, SubjectRef
from hub.runtime.collecting import collector_paused
from hub.runtime.figures_kept import Person, Sums, Told
from hub.runtime.gone_back import known_again, still_has
from hub.runtime.misfiled import KEY_IS_ANOTHER
from hub.runtime.taking import ANOTHER_LANE, parked_of

DASHBOARDS: Final = groups.DASHBOARDS
"""The group whose positions the figures are kept with, and that a broker knows their readers by."""

_position = attrgetter("position")
_WITHDRAWN: Final = "WITHDRAWN"
_NUL: Final = b"\\u0000"
"""How JSON writes U+0000, which no `text` of PostgreSQL holds."""

_Told = dict[SubjectRef, list[tuple[Record, Told]]]


class FiguresTaken(NamedTuple):
    """What one fetch did, for counting."""

    records: int = 0
    """Records that were not included before."""
    parked: tuple[str, ...] = ()
    """The ids under which records were parked."""


class FiguresParts(NamedTuple):
    """What folding figures needs."""

    store: FiguresStore
    codec: EventCodec
    on_taken: Callable[[int, FiguresTaken, float], None]
    """Told the lane, what was done and how many seconds it took."""
    lanes: int
    group: str = DASHBOARDS


class FiguresFold:
    """Figures of one lane, folded by one task.  `begin` first; then `take` each fetch, in the order of the log."""

    def __init__(self, parts: FiguresParts, lane: int) -> None:
        self._parts = parts
        self._claim: Claim | None = None
        self._unsure = False
        self.partition: Final = Partition(FACT, lane)

    async def begin(self) -> int:
        """Take the lane for this writer, so that earlier ones are refused; give the position to read after.

        Raises `Unavailable` when the store is away.
        """
        self._claim = await self._parts.store.claim(self.partition, self._parts.group)
        self._unsure = False
        return self._claim.position

    async def take(self, records: Sequence[Record]) -> None:
        """Fold records of this lane, in the order of their positions, into the store: in one transaction or not at all.

        What is included already is passed over, so a fetch may be given again, also partly.  A record that cannot be
        read is parked in the quarantine with its position, in the same transaction.

        Raises `Unavailable` when the store is away: give the same records again.  Raises `PositionRefused` when
        another writer took the lane or the store came back older than it was: give it up, or `begin` again.  Anything
        else is a defect: stop the lane.
        """
        started = time.monotonic()
        claim = await self._known()
        fresh = records[bisect_right(records, claim.position, key=_position) :]
        if not fresh:
            return
        parts, upto = self._parts, fresh[-1].position
        parked: list[Parked] = []
        with collector_paused():
            told = self._read(fresh, parked)
        kept = await parts.store.kept(parts.group, told.keys()) if told else {}
        people, sums = {}, Sums()
        with collector_paused():
            for subject, facts in told.items():
                person = Person(kept.get(subject))
                _count(person, facts, sums, parked)
                if person.changed:
                    people[subject] = person.value()
            cells = sums.cells()
        self._unsure = True
        await parts.store.put(FiguresBatch(parts.group, [Move(self.partition, claim, upto)], people, cells, parked))
        self._unsure, self._claim = False, Claim(upto, claim.epoch)
        taken = FiguresTaken(len(fresh), tuple(row.id for row in parked))
        parts.on_taken(self.partition.number, taken, time.monotonic() - started)

    async def look(self) -> None:
        """Look whether the store still has what was taken; raises `PositionRefused` when it came back without it."""
        claim = self._claim
        if claim is not None:
            position = await self._parts.store.position(self.partition, self._parts.group)
            still_has({self.partition: claim.position}, {self.partition: position})

    async def _known(self) -> Claim:
        """Give the claim with the position that the store has.

        After a put that failed nobody knows whether it was committed, so the store is asked; after one that succeeded
        nobody else can have moved the position without a claim that refuses ours.  Raises `PositionRefused` when the
        store stands before what it had.
        """
        claim = self._claim
        if claim is None:
            raise Defect("a lane's figures are folded before it was taken")
        if self._unsure:
            position = await self._parts.store.position(self.partition, self._parts.group)
            claim = self._claim = known_again(self.partition, claim, position)
            self._unsure = False
        return claim

    def _read(self, records: Sequence[Record], parked: list[Parked]) -> _Told:
        """Give what records tell of people that counts in figures; what cannot be read is parked."""
        told: _Told = defaultdict(list)
        decode = self._parts.codec.decode_storable
        for record in records:
            try:
                event = decode(record.value, FACT)
            except Rejected as reason:
                parked.append(parked_of(record, reason))
                continue
            body = event.body
            if not isinstance(body, FactChanged) or body.kind not in KINDS:
                continue
            if event.subject_ref != record.key:
                parked.append(parked_of(record, KEY_IS_ANOTHER))
                continue
            text = b"" if body.state == _WITHDRAWN else body.body.encode()
            told[record.key].append((record, Told(body.kind, body.key, day_of(event.occurred_at), text)))
        for subject, its in zip(list(told), lanes_of(list(told), self._parts.lanes), strict=True):
            if its != self.partition.number:
                parked += [parked_of(record, ANOTHER_LANE) for record, _ in told.pop(subject)]
        return told


def _count(person: Person, facts: Sequence[tuple[Record, Told]], sums: Sums, parked: list[Parked]) -> None:
    for record, told in facts:
        try:
            _reject_nul(told.body)
            person.take(told, sums)
        except Rejected as reason:
            parked.append(parked_of(record, reason))
    person.settle(sums)


def _reject_nul(body: bytes) -> None:
    """Raise `Rejected` for a body whose codes no database keeps: one would stop its lane for good."""
    if _NUL in body:
        raise Rejected("body.body", CONTROL_CHARACTER, "a text in it holds U+0000")
