"""Whether a benchmark measured work that was done right: some people's states against what was sent about them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from hub.codec.events import EventCodec
from hub.domain.lanes import lane_of
from hub.domain.membership import LINK_TYPES
from hub.events.envelope import Event
from hub.ports.store import Store
from hub.runtime.apply import Group
from hub.runtime.folding import refold
from hub.runtime.rows import unpack

_ONE_IN: Final = 100


class Sample:
    """One person of so many, with every event that was sent about them; it knows nothing of how they were folded.

    People whose records were merged are left out: their events are in other records too.
    """

    def __init__(self, codec: EventCodec, one_in: int = _ONE_IN) -> None:
        self._codec, self._one_in = codec, one_in
        self._sent: dict[bytes, list[Event]] = defaultdict(list)

    def __len__(self) -> int:
        """Count the people."""
        return len(self._mine())

    def take(self, records: Iterable[tuple[bytes, bytes]]) -> None:
        """Note what is sent: keys and values."""
        for key, value in records:
            if int.from_bytes(key[:4], "big") % self._one_in == 0:
                self._sent[key].append(self._codec.decode_clear(value))

    def _mine(self) -> dict[bytes, list[Event]]:
        return {
            subject: events
            for subject, events in self._sent.items()
            if not any(event.type in LINK_TYPES for event in events)
        }

    async def wrong(self, store: Store, group: Group, lanes: int) -> int:
        """Count the people whose stored state is not what folding everything that was sent gives."""
        return sum([not await _right(store, lane_of(sent[0], lanes), group, *sent) for sent in self._mine().items()])


async def _right(store: Store, lane: int, group: Group, subject: bytes, events: list[Event]) -> bool:
    names = [processor.name for processor in group.processors]
    rows = await store.load(lane, names, [subject])
    person = refold(subject, events, group.processors)
    for processor in group.processors:
        row = rows.get((processor.name, subject))
        stored = processor.encode(processor.initial()) if row is None else unpack(row.value).state
        if stored != processor.encode(person.states[processor.name]):
            return False
    return True
