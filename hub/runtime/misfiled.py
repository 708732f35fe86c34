"""Events under somebody else's key: passed on between records that are linked, or filed there by mistake.

A record passes its events on to whoever it is linked with (`hub.domain.membership`), in the transaction that writes the
links into its own history.  So whatever reaches a record in this way is proved by one of three things:

1. its header (`hub.ports.log.PASSED_ON`), which every record that is passed on has had since this rule;
2. what is known under the key itself: links that lead from there to the event's own person;
3. the history of the event's own person, which held the links before the event was passed on.  Links only grow.

Anything else is a mistake of whoever wrote the record.  Links, and words that replace an event, go to everybody who was
ever linked, by ways that neither end has to know yet: they are not asked.  Rule of this product.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from hub.codec.events import EventCodec
from hub.domain.membership import LINK_TYPES, SHARED, Kinship
from hub.errors import Rejected
from hub.events.envelope import Event
from hub.ports.log import PASSED_ON, Record
from hub.ports.store import HistoryRow, LaneStore, Parked, SubjectRef
from hub.runtime.outcome import Late
from hub.runtime.taking import Filed, Taken, parked_of

KEY_IS_ANOTHER: Final = Rejected("key", "key_is_another", "the record's key is not the person of its event")

Histories = Mapping[SubjectRef, Sequence[HistoryRow]]


class Misfiled:
    """Finds the events of a batch that are filed under a key to which nothing leads from their own person."""

    def __init__(self, store: LaneStore, codec: EventCodec) -> None:
        self._store, self._codec = store, codec
        self._circles: dict[SubjectRef, frozenset[SubjectRef]] = {}

    async def take_away(self, people: Filed, late: Late, histories: Histories) -> list[Parked]:
        """Take them out of `late`, and give what has to be parked; the store is asked about hardly anybody.

        Raises `Unavailable` when the store is away.
        """
        parked = []
        for subject, taken in list(late.items()):
            if all(is_own(event, subject) for event in taken.events):
                continue
            records = {(record.partition.topic, record.position): record for record in people[subject]}
            known = [*self._links(histories.get(subject, ())), *taken.events]
            bad = set()
            for event, row in zip(*taken, strict=True):
                record = records[row.topic, row.position]
                if await self.is_misfiled(event, record, known):
                    bad.add((row.topic, row.position))
                    parked.append(parked_of(record, KEY_IS_ANOTHER))
            late[subject] = _without(taken, bad)
            if not late[subject].events:
                del late[subject]
        return parked

    async def is_misfiled(self, event: Event, record: Record, known: Iterable[Event]) -> bool:
        """Say whether an event lies under a key that is not its person's; `known` is what is known under that key."""
        if is_own(event, record.key) or any(name == PASSED_ON for name, _ in record.headers):
            return False
        return event.subject_ref not in Kinship(known).acquaintances_of(
            record.key
        ) and record.key not in await self._circle(event.subject_ref)

    async def known(self, subject: SubjectRef) -> list[Event]:
        """Give the links in a person's history."""
        return self._links(await self._store.history(subject))

    async def _circle(self, subject: SubjectRef) -> frozenset[SubjectRef]:
        if subject not in self._circles:
            self._circles[subject] = Kinship(await self.known(subject)).acquaintances_of(subject)
        return self._circles[subject]

    def _links(self, rows: Iterable[HistoryRow]) -> list[Event]:
        return [self._codec.decode_clear(row.value) for row in rows if row.type in LINK_TYPES]


def is_own(event: Event, subject: SubjectRef) -> bool:
    """Say whether an event may lie under a person's key whatever is known of others."""
    return event.subject_ref == subject or event.type in SHARED


def _without(taken: Taken, places: set[tuple[str, int]]) -> Taken:
    kept = [(event, row) for event, row in zip(*taken, strict=True) if (row.topic, row.position) not in places]
    return Taken([event for event, _ in kept], [row for _, row in kept])
