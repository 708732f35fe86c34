"""A person of whom a batch holds nothing that can be read."""

from datetime import date

from hub.adapters.log_placement import LANES
from hub.codec.events import EventCodec
from hub.domain.lanes import lane_of
from hub.events.catalogue import DISCHARGE
from hub.ports.log import FOR_GROUP, Partition, Record
from hub.runtime.apply import Group
from hub.runtime.outcome import Outcome
from hub.runtime.taking import by_person
from tests.store_rows import person


def test_somebody_with_nothing_readable_is_left_as_they_are(codec: EventCodec, group: Group) -> None:
    """What cannot be decoded is parked with its position; no state and no history comes of it."""
    subject = person(1)
    partition = Partition(DISCHARGE, lane_of(subject, LANES))
    outcome = Outcome(codec, group.processors, date(2026, 11, 25), {})
    assert outcome.fold_in_place({subject: [Record(partition, 7, subject, b"no event", 0)]}) == {}
    assert [(row.lane, row.position) for row in outcome.parked] == [(partition.number, 7)]
    assert (outcome.states, outcome.history, outcome.outbox) == ([], [], [])


def test_what_was_taken_again_for_others_is_passed_over() -> None:
    """A record under another group's name is neither filed nor parked; under the own name, or none, it counts."""
    subject, partition = person(2), Partition(DISCHARGE, 0)
    headers = [(), ((FOR_GROUP, b"returns"),), (("ce_id", b"1"), (FOR_GROUP, b"care")), ((FOR_GROUP, b""), ("a", b""))]
    records = [Record(partition, place, subject, b"", 0, given) for place, given in enumerate(headers)]
    people, parked = by_person(records, "care")
    assert ([record.position for record in people[subject]], parked) == ([0, 2, 3], [])
