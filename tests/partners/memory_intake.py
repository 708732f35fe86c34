"""A small real intake and feed book in memory: they keep what they were given, and know a repeat."""

import hashlib
from collections.abc import Sequence

from hub.errors import Unavailable
from hub.ports.connector import Proposed, Receipt, Received


class MemoryIntake:
    """Takes messages in order; the same message id with the same bytes is a duplicate and adds no event."""

    def __init__(self) -> None:
        self.taken: list[Received] = []
        self.events: list[Proposed] = []
        self.parked: list[Received] = []
        self.away = False
        self._seen: set[tuple[str, str, bytes]] = set()

    async def take(self, received: Sequence[Received]) -> Sequence[Receipt]:
        """Keep messages, or raise `Unavailable` while away."""
        if self.away:
            raise Unavailable("the log is away")
        return [self._one(one) for one in received]

    def _one(self, one: Received) -> Receipt:
        translation, digest = one.translation, hashlib.sha256(one.raw).digest()
        self.taken.append(one)
        if translation.outcome == "rejected":
            self.parked.append(one)
            return Receipt("rejected", (), translation.findings, digest.hex())
        key = (one.feed, translation.message_id, digest)
        if key in self._seen:
            return Receipt("duplicate", (), ())
        self._seen.add(key)
        self.events.extend(translation.events)
        ids = tuple(event_id(one, index) for index in range(len(translation.events)))
        return Receipt(translation.outcome, ids, translation.findings)


def event_id(one: Received, index: int) -> bytes:
    """Give the id that the design note gives an event."""
    parts = (one.feed, one.translation.message_id, hashlib.sha256(one.raw).hexdigest(), str(index))
    return hashlib.sha256("\x1f".join(parts).encode()).digest()[:16]


class StillClock:
    """A clock that stands at one moment."""

    def __init__(self, at: int) -> None:
        self.at = at

    def now(self) -> int:
        """Milliseconds since the epoch."""
        return self.at
