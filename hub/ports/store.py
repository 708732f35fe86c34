"""The store: state, history, facts and position of a batch, written in one transaction or not at all.

The contract suite proves, over every adapter: a batch is visible whole or not at all at any kill point; a
position already included is refused and changes nothing, and so is a batch that begins behind a position which the
store does not have; a writer whose partition moved is refused; history answers by `known_at`; the same bytes come back.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import NamedTuple, Protocol

import msgspec

from hub.errors import Defect
from hub.ports.board_filter import BoardFilter
from hub.ports.board_steps import StepCounts
from hub.ports.listing import BoardDays, Listing
from hub.ports.log import Partition
from hub.ports.missing import Missing

SubjectRef = bytes
"""16 random bytes, the key of a person everywhere."""


class Claim(NamedTuple):
    """The right to write one partition for one group: its position and the epoch of this writer."""

    position: int
    epoch: int


class StateRow(msgspec.Struct, frozen=True, gc=False):
    """One processor's folded state of one person."""

    processor: str
    subject: SubjectRef
    value: bytes
    due_on: date | None = None
    """The next day on which a tick changes the facts, though nothing happens."""
    card_key: bytes | None = None
    """`order_key` of the newest event that carries a name."""
    now: SubjectRef | None = None
    """Set when this person was merged away: who they are now."""
    listing: Listing | None = None
    days: BoardDays | None = None
    """Where boards of other days find this person; none of whoever was on none, or was merged away."""


class HistoryRow(msgspec.Struct, frozen=True, gc=False):
    """One event of one person, as bytes; `order_key` sorts in canonical order and is unique in the person."""

    subject: SubjectRef
    order_key: bytes
    event_id: bytes
    type: str
    received_at: int
    topic: str
    position: int
    value: bytes


class OutboxRow(NamedTuple):
    """Something to append to the log once its cause is committed.

    The id is deterministic, so what is told, taken back and told again comes with the same id twice.
    """

    id: bytes
    topic: str
    key: bytes
    value: bytes


class Waiting(NamedTuple):
    """A row of the outbox at its place in the lane: places only grow."""

    place: int
    row: OutboxRow


class Parked(msgspec.Struct, frozen=True):
    """A message or record that could not be taken, with its sealed original."""

    id: str
    feed: str
    parked_at: int
    path: str
    rule: str
    words: str
    sealed: bytes
    """The original under the hub's own quarantine key; empty when the log still holds it."""
    topic: str | None = None
    lane: int | None = None
    position: int | None = None
    state: str = "parked"
    """`parked`, `redriven` or `dropped`."""
    message_digest: str | None = None


class Move(NamedTuple):
    """How far a batch takes one partition, by the right of a claim and from exactly where that stands."""

    partition: Partition
    claim: Claim
    upto: int
    """The position of the partition's last record in the batch."""


def lane_of_moves(moves: Sequence[Move]) -> int:
    """Give the lane whose partitions move; raises `Defect` when there is none, more than one, or a partition twice."""
    lanes = {move.partition.number for move in moves}
    if len(lanes) != 1 or len({move.partition for move in moves}) < len(moves):
        raise Defect("a batch moves partitions of one lane, each once")
    return lanes.pop()


class Batch(NamedTuple):
    """Everything that one transaction writes.

    `moves` names every partition that it has records of, each once and all of one lane: people are folded with what
    came in every topic, and either all these positions move or none.
    """

    group: str
    moves: Sequence[Move]
    states: Sequence[StateRow]
    history: Sequence[HistoryRow]
    outbox: Sequence[OutboxRow]
    parked: Sequence[Parked]
    withdrawn: Sequence[tuple[str, SubjectRef]] = ()
    """(processor, subject) whose state row goes away."""
    let_go: Sequence[SubjectRef] = ()
    """People whose history goes, but for the word that they are forgotten."""
    had: Mapping[Partition, int] = {}
    """Where partitions of the lane stand that do not move: what was worked out rests on a store that has these."""

    @property
    def lane(self) -> int:
        """The lane whose partitions move; raises `Defect` when there is none, or more than one."""
        return lane_of_moves(self.moves)


