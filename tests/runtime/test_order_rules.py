"""Repeated cancels, slow clocks, late corrections and lost transfers, from the bytes in the log to what is shown."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import permutations
from typing import Any

import msgspec

from hub.codec.events import EventCodec
from hub.events.catalogue import PEOPLE_TOPICS
from hub.events.envelope import Event, Sealed
from hub.events.values import Place
from hub.processors.joint import JointProcessor
from hub.runtime.apply import Group
from hub.runtime.driver import Driver
from hub.runtime.provenance import own_provenance
from tests.domain.stories import Story, moment
from tests.runtime.conftest import new_driver

CODEC = EventCodec()
GROUP = Group("care", (JointProcessor(),), PEOPLE_TOPICS)
ON = date(2026, 12, 1)
LEFT = "2026-11-13T16:40"


def complete(event: Event) -> Event:
    """Add what an event needs to be written."""
    provenance = own_provenance(event.event_id, "made")
    return msgspec.structs.replace(event, provenance=provenance, sealed=Sealed(b"", b"", b""))


def deliver(driver: Driver, arrived: Sequence[Event]) -> None:
    """Send and fold one event after the other."""
    for event in arrived:
        driver.send([event])
        driver.settle()


def shown(story: Story) -> Mapping[str, Any]:
    """Deliver a story one by one in every order: one state, byte for byte; give what is seen of it."""
    events = [complete(event) for event in story.events]
    subject, hashes = events[0].subject_ref, set()
    for arrived in permutations(events):
        with new_driver(CODEC, GROUP) as driver:
            deliver(driver, arrived)
            hashes.add(driver.hash(subject, "joint"))
            view = driver.view(subject, "joint", ON)
    assert len(hashes) == 1
    return view


def statuses(view: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give the six weeks by status and day of discharge."""
    return [(episode["status"], episode["discharged_on"]) for episode in view["episodes"]]


def rules(view: Mapping[str, Any]) -> list[str]:
    """Give the rules of the findings."""
    return [finding["rule"] for finding in view["findings"]]


def test_a_cancel_sent_twice_leaves_the_six_weeks_of_the_re_entry() -> None:
    """A03, A13, the same A13 under another id, A03 again for the minute: the six weeks run, and the repeat is said."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge(LEFT, recorded="2026-11-13T17:12")
    for _ in range(2):
        story.cancel_discharge(LEFT, recorded="2026-11-13T19:00")
    story.discharge(LEFT, recorded="2026-11-13T20:00")
    view = shown(story)
    assert statuses(view) == [("open", "2026-11-13")]
    assert view["spells"][0]["status"] == "discharged"
    assert rules(view) == ["cancel_repeated"]


def test_a_cancel_with_a_slow_clock_reopens_the_stay() -> None:
    """An A13 without EVN-6, written ten minutes before its A03, takes the discharge back."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.cancel_discharge("2026-11-13T16:30")
    story.discharge(LEFT)
    view = shown(story)
    assert statuses(view) == [("void", "2026-11-13")]
    assert view["spells"][0]["status"] == "open"
    assert rules(view) == []


def test_a_correction_for_an_earlier_time_moves_the_six_weeks() -> None:
    """An A08 written after the A03, with an earlier EVN-6 and PV1-45: the last covered day is a day earlier."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-14T09:30", recorded="2026-11-14T10:00")
    story.correct(LEFT, recorded="2026-11-14T12:00", discharged_at=moment(LEFT))
    view = shown(story)
    assert statuses(view) == [("open", "2026-11-13")]
    assert view["episodes"][0]["last_covered_day"] == "2026-12-24"


def test_a_lost_transfer_is_said_until_a_newer_one_comes() -> None:
    """An A08 from another ward is a finding beside the place; the transfer ends it, in whatever order they come."""
    story = Story()
    story.admit("2026-11-02T09:15", place=Place("RZZ01", "AMU"))
    story.correct("2026-11-03T10:00", reported_place=Place("RZZ01", "W7"))
    view = shown(story)
    assert view["spells"][0]["location"]["ward"] == "AMU"
    assert view["spells"][0]["reported_elsewhere"]["ward"] == "W7"
    assert rules(view) == ["reported_elsewhere"]
    story.move("2026-11-04T10:00", "W9")
    view = shown(story)
    assert view["spells"][0]["location"]["ward"] == "W9"
    assert view["spells"][0]["reported_elsewhere"] is None
    assert rules(view) == []
