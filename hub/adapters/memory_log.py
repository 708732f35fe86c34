"""The log in memory: real, ordered and gone with the process.  For tests, the driver and trials."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence

from hub.adapters.held_lanes import Bell, HeldLanes
from hub.adapters.log_placement import Placement
from hub.errors import Unavailable
from hub.ports.clock import Clock
from hub.ports.log import BEGINNING, Appended, Assignment, Draft, Partition, Record


class MemoryLog:
    """A `hub.ports.log.Log` in lists.  `answer(False)` plays an outage."""

    def __init__(self, clock: Clock, placement: Placement | None = None) -> None:
        self._clock = clock
        self._placement = placement or Placement()
        self.lanes: int = self._placement.lanes
        self._away = False
        self._held = HeldLanes(self.lanes)
        self._records: dict[Partition, list[Record]] = {}
        self._bells: dict[Partition, Bell] = {}

    async def append(self, drafts: Sequence[Draft]) -> Sequence[Appended]:
        """Write all drafts or none; raises `Rejected` for a draft that no log takes."""
        self._answering()
        at = self._clock.now()
        placed = self._placement.all_of(drafts)
        appended = [self._write(partition, draft, at) for partition, draft in zip(placed, drafts, strict=True)]
        for partition in dict.fromkeys(placed):
            self._bell(partition).ring()
        return appended

    def _write(self, partition: Partition, draft: Draft, at: int) -> Appended:
        records = self._records.setdefault(partition, [])
        position = len(records)
        records.append(Record(partition, position, draft.key, draft.value, at, draft.headers))
        return Appended(partition, position)

    async def read(self, partition: Partition, after: int, *, limit: int = 5000) -> AsyncIterator[Sequence[Record]]:
        """Whole batches after a position; ends when the lane is taken away or the log closes."""
        self._placement.known(partition)
        place = self._held.place(partition.number)
        bell = self._bell(partition)
        while not place.ended():
            rung = bell.next()
            self._answering()
            batch = self._records.get(partition, [])[after + 1 : after + 1 + limit]
            if batch:
                after = batch[-1].position
                yield batch
            else:
                await rung.wait()

    def assignments(self, group: str) -> AsyncIterator[Assignment]:
        """All lanes once, then whatever `hold` changes; every group of this process has the same."""
        del group
        return self._held.assignments()

    def hold(self, lanes: Collection[int]) -> None:
        """Hold exactly these lanes from now on: how a worker's lanes move without a broker."""
        self._held.hold(lanes)
        self._ring_all()

    def answer(self, yes: bool) -> None:  # noqa: FBT001 - the one thing it says
        """Begin (false) or end (true) an outage, in which everything raises `Unavailable`."""
        self._away = not yes
        self._ring_all()

    async def end(self, partition: Partition) -> int:
        """Position of the newest record, or `BEGINNING`."""
        self._answering()
        return len(self._records.get(self._placement.known(partition), [])) + BEGINNING

    async def newest(self, partition: Partition) -> int:
        """As `end`: nothing but records has a position here."""
        return await self.end(partition)

    async def tell(self, group: str, positions: Mapping[Partition, int]) -> None:
        """Nothing: nobody asks this log how far a group is."""

    async def close(self) -> None:
        """End every reader; what was written goes with the object."""
        self._held.close()
        self._ring_all()

    def _bell(self, partition: Partition) -> Bell:
        return self._bells.setdefault(partition, Bell())

    def _ring_all(self) -> None:
        for bell in self._bells.values():
            bell.ring()

    def _answering(self) -> None:
        if self._held.closed:
            raise Unavailable("the log is closed")
        if self._away:
            raise Unavailable("the log does not answer")
