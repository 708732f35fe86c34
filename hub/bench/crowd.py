"""A crowd of the past: people whose six weeks are over, in a store as the hub leaves them.

One life is folded and its milestones are let pass, as the hub does it; the rows are then written for as many people as
asked for, under references of their own.  Nothing ever happens to them again: they are there to be many.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Final, NamedTuple

from msgspec.structs import replace

from hub.adapters.memory_store import MemoryStore
from hub.bench.arrivals import IN_ORDER, arrivals, records
from hub.bench.folding import fold, logged
from hub.bench.lives import LIFE, START, events
from hub.codec.events import EventCodec
from hub.domain.days import day_of
from hub.domain.lanes import lane_of
from hub.events.catalogue import DISCHARGE
from hub.ports.log import Partition
from hub.ports.store import Batch, Claim, HistoryRow, Move, StateRow, Store
from hub.runtime.apply import ApplyParts, Group
from hub.runtime.ticks import wake

GROUP: Final = "bench-crowd"
"""Whose positions count these people, so that nobody takes them for what was read from the log."""
_AT_ONCE: Final = 500
_ALL: Final = 1 << 128
_OVER_AFTER: Final = timedelta(days=120)


class Life(NamedTuple):
    """The rows of one person whose weeks are over."""

    states: Sequence[StateRow]
    history: Sequence[HistoryRow]

    def of(self, number: int, people: int) -> "Life":
        """Give the same rows of one of a crowd."""
        subject, count = member(number, people), len(self.history)
        ids = [_spread(number * count + place, people * count) for place in range(count)]
        return Life(
            [replace(row, subject=subject) for row in self.states],
            [replace(row, subject=subject, event_id=own) for row, own in zip(self.history, ids, strict=True)],
        )


def member(number: int, people: int) -> bytes:
    """Give the reference of one of a crowd."""
    return _spread(number, people)


def _spread(number: int, among: int) -> bytes:
    """Give ids that lie everywhere among random ones and yet come in order, so that many are written fast."""
    return (number * (_ALL // among)).to_bytes(16, "big")


async def one_life(group: Group) -> Life:
    """Fold one life and let its days pass."""
    codec, store = EventCodec(), MemoryStore(1)
    made = records(codec, arrivals(events(LIFE, 1), IN_ORDER), 1)
    await fold(ApplyParts(store, codec, group, 1), await logged(made, 1), LIFE, lambda _: None)
    (subject,) = {record.key for mine in made.values() for record in mine}
    names = [processor.name for processor in group.processors]
    day, over = day_of(START), day_of(START) + _OVER_AFTER
    while day < over:
        day += timedelta(days=1)
        await _pass(store, codec, group, day)
    states = await store.load(0, names, [subject])
    return Life(list(states.values()), await store.history(subject))


async def _pass(store: MemoryStore, codec: EventCodec, group: Group, day: date) -> None:
    due = await store.due(0, [processor.name for processor in group.processors], day)
    claim = await store.claim(Partition(DISCHARGE, 0), GROUP)
    states, _ = wake(codec, group, due, day)
    await store.put(Batch(GROUP, [_move(0, claim, 1)], states, [], [], []))


async def fill(store: Store, lanes: int, people: int, group: Group, progress: Callable[[str, int], None]) -> None:
    """Write a crowd into a store of so many lanes."""
    life = await one_life(group)
    claims = {lane: await store.claim(Partition(DISCHARGE, lane), GROUP) for lane in range(lanes)}
    for done, (lane, numbers) in _lots(people, lanes):
        lives = [life.of(number, people) for number in numbers]
        move = _move(lane, claims[lane], len(numbers))
        states, history = [row for one in lives for row in one.states], [row for one in lives for row in one.history]
        await store.put(Batch(GROUP, [move], states, history, [], []))
        claims[lane] = Claim(move.upto, move.claim.epoch)
        progress("people of the past", done)


def _move(lane: int, claim: Claim, by: int) -> Move:
    return Move(Partition(DISCHARGE, lane), claim, claim.position + by)


def _lots(people: int, lanes: int) -> Iterator[tuple[int, tuple[int, list[int]]]]:
    """Deal people out by lane, so many at once; gives how many were dealt with each lot."""
    waiting: dict[int, list[int]] = {lane: [] for lane in range(lanes)}
    numbers = iter(range(people))
    done = 0
    while some := list(islice(numbers, _AT_ONCE * lanes)):
        for number in some:
            waiting[lane_of(member(number, people), lanes)].append(number)
        for lane, mine in waiting.items():
            if mine:
                done += len(mine)
                yield done, (lane, mine)
        waiting = {lane: [] for lane in range(lanes)}