class LaneStore(Protocol):
    """What folding a lane reads and writes.  Every method raises `Unavailable` when the store does not answer."""

    async def claim(self, partition: Partition, group: str) -> Claim:
        """Take the partition for this writer: earlier writers are refused from now on."""
        ...

    async def claim_all(self, partitions: Collection[Partition], group: str) -> Mapping[Partition, Claim]:
        """Take partitions of one lane at once: of several writers who do, the last has all of them.

        With a part each they would fold the same person, and the second write would undo the first.
        """
        ...

    async def position(self, partition: Partition, group: str) -> int:
        """Give the last position included, or `BEGINNING`."""
        ...

    async def standing(self, lane: int, group: str) -> Mapping[Partition, int]:
        """Give every position of a group in one lane, in one question; partitions never claimed are absent."""
        ...

    async def load(
        self, lane: int, processors: Collection[str], subjects: Collection[SubjectRef]
    ) -> Mapping[tuple[str, SubjectRef], StateRow]:
        """Give the states of many people at once; absent people are absent."""
        ...

    async def histories(self, lane: int, subjects: Collection[SubjectRef]) -> Mapping[SubjectRef, Sequence[HistoryRow]]:
        """Give the whole histories of many people at once, each in canonical order."""
        ...

    async def history(self, subject: SubjectRef, known_at: int | None = None) -> Sequence[HistoryRow]:
        """Give one person's history in canonical order, as it was known at a time (milliseconds).

        From whichever lane it is in: whose events were passed on may be of another one.
        """
        ...

    async def due(self, lane: int, processors: Collection[str], day: date) -> Sequence[StateRow]:
        """Give the states in a lane whose `due_on` is on or before a day."""
        ...

    async def put(self, batch: Batch) -> None:
        """Write the batch in one transaction and move its positions.

        Raises `PositionRefused` when of any move the claim is not the newest, `upto` is already included, or the store
        stands at another position than the claim, or before one of `had`: into one that came back without its newest
        commits no gap is written.
        """
        ...

    async def outbox(self, lane: int, limit: int) -> Sequence[Waiting]:
        """Give the oldest rows that wait to be appended, in the order in which they were written.

        A row whose id waits already waits once more, behind everything else: consumers count the newest.
        """
        ...

    def lent(self, lane: int, limit: int) -> AbstractAsyncContextManager[Sequence[Waiting]]:
        """Lend the oldest rows of the outbox to one who takes them to the log; forget them when the block ends well.

        Nobody else is lent any of the lane meanwhile, but none: two who sent the same rows at their own pace would let
        older news follow newer.
        """
        ...


class Outboxes(NamedTuple):
    """How many rows of each lane wait to be appended, and the lanes whose servers do not answer."""

    waiting: Mapping[int, int]
    unknown: frozenset[int] = frozenset()


class Store(LaneStore, Protocol):
    """State of people: what folding needs, and what readers, the relay and operators ask."""

    async def now(self) -> int:
        """Give the store's own time (milliseconds), to hold clocks against: the earliest of the servers that answer."""
        ...

    async def positions(self, group: str, missing: Missing | None = None) -> Mapping[Partition, int]:
        """Give every position of a group in one question: for lag, and to notice that something changed.

        With `missing` those of the servers that answer, as for `board`.
        """
        ...

    async def state(self, processor: str, subject: SubjectRef) -> StateRow | None:
        """Give one state, from whichever lane it is in (the lane follows from the subject)."""
        ...

    async def event(self, event_id: bytes) -> HistoryRow | None:
        """Give one event by its id."""
        ...

    async def events_at(self, keys: Collection[tuple[SubjectRef, bytes]]) -> Mapping[SubjectRef, HistoryRow]:
        """Give one history row for each (subject, order_key): the name cards of a page of the board."""
        ...

    async def nameless(self, processor: str, topic: str) -> Sequence[HistoryRow]:
        """Give what a topic says of people of whom nobody has sent a name, in any order; never the merged-away."""
        ...

    async def board(self, ask: BoardFilter, missing: Missing | None = None) -> Sequence[StateRow]:
        """Give a page of listed people in the order of `hub.ports.board.in_order`; never the merged-away.

        Raises `Rejected` when `after` is no cursor.  With `missing`, here and below, people of servers that do not
        answer are left out and that is noted; without it such a server raises `Unavailable`.
        """
        ...

    async def candidates(self, ask: BoardFilter, since: date, missing: Missing | None = None) -> Sequence[StateRow]:
        """Give who may be on the board of a day, in the order of their references (`hub.ports.board_of_day`)."""
        ...

    async def histories_of(self, subjects: Collection[SubjectRef]) -> Mapping[SubjectRef, Sequence[HistoryRow]]:
        """Give the whole histories of many people of any lanes, each in canonical order; absent people are absent."""
        ...

    async def counts(self, ask: BoardFilter, missing: Missing | None = None) -> Mapping[str, int]:
        """Give how many people have each status on the day asked for (`hub.ports.board.status_on`).

        Under the same filter as `board`, but for `status`, `after` and `limit`: the whole board and not a page.
        Statuses that nobody has are absent; of those of the past no more than `COUNTED_AT_MOST` people are counted.
        """
        ...

    async def steps(self, ask: BoardFilter, missing: Missing | None = None) -> StepCounts:
        """Give for how many people on the board by steps each step waits, and with whom.

        Under the same filter as `board`, but for `step`, `holder`, `after`, `limit` and `order`; of one step no more
        than `COUNTED_AT_MOST` people are counted.
        """
        ...

    async def choices(self, ask: BoardFilter, missing: Missing | None = None) -> Mapping[str, Sequence[str]]:
        """Give the codes that occur among people on the board, sorted: `ics`, `council`, `trust`, `provider`, `reason`.

        Only `on` and `processor` of the filter count.
        """
        ...

    async def waiting(self) -> Mapping[int, int]:
        """Give how many outbox rows of each lane wait to be appended; lanes with none are absent."""
        ...

    async def outboxes(self) -> Outboxes:
        """Give what waits of the lanes whose servers answer; raises `Unavailable` when none does."""
        ...

    async def close(self) -> None:
        """Release what is held."""
        ...
