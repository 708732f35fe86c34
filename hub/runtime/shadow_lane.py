"""One lane of a shadow: a live lane's worker over the shadow's store, never past what live has included."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

import structlog

from hub.codec.events import EventCodec
from hub.errors import HubError, PositionRefused, Unavailable
from hub.events.catalogue import DAY
from hub.ports.clock import Clock
from hub.ports.log import Log, Partition, Record
from hub.ports.shadows import Shadows
from hub.ports.store import Claim, Store
from hub.runtime.apply import Applied, Group
from hub.runtime.catching_up import together
from hub.runtime.inbox import Ready, oldest
from hub.runtime.lane import BATCH, Lane, LaneParts
from hub.runtime.shadow import EXCHANGES, Note, Place
from hub.runtime.shadow_store import NotInHistory, ShadowStore

_log = structlog.get_logger()
_NOBODY = b""
"""The key of a record that is passed over: the fold counts it as one that it cannot read, and goes on."""


class ShadowParts(NamedTuple):
    """What the lanes of a shadow work with; `group` is the shadow's own."""

    log: Log
    store: Store
    shadows: Shadows
    codec: EventCodec
    group: Group
    clock: Clock
    on_applied: Callable[[int, Applied, float], None] = lambda *_: None
    batch: int = BATCH
    patience_s: float = 1.0


class Stopped(HubError):  # noqa: N818 - the plain word, as the kinds of failure have it
    """A defect at one record: the shadow's lane goes no further, and live is as it was."""

    def __init__(self, place: Place, kind: str) -> None:
        super().__init__(f"{place.topic}, lane {place.lane}, position {place.position}: {kind}")
        self.place, self.kind = place, kind


class ShadowLane:
    """The worker of one lane of the shadow."""

    def __init__(self, parts: ShadowParts, number: int, note: Note) -> None:
        self._parts, self.number = parts, number
        self.store = ShadowStore(parts.store, parts.shadows, parts.group.processors[0].name, note)
        self._lane = Lane(
            LaneParts(
                parts.log, self.store, parts.codec, parts.group, parts.clock, parts.on_applied, parts.batch,
                parts.patience_s,
            ),
            number,
        )  # fmt: skip
        self.exchanges = Claim(0, 0)
        """The right to exchange rows of this lane; its position counts them."""

    async def claim(self) -> None:
        """Take the lane's shadow for this writer: another rebuild that has it ends."""
        await self._lane.claim()
        self.exchanges = await self._parts.store.claim(Partition(EXCHANGES, self.number), self._parts.group.name)

    def behind(self, upto: Mapping[Partition, int]) -> int:
        """Count the positions from where the shadow is to where `upto` is."""
        return sum(max(0, position - self.store.included[at]) for at, position in upto.items())

    async def catch_up(self, upto: Mapping[Partition, int]) -> None:
        """Fold what the shadow has not included, up to these positions of the lane; days first.

        What others should believe follows from a person's events and the lane's day alone, so it does not matter
        on which day each event was folded.  Raises `Stopped` with the record at which a defect lies.
        """
        for day in (True, False):
            bounds = {at: position for at, position in upto.items() if (at.topic == DAY) is day}
            while self.behind(bounds):
                await self._lane.patiently(partial(self._read, bounds))

    async def _read(self, bounds: Mapping[Partition, int]) -> None:
        after = {at: self.store.included[at] for at, upto in bounds.items() if upto > self.store.included[at]}
        async for ready in together(self._parts.log, after, self._parts.batch, bounds):
            await self._take(ready)

    async def _take(self, ready: Ready) -> None:
        """Fold a batch; of one that cannot be folded find the record that it fails at."""
        try:
            await self._lane.take(ready)
        except NotInHistory as found:
            await self._without(found.places, ready)
        except (PositionRefused, Unavailable):
            raise
        except Exception as defect:  # noqa: BLE001 - the one place where a defect becomes a stopped shadow
            if sum(map(len, ready.values())) == 1:
                raise self._stopped(ready, defect) from None
            for part in oldest(ready, max(1, sum(map(len, ready.values())) // 2)):
                await self._take(part)

    async def _without(self, places: frozenset[Place], ready: Ready) -> None:
        """Fold a batch and pass over records that live's history does not hold: a refold would lose them again."""
        self.store.apart |= places
        await self._take({at: [self._passed(record) for record in records] for at, records in ready.items()})
        self.store.apart -= places

    def _passed(self, record: Record) -> Record:
        place = Place(record.partition.topic, self.number, record.position)
        return record._replace(key=_NOBODY) if place in self.store.apart else record

    def _stopped(self, ready: Ready, defect: Exception) -> Stopped:
        ((at, (record,)),) = ready.items()
        # What the hub names itself never holds a value that was sent; of anything else the kind is told.
        kind = str(defect) if isinstance(defect, HubError) else type(defect).__name__
        _log.error("rebuild_stopped", lane=self.number, topic=at.topic, position=record.position, kind=kind)
        return Stopped(Place(at.topic, self.number, record.position), kind)
