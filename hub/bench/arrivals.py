"""How events arrive: in order, or as real feeds send them, some late, some twice, some taken back, some of two records.

Whatever is chosen by chance is the same in every run.
"""

import hashlib
import random
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from typing import Final, NamedTuple

from msgspec.structs import replace

from hub.bench.lives import HOUR
from hub.codec.events import EventCodec
from hub.domain.lanes import lane_of
from hub.events.catalogue import BY_TYPE
from hub.events.discharge import DischargeCancelled, SpellDischarged, SpellTransferred, TransferCancelled
from hub.events.envelope import Event
from hub.events.identity import PersonMerged
from hub.ports.log import Draft, Partition, Record

_LATE_WITHIN: Final = 48 * HOUR
_TWICE_WITHIN: Final = 12 * HOUR
_CANCELLED_AFTER: Final = 3 * HOUR
_DONE_AGAIN_AFTER: Final = 24 * HOUR
_TARGETS: Final = frozenset({"SpellTransferred", "SpellDischarged"})
_TARGETS_SHARE: Final = 3 / 20
"""What a cancel takes back, and its share among the events of a life."""
_BEFORE_ITS_TARGET: Final = 0.2
"""The share of cancels that arrive before what they cancel."""


class Shares(NamedTuple):
    """Shares of all events that arrive late (within two days), twice, taken back, or with a merge of two records."""

    late: float = 0.0
    twice: float = 0.0
    cancelled: float = 0.0
    merged: float = 0.0


IN_ORDER: Final = Shares()
PEER: Final = Shares(twice=0.005)
HONEST: Final = Shares(late=0.05, twice=0.01, cancelled=0.01, merged=0.002)


class Arrival(NamedTuple):
    """One event under one key at a time (milliseconds): a merge arrives under the keys of both records."""

    event: Event
    key: bytes
    at: int

    def draft(self, codec: EventCodec) -> Draft:
        """Write it as a record for the log."""
        return Draft(BY_TYPE[self.event.type].topic, self.key, codec.encode(self.event))


def arrivals(events: Iterable[Event], shares: Shares) -> Iterator[Arrival]:
    """Give events, which come in order of time, in the order in which they arrive.

    Memory holds what is under way at once, two days of the late ones.
    """
    chance = random.Random(7)  # noqa: S311 - the same arrivals in every run, no secret
    waiting: list[tuple[int, int, Arrival]] = []
    sent, before = 0, b""
    for event in events:
        for each in _with_more(event, before, shares, chance):
            heappush(waiting, (each.at, sent := sent + 1, each))
        before = event.subject_ref
        while waiting and waiting[0][0] <= event.received_at:
            yield heappop(waiting)[2]
    while waiting:
        yield heappop(waiting)[2]


def records(codec: EventCodec, arriving: Iterable[Arrival], lanes: int) -> dict[Partition, list[Record]]:
    """Give arrivals as records of a log, by partition, all in memory."""
    out: dict[Partition, list[Record]] = {}
    for arrival in arriving:
        topic, key, value, *_ = arrival.draft(codec)
        partition = Partition(topic, lane_of(key, lanes))
        mine = out.setdefault(partition, [])
        mine.append(Record(partition, len(mine), key, value, arrival.at))
    return out


def _with_more(event: Event, before: bytes, shares: Shares, chance: random.Random) -> Iterator[Arrival]:
    """Give the event, late or not, and what comes with it."""
    mine = [event]
    if event.type in _TARGETS and chance.random() < shares.cancelled / _TARGETS_SHARE:
        mine = list(_taken_back(event, chance))
    for each in mine:
        late = chance.random() < shares.late
        first = _received(each, chance.randrange(_LATE_WITHIN)) if late else each
        yield (once := Arrival(first, first.subject_ref, first.received_at))
        if chance.random() < shares.twice:
            yield once._replace(at=once.at + chance.randrange(_TWICE_WITHIN))
    if before not in {b"", event.subject_ref} and chance.random() < shares.merged:
        yield from _merged(event, before)


def _received(event: Event, after: int) -> Event:
    return replace(event, received_at=event.received_at + after)


def _taken_back(event: Event, chance: random.Random) -> Iterator[Event]:
    """Give the event, its cancel, and, of a discharge, the one that took place in the end."""
    body = event.body
    if not isinstance(body, SpellTransferred | SpellDischarged):
        return
    cancel = _another(event, "cancel", TransferCancelled(body.spell))
    if isinstance(body, SpellDischarged):
        again = event.occurred_at + _DONE_AGAIN_AFTER
        done = replace(body, discharged_at=replace(body.discharged_at, at=again))
        yield _received(replace(_another(event, "again", done), occurred_at=again), _DONE_AGAIN_AFTER)
        cancel = _another(event, "cancel", DischargeCancelled(body.spell))
    cancel = replace(cancel, recorded_at=event.recorded_at + _CANCELLED_AFTER)
    early = chance.random() < _BEFORE_ITS_TARGET
    yield _received(event, 2 * _CANCELLED_AFTER) if early else event
    yield _received(cancel, _CANCELLED_AFTER)


def _merged(event: Event, other: bytes) -> Iterator[Arrival]:
    link = _another(event, "merge", PersonMerged(other, event.subject_ref))
    for key in (event.subject_ref, other):
        yield Arrival(link, key, link.received_at)


def _another(event: Event, name: str, body: object) -> Event:
    event_id = hashlib.sha256(event.event_id + name.encode()).digest()[:16]
    return replace(event, event_id=event_id, type=type(body).__name__, body=body)
