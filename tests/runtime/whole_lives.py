"""Everything that is told of one invented person, of every family of events, and perhaps under a second record."""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from hub.events.envelope import Event, Sealed
from hub.events.identity import PersonMerged
from hub.runtime.provenance import own_provenance
from tests.domain.help_oracle import HelpLife
from tests.domain.lives import Life
from tests.domain.money_lives import MoneyLife
from tests.domain.stories import Story
from tests.processors.test_appeals_property import told as appealing
from tests.processors.test_portability_property import moving
from tests.processors.test_referrals_property import Told as Referred

PERSON, OTHER_RECORD = b"p" * 16, b"q" * 16


class Arriving(NamedTuple):
    """An event and the key under which it is sent."""

    event: Event
    key: bytes


def arriving(seed: int, *, merged: bool) -> list[Arriving]:
    """Give what is told, in order of time; two records of one person each have stays, and a merge says so."""
    whole = Life(seed).story if seed % 2 else MoneyLife(seed).story
    stories = [whole, HelpLife(seed).story, moving(seed), Referred(seed).story, appealing(seed)]
    found = [Arriving(_whole(event), PERSON) for place, story in enumerate(stories) for event in _named(place, story)]
    if merged:
        found += _other_record(seed, max(each.event.occurred_at for each in found))
    return sorted(found, key=lambda each: (each.event.recorded_at, each.event.event_id))


def _named(place: int, story: Story) -> Iterator[Event]:
    """Tell the events of several stories apart that were given one name."""
    for event in story.events:
        yield replace(event, event_id=bytes([place]) + event.event_id[1:])


def _whole(event: Event) -> Event:
    """Give an event of a story what the log's have besides: where it comes from, and a sealed part."""
    return replace(event, provenance=own_provenance(event.event_id, "made"), sealed=Sealed(b"", b"", b""))


def _other_record(seed: int, last: int) -> Iterator[Arriving]:
    for event in Life(seed + 1).story.events:
        yield Arriving(_whole(replace(event, subject_ref=OTHER_RECORD)), OTHER_RECORD)
    said = Story(f"merge {seed}").tell("2026-06-01T10:00", PersonMerged(OTHER_RECORD, PERSON))
    said = _whole(replace(said, occurred_at=last, recorded_at=last))
    yield from (Arriving(said, key) for key in (OTHER_RECORD, PERSON))
