"""What takes the fetches of a lane, whole, from whichever host reads them, and the broker that a host may read from.

One contract suite holds every host to it: each record once and in order, none passed over, the taker's own position
the one that counts.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Protocol

from hub.ports.log import Partition, Record


class LaneTaker(Protocol):
    """Takes one lane of one topic.  `begin` first; then `take` each fetch, in the order of the log."""

    async def begin(self) -> int:
        """Take the lane for this worker, so that earlier ones are refused; give the position to read after.

        Raises `Unavailable` when the store is away: try again.
        """
        ...

    async def take(self, records: Sequence[Record]) -> None:
        """Take records whole or not at all; what is included already is passed over.

        Raises `Unavailable` when a part is away: give the same records again.  Raises `PositionRefused` when another
        worker took the lane: give it up.  Anything else is a defect: nothing past these records may be read.
        """
        ...

    async def look(self) -> None:
        """Look whether the store still has what was taken: asked now and then, also when nothing comes.

        Raises `PositionRefused` when it came back without its newest commits: `begin` again; `Unavailable` when away.
        """
        ...


MakeTaker = Callable[[int], LaneTaker]
"""Makes the taker of a lane, anew each time that the lane begins."""


class GroupBroker(Protocol):
    """A broker's side of a membership.  Its consumers are opaque, and run in the loop of whoever made them."""

    async def check(self, topic: str, lanes: int) -> None:
        """Raise `Unavailable` when the broker is away or the topic missing, `Defect` when it has other lanes."""
        ...

    def consumer(self, group: str) -> Any:
        """Make a consumer of a group in the running loop, not yet started and subscribed to nothing."""
        ...

    async def start(self, consumer: Any) -> None:
        """Start it; raises `Unavailable` when the broker is away."""
        ...

    async def start_after(self, consumer: Any, partition: Partition, after: int) -> bool:
        """Read a partition from after a position on; false when it is no longer ours.

        Raises `Defect` when the topic does not hold what follows the position, `Unavailable` when the broker is away.
        """
        ...

    async def owes(self, consumer: Any, partition: Partition, after: int) -> bool:
        """Whether there is anything after a position.

        Raises `Defect` when the partition ends before it, `Unavailable` when the broker is away.
        """
        ...

    async def fetch(
        self, consumer: Any, wanted: Collection[Partition], within_s: float, limit: int
    ) -> Mapping[Partition, Sequence[Record]]:
        """Give what has arrived in the wanted partitions, at least one, or nothing within the time.

        Raises `Defect` when a position is no longer there, `Unavailable` when the broker shuts us out.
        """
        ...

    def verify(self, consumer: Any) -> None:
        """Raise what ended the membership, if anything did; `Unavailable` when its topic has been gone for long."""
        ...

    async def tell(self, consumer: Any, following: Mapping[Partition, int]) -> bool:
        """Tell which position follows in each partition, a courtesy; false if it was not heard."""
        ...

    async def stop(self, consumer: Any) -> None:
        """Leave and close, soon also when the broker does not answer."""
        ...
