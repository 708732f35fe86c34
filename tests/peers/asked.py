"""What every engine is asked and what it answers: one JSON argument in, the last, one line of JSON out.

The engines run in an environment of their own, without the hub.
"""

import json
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from os import _exit
from typing import Any

from tests.peers.peer_fold import State, digest

TOO_LONG = 4


@dataclass(frozen=True)
class Asked:
    """Which records an engine folds: `upto` is the offset of each partition at which it stops.

    `name` is new in every run, so that nothing of an earlier one is taken up.
    """

    name: str
    bootstrap: str
    topic: str
    upto: list[int]
    registry: str
    """The file of released schemas by id."""
    folder: str
    """Where an engine may keep what it keeps."""
    within_s: float

    @property
    def events(self) -> int:
        """Count the records."""
        return sum(self.upto)

    def includes(self, partition: int, offset: int) -> bool:
        """Whether a record is to be folded."""
        return offset < self.upto[partition]


def asked() -> Asked:
    """Read the last argument, and end this process when it is still there after its time."""
    mine = Asked(**json.loads(sys.argv[-1]))
    timer = threading.Timer(mine.within_s, _exit, (TOO_LONG,))
    timer.daemon = True
    timer.start()
    return mine


class Clock:
    """From the first record in hand to the last one folded."""

    def __init__(self, events: int) -> None:
        self._left, self._events = events, events
        self._started = self._ended = 0.0

    def begin(self) -> None:
        """Note the first record; later calls do nothing."""
        self._started = self._started or time.perf_counter()

    def folded(self, records: int = 1) -> bool:
        """Count records; says whether all are folded."""
        self._left -= records
        if self._left == 0:
            self._ended = time.perf_counter()
        return self._left <= 0

    def tell(self, states: Iterable[tuple[bytes, State]], **more: Any) -> None:
        """Write the answer."""
        seconds = self._ended - self._started
        answer = {"events": self._events, "seconds": seconds, "digest": digest(states), **more}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
