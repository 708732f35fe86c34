"""The store in memory: real code for tests and the synchronous driver, held to the same contract suite."""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date
from itertools import count, islice
from operator import attrgetter

from hub.adapters.clocks import SystemClock
from hub.adapters.memory_quarantine import MemoryQuarantine
from hub.errors import Defect, PositionRefused
from hub.ports.ages import FORGETS
from hub.ports.board import LIMITED, in_order, is_counted, is_listed, status_on, steps_of
from hub.ports.board_filter import BoardFilter
from hub.ports.board_of_day import may_be_listed
from hub.ports.board_steps import COUNTED_AT_MOST, StepCounts
from hub.ports.log import BEGINNING, Partition
from hub.ports.missing import Missing
from hub.ports.store import Batch, Claim, HistoryRow, Outboxes, OutboxRow, StateRow, SubjectRef, Waiting

_in_order = attrgetter("order_key")


class MemoryStore:
    """State of people in dictionaries.  Nothing waits inside a method, so each one happens whole or not at all.

    `lanes` is the number of partitions that the topics of people have.  Parked rows go to `quarantine`.
    """

    def __init__(self, lanes: int, quarantine: MemoryQuarantine | None = None) -> None:
        self.lanes = lanes
        self.quarantine = MemoryQuarantine() if quarantine is None else quarantine
        self._claims: dict[tuple[str, Partition], Claim] = {}
        self._states: dict[tuple[str, SubjectRef], StateRow] = {}
        self._due: dict[int, dict[tuple[str, SubjectRef], date]] = {}
        self._history: dict[SubjectRef, dict[bytes, HistoryRow]] = {}
        self._outbox: dict[int, dict[int, OutboxRow]] = {}
        self._lent: set[int] = set()
        self._places = count(1)

    def known(self) -> Collection[SubjectRef]:
        """Give everybody who has a history."""
        return [subject for subject, rows in self._history.items() if rows]

    async def claim(self, partition: Partition, group: str) -> Claim:
        """Take the partition for this writer: earlier writers are refused from now on."""
        return self._claimed(partition, group)

    async def claim_all(self, partitions: Collection[Partition], group: str) -> Mapping[Partition, Claim]:
        """Take partitions of one lane at once: of several writers who do, the last has all of them."""
        return {partition: self._claimed(partition, group) for partition in partitions}

    def _claimed(self, partition: Partition, group: str) -> Claim:
        held = self._claims.get((group, partition), Claim(BEGINNING, 0))
        claim = self._claims[group, partition] = Claim(held.position, held.epoch + 1)
        return claim

    async def position(self, partition: Partition, group: str) -> int:
        """Give the last position included, or `BEGINNING`."""
        held = self._claims.get((group, partition))
        return BEGINNING if held is None else held.position

    async def standing(self, lane: int, group: str) -> Mapping[Partition, int]:
        """Give every position of a group in one lane."""
        return {at: position for at, position in (await self.positions(group)).items() if at.number == lane}

    async def now(self) -> int:
        """Give the machine's time."""
        return SystemClock().now()

    async def positions(self, group: str, _missing: Missing | None = None) -> Mapping[Partition, int]:
        """Give every position of a group in one question."""
        return {partition: claim.position for (name, partition), claim in self._claims.items() if name == group}

    async def load(
        self, lane: int, processors: Collection[str], subjects: Collection[SubjectRef]
    ) -> Mapping[tuple[str, SubjectRef], StateRow]:
        """Give the states of many people at once; absent people are absent."""
        del lane
        states = self._states
        keys = ((processor, subject) for subject in subjects for processor in processors)
        return {key: states[key] for key in keys if key in states}

    async def histories(self, lane: int, subjects: Collection[SubjectRef]) -> Mapping[SubjectRef, Sequence[HistoryRow]]:
        """Give the whole histories of many people at once, each in canonical order; absent people are absent."""
        del lane
        return await self.histories_of(subjects)

    async def histories_of(self, subjects: Collection[SubjectRef]) -> Mapping[SubjectRef, Sequence[HistoryRow]]:
        """Give the whole histories of many people of any lanes, each in canonical order; absent people are absent."""
        found = ((subject, self._history.get(subject)) for subject in set(subjects))
        return {subject: sorted(rows.values(), key=_in_order) for subject, rows in found if rows}

    async def due(self, lane: int, processors: Collection[str], day: date) -> Sequence[StateRow]:
        """Give the states in a lane whose `due_on` is on or before a day, oldest first."""
        waiting = [
            (due_on, key) for key, due_on in self._due.get(lane, {}).items() if due_on <= day and key[0] in processors
        ]
        return [self._states[key] for _, key in sorted(waiting, key=lambda pair: (pair[0], pair[1][1], pair[1][0]))]

    async def put(self, batch: Batch) -> None:
        """Write the batch and move its positions; raises before the first change or not at all."""
        lane = batch.lane
        self._check(batch)
        told = self._told(batch.history)
        for state in batch.states:
            self._set(lane, state)
        for key in batch.withdrawn:
            self._withdraw(key)
        for subject in batch.let_go:
            rows = self._history.pop(subject, {})
            told.setdefault(subject, {}).update({key: row for key, row in rows.items() if row.type == FORGETS})
        for subject, mine in told.items():
            self._history.setdefault(subject, {}).update(mine)
        self._outbox.setdefault(lane, {}).update(zip(self._places, batch.outbox, strict=False))
        self.quarantine.keep(batch.parked)
        for partition, claim, upto in batch.moves:
            self._claims[batch.group, partition] = Claim(upto, claim.epoch)

    def _check(self, batch: Batch) -> None:
        for partition, claim, upto in batch.moves:
            if self._claims.get((batch.group, partition)) != claim or upto <= claim.position:
                raise PositionRefused(f"{partition} of {batch.group}: position {upto} is refused")
        for partition, position in batch.had.items():
            if self._claims.get((batch.group, partition), Claim(BEGINNING, 0)).position < position:
                raise PositionRefused(f"{partition} of {batch.group}: position {position} is gone")

    def _told(self, rows: Sequence[HistoryRow]) -> dict[SubjectRef, dict[bytes, HistoryRow]]:
        """Give new rows by person and `order_key`; raises `Defect` for one that is there already or comes twice."""
        told: dict[SubjectRef, dict[bytes, HistoryRow]] = defaultdict(dict)
        for row in rows:
            told[row.subject][row.order_key] = row
        known = self._history
        if sum(map(len, told.values())) < len(rows) or any(
            known[who].keys() & told[who] for who in told.keys() & known
        ):
            raise Defect("an event of a person is in the history already")
        return told

    def _set(self, lane: int, state: StateRow) -> None:
        key = (state.processor, state.subject)
        self._states[key] = state
        if state.due_on is not None:
            self._due.setdefault(lane, {})[key] = state.due_on
        else:
            self._due.get(lane, {}).pop(key, None)

    def _withdraw(self, key: tuple[str, SubjectRef]) -> None:
        self._states.pop(key, None)
        for waiting in self._due.values():
            waiting.pop(key, None)

    async def state(self, processor: str, subject: SubjectRef) -> StateRow | None:
        """Give one state."""
        return self._states.get((processor, subject))

    async def history(self, subject: SubjectRef, known_at: int | None = None) -> Sequence[HistoryRow]:
        """Give one person's history in canonical order, as it was known at a time (milliseconds)."""
        rows = sorted(self._history.get(subject, {}).values(), key=_in_order)
        return [row for row in rows if known_at is None or row.received_at <= known_at]

    async def event(self, event_id: bytes) -> HistoryRow | None:
        """Give one event by its id, looked for among all: it is seldom asked for, and writing is not slowed by it."""
        every = (row for rows in self._history.values() for row in rows.values())
        return next((row for row in every if row.event_id == event_id), None)

    async def events_at(self, keys: Collection[tuple[SubjectRef, bytes]]) -> Mapping[SubjectRef, HistoryRow]:
        """Give one history row for each (subject, order_key) that is there."""
        found = ((subject, self._history.get(subject, {}).get(order_key)) for subject, order_key in keys)
        return {subject: row for subject, row in found if row is not None}

    async def nameless(self, processor: str, topic: str) -> Sequence[HistoryRow]:
        """Give what a topic says of people of whom nobody has sent a name."""
        rows = [row for row in self._states.values() if row.processor == processor]
        people = [row.subject for row in rows if row.card_key is None and row.now is None]
        return [row for who in people for row in self._history.get(who, {}).values() if row.topic == topic]

    async def board(self, ask: BoardFilter, _missing: Missing | None = None) -> Sequence[StateRow]:
        """Give a page of listed people."""
        return in_order((row for row in self._states.values() if is_listed(row, ask)), ask)[: ask.limit]

    async def candidates(self, ask: BoardFilter, since: date, _missing: Missing | None = None) -> Sequence[StateRow]:
        """Give who may be on the board of a day, in the order of their references."""
        found = [row for row in self._states.values() if may_be_listed(row, ask, since)]
        return sorted(found, key=attrgetter("subject"))[: ask.limit]

    async def waiting(self) -> Mapping[int, int]:
        """Give how many outbox rows of each lane wait to be appended; lanes with none are absent."""
        return {lane: len(rows) for lane, rows in self._outbox.items() if rows}

    async def outboxes(self) -> Outboxes:
        """Give what waits."""
        return Outboxes(await self.waiting())

    async def counts(self, ask: BoardFilter, _missing: Missing | None = None) -> Mapping[str, int]:
        """Give how many people have each status on the day asked for; whose weeks are over `COUNTED_AT_MOST`."""
        counted = [row.listing for row in self._states.values() if is_counted(row, ask)]
        found = Counter(status_on(listing, ask.on) for listing in counted if listing)
        return {status: min(n, COUNTED_AT_MOST) if status in LIMITED else n for status, n in found.items()}

    async def steps(self, ask: BoardFilter, _missing: Missing | None = None) -> StepCounts:
        """Give for how many people on the board each step waits."""
        return steps_of(self._states.values(), ask)

    async def choices(self, ask: BoardFilter, _missing: Missing | None = None) -> Mapping[str, Sequence[str]]:
        """Give the codes that occur among people on the board."""
        wide = BoardFilter(ask.on, processor=ask.processor)
        found = [row.listing for row in self._states.values() if is_listed(row, wide) and row.listing]
        plain = {name: {getattr(one, name) for one in found} - {None} for name in ("ics", "council", "trust")}
        codes = plain | {"provider": {code for one in found for code in one.providers}}
        codes["trust"] |= {one.waits_at for one in found} - {None}
        codes["reason"] = {one.waits_for for one in found} - {None}
        return {name: sorted(held) for name, held in codes.items()}

    async def outbox(self, lane: int, limit: int) -> Sequence[Waiting]:
        """Give the oldest rows that wait to be appended, in the order in which they were written."""
        return [Waiting(*each) for each in islice(self._outbox.get(lane, {}).items(), limit)]

    @asynccontextmanager
    async def lent(self, lane: int, limit: int) -> AsyncIterator[Sequence[Waiting]]:
        """Lend the oldest rows that wait to one alone, and forget them when the block ends well."""
        if lane in self._lent:
            yield ()
            return
        self._lent.add(lane)
        try:
            rows = await self.outbox(lane, limit)
            yield rows
            for place, _ in rows:
                del self._outbox[lane][place]
        finally:
            self._lent.discard(lane)

    async def close(self) -> None:
        """Hold nothing that needs releasing."""
