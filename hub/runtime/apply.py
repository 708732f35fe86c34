"""One batch, from bytes in the log to a committed transaction.

The order, which nothing may change:

1. Read a batch: records of several partitions of one lane.  2. Check that they follow the stored positions.
3. Group by person; whoever belongs to another lane is quarantined.  4. Load the states of the whole batch at once.
5. Person by person, decode (what cannot be decoded is quarantined with its position) and fold in place whoever's events
follow what is folded; load the histories of all others at once and fold those from the beginning.  6. Compare facts.
7. Write states, history, facts, outbox, quarantine and positions in one transaction.  8. Only then tell the
deliverers that there is work.  Every few seconds the log is told how far the group is (a courtesy to its tools).

A crash before 7 repeats the batch; a crash after 7 finds the positions included.  Nothing else is needed for
correctness, and nothing else is relied on.
"""

import asyncio
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from hub.codec.events import EventCodec
from hub.ports.log import BEGINNING, Partition
from hub.ports.store import Batch, Claim, LaneStore, Move
from hub.runtime.collecting import collector_paused
from hub.runtime.folding import AnyProcessor
from hub.runtime.inbox import Ready
from hub.runtime.misfiled import Misfiled
from hub.runtime.outcome import Outcome
from hub.runtime.taking import by_person, of_other_lanes

_position = attrgetter("position")


class Group(NamedTuple):
    """Processors that share one pass over the lanes; the first one's rows carry the standing."""

    name: str
    processors: tuple[AnyProcessor, ...]
    topics: tuple[str, ...]
    live: str | None = None
    """Of a shadow the name of the group beside which it folds."""

    @property
    def addressed(self) -> str:
        """The name by which records are meant for this group: a shadow folds what the live group folded."""
        return self.name if self.live is None else self.live


class ApplyParts(NamedTuple):
    """What applying a batch needs: where it is written, how it is read, who folds it."""

    store: LaneStore
    codec: EventCodec
    group: Group
    lanes: int
    """How many lanes there are: it decides whose records are no business of a batch's lane."""


class Applied(NamedTuple):
    """What one batch did, for counting."""

    records: int = 0
    folded: int = 0
    parked: int = 0
    received_at: Sequence[int] = ()
    """When each event was received that was folded."""
    claims: Mapping[Partition, Claim] = {}
    """The claims on the partitions that moved, with their new positions."""


async def apply(parts: ApplyParts, claims: Mapping[Partition, Claim], ready: Ready, today: date) -> Applied:
    """Fold one batch of one lane; the docstring of this module tells the order.

    `claims` has every partition of `ready`, and others of the lane whose positions the store must still have.  Raises
    `PositionRefused` when another writer owns one of them or the store does not stand where they say, `Unavailable`
    when the store is away: in both cases nothing was written.
    """
    fresh = fresh_of(claims, ready)
    if not fresh:
        return Applied()
    store, codec, group, lanes = parts
    moves = moves_of(claims, fresh)
    lane = moves[0].partition.number
    people, parked = by_person(chain.from_iterable(fresh.values()), group.addressed)
    parked += of_other_lanes(people, lane, lanes)
    loaded = await store.load(lane, [processor.name for processor in group.processors], people.keys())
    outcome = Outcome(codec, group.processors, today, loaded)
    with collector_paused():
        late = outcome.fold_in_place(people)
    await asyncio.sleep(0)  # for what else waits for this thread, a heartbeat first of all
    with collector_paused():
        outcome.write_folded()
    if late:
        histories = await store.histories(lane, late.keys())
        parked += await Misfiled(store, codec).take_away(people, late, histories)
        with collector_paused():
            outcome.fold_whole(late, histories)
    parked += outcome.parked
    had = had_of(claims, fresh)
    await store.put(Batch(group.name, moves, outcome.states, outcome.history, outcome.outbox, parked, had=had))
    received = [row.received_at for row in outcome.history]
    count = sum(map(len, fresh.values()))
    return Applied(count, len(outcome.history), len(parked), received, moved(moves))


def fresh_of(claims: Mapping[Partition, Claim], ready: Ready) -> Ready:
    """Give the records that are not included yet; partitions that have none are absent."""
    fresh = {}
    for partition, records in ready.items():
        included = bisect_right(records, claims[partition].position, key=_position)
        if included < len(records):
            fresh[partition] = records[included:]
    return fresh


def moves_of(claims: Mapping[Partition, Claim], fresh: Ready) -> list[Move]:
    """Give how far these records take their partitions."""
    return [Move(partition, claims[partition], records[-1].position) for partition, records in fresh.items()]


def had_of(claims: Mapping[Partition, Claim], fresh: Ready) -> dict[Partition, int]:
    """Give where the partitions stand that these records do not move; what none was ever taken of says nothing."""
    stand = {partition: claim.position for partition, claim in claims.items() if partition not in fresh}
    return {partition: position for partition, position in stand.items() if position != BEGINNING}


def moved(moves: Iterable[Move]) -> dict[Partition, Claim]:
    """Give the claims as they are once the moves are committed."""
    return {partition: Claim(upto, claim.epoch) for partition, claim, upto in moves}
