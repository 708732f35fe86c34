"""An intake that keeps everything in memory: what the connector's tests take messages to."""

import hashlib
from collections.abc import Sequence

from hub.errors import Unavailable
from hub.ports.connector import Finding, Proposed, Receipt, Received


class ManualClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, at: int = 1_795_000_000_000) -> None:
        self.at = at

    def now(self) -> int:
        """Give the moment that the test set."""
        return self.at


class MemoryIntake:
    """Records what was taken and parked; drops repeats by sender's id and content, as the feed book does."""

    def __init__(self) -> None:
        self.events: list[Proposed] = []
        self.parked: list[Received] = []
        self.batches: list[int] = []
        self.away = False
        self._seen: dict[tuple[str, str], set[bytes]] = {}

    async def take(self, received: Sequence[Received]) -> Sequence[Receipt]:
        """Take messages in order, or raise `Unavailable` and keep nothing."""
        if self.away:
            raise Unavailable("The memory intake is away.")
        self.batches.append(len(received))
        return [self._one(one) for one in received]

    def _one(self, received: Received) -> Receipt:
        translation = received.translation
        if translation.outcome == "rejected":
            self.parked.append(received)
            return Receipt("rejected", (), translation.findings, f"parked-{len(self.parked)}")
        digest = hashlib.sha256(received.raw).digest()
        seen = self._seen.setdefault((received.feed, translation.message_id), set())
        findings = translation.findings
        if digest in seen:
            return Receipt("duplicate", (), findings)
        if seen:
            findings += (Finding("MSH-10", "control_id_reused", "This control id came before with other content."),)
        seen.add(digest)
        self.events.extend(translation.events)
        ids = tuple(hashlib.sha256(digest + bytes([i])).digest()[:16] for i, _ in enumerate(translation.events))
        return Receipt(translation.outcome, ids, findings)
