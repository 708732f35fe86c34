"""The synchronous test driver: bytes in, state and derived events out, and time that moves only by hand.

It runs the real codec, `apply` and processors, over the memory log and store in tests, so that a fault in a schema or
in the order of a batch shows here in milliseconds.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import TracebackType
from typing import Any, Protocol, Self

from hub.codec.events import EventCodec
from hub.domain.days import start_of
from hub.events.catalogue import BY_TYPE, FACT
from hub.events.envelope import Event
from hub.ports.log import BEGINNING, Draft, Log, Partition
from hub.ports.store import HistoryRow, Store
from hub.runtime.apply import Group
from hub.runtime.catching_up import catch_up, until_end
from hub.runtime.lane import LaneParts
from hub.runtime.reading import state_hash
from hub.runtime.rows import unpack
from hub.runtime.ticks import tick_drafts


class MovableClock(Protocol):
    """A clock that a test moves."""

    def now(self) -> int:
        """Give the moment it was last set to."""
        ...

    def set(self, now: int) -> None:
        """Move to a moment."""
        ...


class Driver:
    """One group over memory adapters, driven step by step."""

    def __init__(self, log: Log, store: Store, clock: MovableClock, codec: EventCodec, group: Group) -> None:
        self._runner = asyncio.Runner()
        self.log, self.store, self.clock = log, store, clock
        self._codec, self._group = codec, group
        self._parts = LaneParts(log, store, codec, group, clock, lambda *_: None)

    def __enter__(self) -> Self:
        """Open the driver's loop."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the driver's loop."""
        self._runner.close()

    def send(self, events: Iterable[Event], key: bytes | None = None) -> None:
        """Append events under their own person's key, or under `key`, without folding them."""
        drafts = [Draft(BY_TYPE[e.type].topic, key or e.subject_ref, self._codec.encode(e)) for e in events]
        self._runner.run(self.log.append(drafts))

    def send_bytes(self, topic: str, key: bytes, value: bytes) -> None:
        """Append a record as it is."""
        self._runner.run(self.log.append([Draft(topic, key, value)]))

    def settle(self) -> int:
        """Fold everything that waits, forwards between people included; give the number of records."""
        return self._runner.run(catch_up(self._parts))

    def advance(self, to: date) -> None:
        """Move to a day: its ticks are appended and folded."""
        self.clock.set(start_of(to))
        drafts = tick_drafts(self._codec, range(self.log.lanes), self.clock.now(), to)
        drafts = drafts or tick_drafts(self._codec, range(self.log.lanes), self.clock.now(), None)
        self._runner.run(self.log.append(drafts))
        self.settle()

    def state(self, subject: bytes, processor: str) -> Any:
        """Give the folded state of a person; none when nothing was folded."""
        row = self._runner.run(self.store.state(processor, subject))
        return None if row is None else self._processor(processor).decode(unpack(row.value).state)

    def view(self, subject: bytes, processor: str, on: date) -> Mapping[str, Any]:
        """Give what a reader sees of a person on a day."""
        view: Mapping[str, Any] = self._processor(processor).view(self.state(subject, processor), on)
        return view

    def history(self, subject: bytes) -> Sequence[HistoryRow]:
        """Give a person's history."""
        return self._runner.run(self.store.history(subject))

    def now(self, subject: bytes) -> bytes | None:
        """Give who a merged-away person is now."""
        row = self._runner.run(self.store.state(self._group.processors[0].name, subject))
        return None if row is None else row.now

    def hash(self, subject: bytes, processor: str) -> str:
        """Give the hash of a person's state."""
        return state_hash(self._processor(processor), self.state(subject, processor))

    def _processor(self, name: str) -> Any:
        return next(p for p in self._group.processors if p.name == name)

    def derived(self) -> Sequence[Event]:
        """Give every derived event in the log, in the order of the lanes."""
        return self._runner.run(self._derived())

    async def _derived(self) -> list[Event]:
        found = []
        for lane in range(self.log.lanes):
            async for records in until_end(self.log, Partition(FACT, lane), BEGINNING, 1000):
                found += [self._codec.decode(record.value) for record in records]
        return found
