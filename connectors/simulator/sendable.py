"""What leaves the invented area: one message or file, when it is sent, and by which way."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from connectors.wall_time import moment_of
from hub.events.values import Precision

ENTRY: Final = "entry"
"""The transport of what is recorded by hand."""
DOCUMENT: Final = "document"
"""The transport of a signed document that goes with a move: people hand it over too."""


class Sendable(NamedTuple):
    """One thing to send.  `at` is milliseconds since the epoch; `beside` are further files of the same drop."""

    at: int
    transport: str
    """`mllp`, `drop`, or what people do by hand: `entry` and `document`."""
    feed: str
    payload: bytes
    name: str
    beside: tuple[tuple[str, bytes], ...] = ()

    @property
    def is_by_hand(self) -> bool:
        """Whether people send it at a desk, over the API."""
        return self.transport in {ENTRY, DOCUMENT}

    @property
    def files(self) -> Mapping[str, bytes]:
        """Give everything of a drop by file name."""
        return {self.name: self.payload, **dict(self.beside)}


def milliseconds(wall: datetime) -> int:
    """Give a wall time of the area as milliseconds since the epoch."""
    return moment_of(wall, Precision.SECOND).at
