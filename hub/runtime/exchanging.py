"""Exchanging the live rows of people with the shadow's: a switch, and the way back, are the same thing.

A lane is exchanged some people at a time.  Its partitions are claimed, so that a worker of the live group is refused
its next batch and takes the lane again a moment later; meanwhile the shadow catches up to exactly where live stands,
and one transaction puts either fold in the other's place and the difference of their facts in the outbox.  If the
worker comes back first, nothing was written, and it is tried again.  The last step of a lane exchanges whoever came
since everybody was compared, and says whose the live state is now: a worker of another release reads that when it takes
the lane again.  Both folds stay complete, so a rebuild that dies between two such steps goes on behind the last one.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import islice
from typing import Final, NamedTuple

import msgspec

from hub.errors import PositionRefused
from hub.ports.log import Partition
from hub.ports.shadows import Held
from hub.ports.store import Batch, Claim, Move, OutboxRow, StateRow, SubjectRef
from hub.runtime.folding import AnyProcessor
from hub.runtime.newcomers import Newcomers, of_another_version
from hub.runtime.publishing import news, outbox_rows
from hub.runtime.rows import pack, state_in, unpack
from hub.runtime.shadow import EXCHANGES, Note, Role, live_name, note_row, of_lane, renamed, shadow_name
from hub.runtime.shadow_lane import ShadowLane, ShadowParts
from hub.runtime.shadow_pairs import Pair, pairs
from hub.runtime.ticks import stored_day

_PEOPLE: Final = 2000
"""People of one exchange: what holds a lane for about as long as a batch."""
_ATTEMPTS: Final = 10

_Find = Callable[[], Awaitable[Sequence[Pair]]]
Told = Counter[tuple[str, str]]
"""Facts that were told others, by kind and `NEW`, `CHANGED` or `WITHDRAWN`."""


class _Change(NamedTuple):
    """What one exchange writes."""

    states: list[StateRow]
    gone: list[tuple[str, SubjectRef]]
    outbox: list[OutboxRow]
    told: Told


class _Rows(NamedTuple):
    """One processor's rows of one person, both under its live name."""

    subject: SubjectRef
    live: StateRow | None
    shadow: StateRow | None


class Exchanging:
    """Exchanges the rows of `processors`, lane by lane."""

    def __init__(self, parts: ShadowParts, processors: Sequence[AnyProcessor]) -> None:
        self._parts, self._processors = parts, processors
        names = [processor.name for processor in processors]
        self._names = [*names, *map(shadow_name, names)]
        self._group = live_name(parts.group.name)

    async def lane(
        self, lane: ShadowLane, people: Sequence[SubjectRef], role: Role, since: Mapping[Partition, int]
    ) -> Told:
        """Exchange these people of a lane, but for those whom an exchange that was broken off has done.

        `since` is where the shadow stood when everybody was compared.  Afterwards it has this role.  Raises what
        `ShadowLane.catch_up` raises, and `PositionRefused` when somebody else folds the shadow, or the lane is never
        still.
        """
        left = iter(sorted(subject for subject in people if subject > lane.store.note.moved))
        told: Told = Counter()
        while some := list(islice(left, _PEOPLE)):
            note = partial(msgspec.structs.replace, moved=some[-1])
            told += await self._while_held(lane, partial(self._rows_of, some), note)
        newcomers = Newcomers(self._parts.log, since, self._parts.batch)
        await lane.catch_up(await self._stands(lane))
        await newcomers.touched(lane.store.included)  # Most of them before the lane is held: the log may be long.
        last = partial(self._rows_of_newcomers, lane, frozenset(people), newcomers)
        return told + await self._while_held(lane, last, partial(msgspec.structs.replace, role=role, moved=b""))

    async def _while_held(self, lane: ShadowLane, rows: _Find, note: Callable[[Note], Note]) -> Told:
        for attempt in range(_ATTEMPTS):
            await lane.catch_up(await self._stands(lane))
            held = await self._hold(lane)
            try:
                return await self._exchange(lane, held, rows, note)
            except PositionRefused:
                if attempt == _ATTEMPTS - 1:
                    raise
        return Counter()

    async def _stands(self, lane: ShadowLane) -> Mapping[Partition, int]:
        return of_lane(await self._parts.store.positions(self._group), lane.number)

    async def _hold(self, lane: ShadowLane) -> Mapping[Partition, Claim]:
        """Claim what live has of the lane: from now on it stands still, until its worker takes it again."""
        partitions = sorted(lane.store.included)
        return {at: await self._parts.store.claim(at, self._group) for at in partitions}

    async def _exchange(
        self, lane: ShadowLane, held: Mapping[Partition, Claim], rows: _Find, noted: Callable[[Note], Note]
    ) -> Told:
        await lane.catch_up({at: claim.position for at, claim in held.items()})
        today = await stored_day(self._parts.store, lane.number)
        change, note = self._change(await rows(), today), noted(lane.store.note)
        await self._parts.shadows.put_while(Held(self._group, held), self._step(lane, note, change))
        self._done(lane, note)
        return change.told

    async def _rows_of(self, people: Collection[SubjectRef]) -> Sequence[Pair]:
        return pairs((await self._parts.shadows.of(self._group, self._names, people)).rows)

    async def _rows_of_newcomers(
        self, lane: ShadowLane, known: frozenset[SubjectRef], newcomers: Newcomers
    ) -> Sequence[Pair]:
        people = await newcomers.touched(lane.store.included) - known
        found = await self._rows_of(people) if people else ()
        return [pair for pair in found if of_another_version(self._processors, pair.live)]

    def _step(self, lane: ShadowLane, note: Note, change: _Change) -> Batch:
        move = Move(Partition(EXCHANGES, lane.number), lane.exchanges, lane.exchanges.position + 1)
        states = [*change.states, note_row(lane.number, note)]
        return Batch(self._parts.group.name, [move], states, (), change.outbox, (), change.gone)

    def _done(self, lane: ShadowLane, note: Note) -> None:
        lane.exchanges = Claim(lane.exchanges.position + 1, lane.exchanges.epoch)
        lane.store.note = note

    def _change(self, found: Sequence[Pair], today: date) -> _Change:
        change = _Change([], [], [], Counter())
        for pair in found:
            for processor in self._processors:
                rows = _Rows(pair.subject, pair.live.get(processor.name), pair.shadow.get(processor.name))
                if rows.live != rows.shadow:
                    change.told.update(self._turn(change, processor, rows, today))
        return change

    def _turn(self, change: _Change, processor: AnyProcessor, rows: _Rows, today: date) -> Iterable[tuple[str, str]]:
        """Put a person's two rows in each other's place; give the facts that others are told because of it."""
        subject, live, shadow = rows
        before = unpack(live.value).published if live else ()
        packed = unpack(shadow.value) if shadow else None
        facts = processor.outline(state_in(processor, packed), today).facts if packed else frozenset()
        published, changes = news(processor.name, before, facts)
        if shadow and packed:
            kept = msgspec.structs.replace(packed, published=published)
            shadow = msgspec.structs.replace(shadow, value=pack(kept))
        change.outbox.extend(outbox_rows(self._parts.codec, subject, changes, today))
        for name, row in ((processor.name, shadow), (shadow_name(processor.name), live)):
            if row is None:
                change.gone.append((name, subject))
            else:
                change.states.append(renamed(row, name))
        return [(body.kind, body.state) for body in changes]
