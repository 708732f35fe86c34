"""Which lanes a defect stopped, where and how: for whoever looks after the hub, from another process."""

from collections.abc import Sequence
from typing import Protocol

import msgspec


class StoppedLane(msgspec.Struct, frozen=True):
    """A lane that folds nothing until somebody has looked.

    `kinds` are the classes of the failures, with the words of the hub's own alone.  `in_hand` gives for each topic
    that the failed batch had records of the position of the first; it is empty when the lane failed between batches.
    """

    group: str
    lane: int
    at: int
    """Milliseconds since the epoch."""
    kinds: tuple[str, ...]
    in_hand: tuple[tuple[str, int], ...] = ()


class LaneBook(Protocol):
    """One line for each stopped lane.  Every method raises `Unavailable` when the book does not answer."""

    async def stop(self, lane: StoppedLane) -> None:
        """Note that a lane stopped; what was noted of it before is replaced."""
        ...

    async def start(self, group: str, lane: int) -> None:
        """Note that a worker took the lane up again."""
        ...

    async def stopped(self) -> Sequence[StoppedLane]:
        """Give the lanes that stand still, by group and number."""
        ...
