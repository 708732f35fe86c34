"""The board of people who turn out to be one, and of those who were none: nobody is on it twice, nobody is missing."""

import asyncio
import random
from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.adapters.clocks import ManualClock
from hub.adapters.log_placement import Placement
from hub.adapters.memory_log import MemoryLog
from hub.adapters.memory_store import MemoryStore
from hub.codec.events import EventCodec
from hub.domain.days import day_of, start_of
from hub.domain.ordering import steps
from hub.events.catalogue import PEOPLE_TOPICS
from hub.events.envelope import Event, Sealed
from hub.events.identity import PersonMerged, PersonUnmerged
from hub.ports.board_filter import BoardFilter
from hub.ports.listing import Listing
from hub.processors.joint import JointProcessor
from hub.runtime.apply import Group
from hub.runtime.driver import Driver
from hub.runtime.provenance import own_provenance
from tests.domain.lives import Life
from tests.domain.money_lives import MoneyLife
from tests.domain.money_of_any_line import BilledLife
from tests.domain.retold_lives import Retold
from tests.domain.stories import Story
from tests.processors.people import AREAS

ONE, OTHER = b"p" * 16, b"q" * 16
JOINT = JointProcessor(AREAS)
CODEC = EventCodec()


def _of(record: bytes, story: Story) -> list[Event]:
    return [
        _whole(replace(event, subject_ref=record, event_id=record[:1] + event.event_id[1:])) for event in story.events
    ]


def _whole(event: Event) -> Event:
    return replace(event, provenance=own_provenance(event.event_id, "made"), sealed=Sealed(b"", b"", b""))


def _row(events: Sequence[Event], today: date) -> Listing | None:
    """Give the row of one person of whom these events are everything."""
    state = JOINT.initial()
    for step in steps(events):
        state = JOINT.evolve(state, step)
    return JOINT.outline(state, today).listing


def _listed(told: Sequence[tuple[Event, bytes]], today: date) -> dict[bytes, Listing]:
    """Give the rows of everybody who is on the board in any status."""
    clock = ManualClock(start_of(today))
    store, group = MemoryStore(2), Group("care", (JOINT,), PEOPLE_TOPICS)
    with Driver(MemoryLog(clock, Placement(lanes=2)), store, clock, CODEC, group) as driver:
        driver.advance(today)
        for place, (event, key) in enumerate(told):
            driver.send([event], key)
            if place % 7 == 0:
                driver.settle()
        driver.settle()
    every = ("in_hospital", "open", "suspended", "unfinished", "ended", "died")
    asks = [BoardFilter(today, status=status, limit=10) for status in every]
    rows = [row for ask in asks for row in asyncio.run(store.board(ask))]
    assert len({row.subject for row in rows}) == len(rows)
    return {row.subject: row.listing for row in rows if row.listing is not None}


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10**6), parted=st.booleans())
def test_who_is_merged_is_on_the_board_once_and_after_an_unmerge_both_are(seed: int, parted: bool) -> None:  # noqa: FBT001
    """Whatever waits for each, and however often they were merged before, their lines and bills told meanwhile.

    In whichever order all of it comes the row is that of everything told of the person.
    """
    dice = random.Random(seed)
    mine = _of(ONE, dice.choice([MoneyLife, BilledLife])(seed).story)
    theirs = _of(OTHER, dice.choice([Life, Retold, MoneyLife])(seed + 1).story)
    times = [event.occurred_at for event in (*mine, *theirs)]
    links = Story(f"links {seed}")
    for kind in [*dice.choices([PersonMerged, PersonUnmerged], k=dice.randrange(4)), _LAST[parted]]:
        links.tell("2026-06-01T10:00", kind(OTHER, ONE))
    ats = sorted(dice.sample(range(min(times), max(times) + 10**6), len(links.events)))
    said = [_whole(replace(each, occurred_at=at, recorded_at=at)) for at, each in zip(ats, links.events, strict=True)]
    told = [(event, event.subject_ref) for event in (*mine, *theirs)]
    told += [(event, key) for event in said for key in (ONE, OTHER)]
    dice.shuffle(told)
    today = day_of(dice.choice(mine).occurred_at) + timedelta(days=dice.randrange(60))
    people = {ONE: mine, OTHER: theirs} if parted else {ONE: [*mine, *theirs]}
    expected = {who: row for who, events in people.items() if (row := _row(events, today)) is not None}
    assert _listed(told, today) == expected


_LAST = {False: PersonMerged, True: PersonUnmerged}
