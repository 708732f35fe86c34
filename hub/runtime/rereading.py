"""One message read again by another profile: what stands of its old reading and is not said any more, and what is new.

The two readings are compared by what they say, never by id.  Who a message is about is not decided again: it stays with
the record that it was filed under, and a message that would now be about two people, or about somebody else, is left
as it was.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from hub.codec.events import EventCodec
from hub.domain.membership import Kinship
from hub.errors import Rejected
from hub.events.envelope import Event, Sealed
from hub.events.values import Erased
from hub.people.index import PersonIndex
from hub.people.screening import screened
from hub.people.vault import Closed, Opened, Vault
from hub.ports.clock import Clock
from hub.ports.connector import Received, Translation
from hub.ports.store import HistoryRow, Store, SubjectRef
from hub.runtime.drafting import event_of
from hub.runtime.originals import Original
from hub.runtime.planning import Plan, Planner
from hub.runtime.readings import Left, Lost, Reread, left_because, named, of_message, personal_in, plain, says

Read = Callable[[bytes, int], Translation]
"""Reads an original as it came at a moment (milliseconds), by the other profile."""

_Told = tuple[Event, Mapping[str, Any]]
"""An event and the personal details that were sealed with it."""
_NOT_SEALED: Final = Sealed(b"", b"", b"")
_IDS: Final = ("nhs_number", "identifiers")
_LOST: Final[tuple[Left, ...]] = (Left.NOT_OPENED, Left.NOT_READ)


class RereadingParts(NamedTuple):
    """What reading again works with."""

    store: Store
    codec: EventCodec
    people: PersonIndex
    vault: Vault
    clock: Clock


class Rereading:
    """Reads messages again and writes nothing."""

    def __init__(self, parts: RereadingParts, read: Read) -> None:
        self._parts, self._read = parts, read
        self._planner = Planner(parts.people)

    async def of(self, lane: int, found: Sequence[Original]) -> list[Reread | Left | Lost]:
        """Read originals of one lane again; repeats of a message in the log are left out.

        One of which something does not open or cannot be read says nothing about the others: it is `Lost`.
        Raises `Unavailable` when a part is away.
        """
        rows = await self._parts.store.histories(lane, {one.event.subject_ref for one in found})
        places = {row.event_id: (row.topic, row.position) for mine in rows.values() for row in mine}
        told = {who: self._told(mine) for who, mine in rows.items()}
        opened = await self._parts.vault.open_each([one.event for one in found], originals=True)
        again: list[Reread | Left | Lost] = []
        for one, card in zip(found, opened, strict=True):
            place = places.get(one.event.event_id)
            if place is None:
                again.append(Left.NOT_IN_HISTORY)
            elif place == (one.topic, one.position):
                read = await self._one(one.event, card, told[one.event.subject_ref])
                again.append(Lost(read, one.topic, lane, one.position) if read in _LOST else read)
        return again

    def _told(self, rows: Sequence[HistoryRow]) -> list[Event] | None:
        """Give a person's events; none when one of them cannot be read: it may be of any message."""
        try:
            return [self._parts.codec.decode(row.value) for row in rows]
        except Rejected:
            return None

    async def _one(self, first: Event, card: Opened | Erased | Closed, told: Sequence[Event] | None) -> Reread | Left:
        if isinstance(card, Closed) or told is None:
            return Left.NOT_OPENED if isinstance(card, Closed) else Left.NOT_READ
        if isinstance(card, Erased) or card.original is None or first.provenance is None:
            return Left.FORGOTTEN
        translation = screened(self._read(card.original, first.received_at))
        former = of_message(first, told)
        left, stands = left_because(translation, former), await self._stands(former)
        if left is not None or stands is None:
            return left or Left.NOT_OPENED
        item = Received(first.provenance.feed, card.original, self._parts.clock.now(), translation)
        plans, marks = await self._planner.again(item, first.subject_ref)
        old, fresh = self._differing(first, stands, plans)
        if fresh and await self._is_about_somebody_else(first, card, fresh, told):
            return Left.SOMEBODY_ELSE
        gone, cards = tuple(event for event, _ in old), [personal for _, personal in old]
        personal = any(plain(plan.proposed.personal) not in cards for plan, _ in fresh)
        added = tuple(named(first, gone, plan, event) for plan, event in fresh)
        return Reread(first, gone, added, personal, marks)

    async def _stands(self, former: Sequence[Event]) -> list[_Told] | None:
        """Give what the old reading says, with its personal details; none when some of them do not open."""
        cards = [card for card in await self._parts.vault.open_each(former) if not isinstance(card, Closed)]
        if len(cards) < len(former):
            return None
        return [(event, personal_in(card)) for event, card in zip(former, cards, strict=True)]

    def _differing(
        self, first: Event, stands: Sequence[_Told], plans: Sequence[Plan]
    ) -> tuple[list[_Told], list[tuple[Plan, Event]]]:
        """Give what only the old reading says, with its personal details, and what only the new one says."""
        left, fresh = list(stands), []
        for plan in plans:
            event = self._event(first, plan)
            words = says(event, plan.proposed.personal)
            same = next((one for one in left if says(*one) == words), None)
            if same is None:
                fresh.append((plan, event))
            else:
                left.remove(same)
        return left, fresh

    def _event(self, first: Event, plan: Plan) -> Event:
        """Give the event as it would be read from the log, caused by the one on which the original lies."""
        event = event_of(plan, _NOT_SEALED)
        if event.provenance is not None:
            causes = {"correlation_id": first.event_id, "causation_id": first.event_id}
            event = msgspec.structs.replace(event, provenance=msgspec.structs.replace(event.provenance, **causes))
        return self._parts.codec.decode(self._parts.codec.encode(event))

    async def _is_about_somebody_else(
        self, first: Event, card: Opened, fresh: Sequence[tuple[Plan, Event]], told: Sequence[Event]
    ) -> bool:
        """Whether the new reading holds a number that leads to another person and that the old one did not hold."""
        mine = Kinship(told).members_of(first.subject_ref)
        for plan, _ in fresh:
            if all(plain(plan.proposed.personal).get(name) == card.personal.get(name) for name in _IDS):
                continue
            for identifier in plan.proposed.person.identifiers:
                owners: Sequence[SubjectRef] = await self._parts.people.find_all(identifier)
                if owners and mine.isdisjoint(owners):
                    return True
        return False
