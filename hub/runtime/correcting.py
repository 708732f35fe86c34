"""What a new reading changes, appended: first what is added, and when live has folded it, what counts no more.

In between both readings stand, as if the sender had written a correction; never neither, so that nothing that holds in
both is withdrawn and told again.  A run that dies between the two is finished by the next: what was added is then part
of what stands, and only the words that replace are left to say.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec

from hub.codec.events import EventCodec
from hub.events.catalogue import BY_TYPE
from hub.events.envelope import Event, Sealed
from hub.events.identity import EventReplaced
from hub.people.index import PersonIndex
from hub.people.vault import ToSeal, Vault
from hub.ports.clock import Clock
from hub.ports.log import Draft, Log, Partition
from hub.ports.store import Store
from hub.runtime.drafting import headers_of
from hub.runtime.folded import folded
from hub.runtime.provenance import own_provenance
from hub.runtime.readings import Reread

FEED: Final = "reading again"
"""The feed of the hub's own words that replace events."""


def word(first: Event, gone: Event, now: int) -> Event:
    """Make the word that an event counts no more; it has the same id whoever makes it, and when.

    It claims the time of what it replaces, so that whoever looks at a day meets both or neither.
    """
    event_id = hashlib.sha256(b"replaced" + gone.event_id).digest()[:16]
    return Event(
        event_id, gone.subject_ref, "EventReplaced", gone.occurred_at, now, now, gone.precision, gone.zone, False,
        EventReplaced(gone.event_id), own_provenance(event_id, FEED, first.event_id), Sealed(b"", b"", b""),
    )  # fmt: skip


class Correcting(NamedTuple):
    """Appends corrections; `group` is the name of the live group."""

    log: Log
    store: Store
    codec: EventCodec
    people: PersonIndex
    vault: Vault
    clock: Clock
    group: str

    async def append(self, changed: Sequence[Reread]) -> None:
        """Append what some messages now say.  Raises `Unavailable`: then a repeat goes on with what is left."""
        await self.people.remember({mark: one.first.subject_ref for one in changed for mark in one.marks})
        await self._append(await self._added(changed), wait=True)
        now = self.clock.now()
        await self._append([word(one.first, gone, now) for one in changed for gone in one.gone], wait=False)

    async def _added(self, changed: Sequence[Reread]) -> list[Event]:
        added = [each for one in changed for each in one.added]
        seals = await self.vault.seal(
            [
                ToSeal(each.event.subject_ref, each.retention, each.event.event_id, each.event.type, each.personal)
                for each in added
            ]
        )
        return [msgspec.structs.replace(each.event, sealed=sealed) for each, sealed in zip(added, seals, strict=True)]

    async def _append(self, events: Sequence[Event], *, wait: bool) -> None:
        if not events:
            return
        appended = await self.log.append([self._draft(event) for event in events])
        upto: dict[Partition, int] = defaultdict(int)
        for place, position in appended:
            upto[place] = max(upto[place], position)
        if wait:
            await folded(self.store, self.group, upto)

    def _draft(self, event: Event) -> Draft:
        return Draft(BY_TYPE[event.type].topic, event.subject_ref, self.codec.encode(event), headers_of(event))
