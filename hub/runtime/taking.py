"""Records of the log as events of people: grouped by person, decoded, each with the row of history it becomes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from hub.codec.events import EventCodec
from hub.domain.lanes import lanes_of
from hub.domain.ordering import order_key
from hub.errors import Rejected
from hub.events.envelope import Event
from hub.ports.log import FOR_GROUP, Record, is_for, is_for_nobody
from hub.ports.store import HistoryRow, Parked, SubjectRef

SUBJECT_BYTES: Final = 16
NO_SUBJECT: Final = Rejected("key", "key_is_no_subject", "the record's key is not a subject reference")

ANOTHER_LANE: Final = Rejected("key", "key_of_another_lane", "murmur2 of the key gives another partition")
UNKNOWN_GROUP: Final = Rejected(
    FOR_GROUP,
    "unknown_group",
    "the last header names no group of consumers of the hub: everybody would pass the record over",
)

Filed = dict[SubjectRef, list[Record]]
"""What a batch holds of each person, in the order of the log."""


class Taken(NamedTuple):
    """Decoded records of one person: the events, and at the same places the rows that the history gets."""

    events: Sequence[Event]
    rows: Sequence[HistoryRow]


def by_person(records: Iterable[Record], group: str) -> tuple[Filed, list[Parked]]:
    """Group records by the person whom each is filed under; what is filed under nobody is parked.

    What was taken again for other consumers than `group` is passed over, and parked when the hub has no such consumers.
    """
    people: Filed = defaultdict(list)
    parked = []
    for record in records:
        if not record.headers or is_for(record, group):  # asked for every record, and hardly one has any
            people[record.key].append(record)
        elif is_for_nobody(record):
            parked.append(parked_of(record, UNKNOWN_GROUP))
    nobody = [key for key in people if len(key) != SUBJECT_BYTES]
    parked += [parked_of(record, NO_SUBJECT) for key in nobody for record in people.pop(key)]
    return people, parked


def of_other_lanes(people: Filed, lane: int, lanes: int) -> list[Parked]:
    """Take away whoever belongs to another lane, and give what was filed of them to park.

    Whose events lie in two lanes has two writers, and a state that depends on which of them was the last.  The lane is
    worked out for all people of a batch at once: asked for each of them, it would cost more than reading their events.
    """
    strangers = [subject for subject, its in zip(people, lanes_of(list(people), lanes), strict=True) if its != lane]
    return [parked_of(record, ANOTHER_LANE) for subject in strangers for record in people.pop(subject)]


def take(codec: EventCodec, records: Iterable[Record], parked: list[Parked]) -> Taken:
    """Decode the clear part of one person's records; what cannot be read is parked with its place in the log.

    A person is decoded just before being folded, and not the whole batch at once: what was read is then still at hand.
    """
    events, rows = [], []
    for record in records:
        (topic, _), position, subject, value, _, _ = record
        try:
            event = codec.decode_storable(value, topic)
        except Rejected as reason:
            parked.append(parked_of(record, reason))
            continue
        key = order_key(event)
        events.append(event)
        rows.append(HistoryRow(subject, key, event.event_id, event.type, event.received_at, topic, position, value))
    return Taken(events, rows)


def parked_of(record: Record, reason: Rejected) -> Parked:
    """Make the row of the quarantine for a record that cannot be taken; the log still holds its bytes."""
    topic, lane = record.partition
    return Parked(
        id=f"{topic}-{lane}-{record.position}",
        feed="log",
        parked_at=record.appended_at,
        path=reason.path,
        rule=reason.rule,
        words=reason.words,
        sealed=b"",
        topic=topic,
        lane=lane,
        position=record.position,
    )


def once_each(taken: Taken) -> Taken:
    """Drop repeats of an id, keeping the first in the log, and sort canonically."""
    unique: dict[bytes, tuple[bytes, Event, HistoryRow]] = {}
    for event, row in zip(*taken, strict=True):
        unique.setdefault(row.event_id, (row.order_key, event, row))
    # No two keys are equal, for each ends in the id: neither events nor rows are ever compared.
    _, events, rows = zip(*sorted(unique.values()), strict=True)
    return Taken(events, rows)
