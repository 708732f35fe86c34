"""Forgetting a person: the keys are destroyed, the index no longer leads there, and the evidence stays.

Crypto-shredding (UK GDPR Article 17 where it applies; retention expiry is the usual trigger): what was sealed can
never be read again, replay carries on with an erased subject, and codes and times stay for the count.
"""

import hashlib
from collections.abc import Collection
from typing import Any, NamedTuple
from uuid import UUID

from hub.codec.events import EventCodec
from hub.domain.days import rfc3339
from hub.domain.membership import Kinship
from hub.events.catalogue import IDENTITY
from hub.events.envelope import Event
from hub.events.identity import SubjectKeyDestroyed
from hub.events.values import Precision, Zone
from hub.people.index import PersonIndex
from hub.people.named_in import known_of
from hub.people.vault import Opened, Vault
from hub.ports.books import Quarantine
from hub.ports.clock import Clock
from hub.ports.log import Draft, Log
from hub.ports.store import Store
from hub.runtime.cards import personal
from hub.runtime.parked_about import ParkedAbout, parked_about
from hub.runtime.provenance import own_provenance


class Forgetting(NamedTuple):
    """What forgetting works with.

    What is parked about the person goes first: it is found by what their cards say, which nobody can read afterwards.
    """

    log: Log
    codec: EventCodec
    people: PersonIndex
    vault: Vault
    store: Store
    clock: Clock
    quarantine: Quarantine

    async def forget(self, subject: bytes, reason: str) -> dict[str, Any]:
        """Destroy the keys of a person and of every record that was merged into them; give the evidence.

        `parked_with_others` are parked messages that name somebody else too, which a person has to look at.  Safe to
        repeat: a second time finds nothing left and says so.  Raises `Unavailable`.
        """
        now = self.clock.now()
        history = [self.codec.decode_clear(row.value) for row in await self.store.history(subject)]
        origins = Kinship(history).members_of(subject)
        parked = await self._parked(origins)
        removed = await self.quarantine.remove(parked.own)
        keys = [await self.vault.destroy(origin, now) for origin in sorted(origins)]
        rows = [await self.people.forget(origin) for origin in sorted(origins)]
        events = [self._event(origin, reason, now) for origin in sorted(origins)]
        await self.log.append([Draft(IDENTITY, event.subject_ref, self.codec.encode(event)) for event in events])
        return {
            "subject_ref": str(UUID(bytes=subject)),
            "forgotten_at": rfc3339(now),
            "records": len(origins),
            "keys_destroyed": sum(keys),
            "identifiers_removed": sum(rows),
            "parked_removed": removed,
            "parked_with_others": list(parked.shared),
        }

    async def _parked(self, origins: Collection[bytes]) -> ParkedAbout:
        """Find what is parked about the person, by all that is known of who they are."""
        told = [self.codec.decode(row.value) for one in sorted(origins) for row in await self.store.history(one)]
        cards = [card.personal for card in await self.vault.open(personal(told)) if isinstance(card, Opened)]
        return await parked_about(self.quarantine, self.vault, known_of(cards))

    def _event(self, subject: bytes, reason: str, now: int) -> Event:
        event_id = hashlib.sha256(b"forget" + subject + now.to_bytes(8, "big")).digest()[:16]
        return Event(
            event_id, subject, "SubjectKeyDestroyed", now, now, now, Precision.MILLISECOND, Zone.STATED, False,
            SubjectKeyDestroyed(reason), own_provenance(event_id, "forgetting"),
        )  # fmt: skip
