"""From the bytes of a death to what each provider is told: in the very batch, well within a minute."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from hub.events.coordination import SafeguardingConcernRaised
from hub.events.envelope import Event, Sealed
from hub.runtime.driver import Driver
from hub.runtime.provenance import own_provenance
from tests.domain.stories import Story, ms

MINUTE = 60_000


def told(driver: Driver, subject: bytes) -> list[tuple[str, str, Any]]:
    """Return kind, state and body of what was told about open tasks, in order."""
    found: Sequence[Any] = [event.body for event in driver.derived() if event.subject_ref == subject]
    bodies = [body for body in found if body.kind in {"TaskStopped", "Alert"}]
    return [(body.kind, body.state, json.loads(body.body)) for body in bodies]


def whole(events: Sequence[Event]) -> list[Event]:
    """Complete events written by hand, as a door would."""
    return [
        msgspec.structs.replace(event, provenance=own_provenance(event.event_id, "made"), sealed=Sealed(b"", b"", b""))
        for event in events
    ]


def supported() -> Story:
    """Somebody at home with lines of three providers."""
    story = Story("tasks")
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    for line, provider in (("L1", "1-100"), ("L2", "1-200"), ("L3", "1-300")):
        story.line("2026-11-13T18:00", line, 700, provider=provider)
    return story


def test_a_death_at_ten_stops_every_open_task_in_the_next_batch(driver: Driver) -> None:
    """One batch later each of the three providers has been told, and the clock has not moved a minute."""
    story = supported()
    before = len(story.events)
    driver.advance(date(2026, 11, 14))
    driver.send(whole(story.events))
    driver.settle()
    driver.clock.set(ms("2026-11-14T10:00"))
    story.death("2026-11-14T10:00")
    driver.send(whole(story.events[before:]))
    assert driver.settle() > 0
    assert driver.clock.now() - ms("2026-11-14T10:00") < MINUTE
    stops = [(state, body) for kind, state, body in told(driver, story.events[0].subject_ref) if kind == "TaskStopped"]
    assert sorted((state, body["provider"], body["because"]) for state, body in stops) == [
        ("NEW", "1-100", "death"),
        ("NEW", "1-200", "death"),
        ("NEW", "1-300", "death"),
    ]


def test_visits_are_paused_by_an_admission_and_go_on_with_the_discharge(driver: Driver) -> None:
    """Told and withdrawn, once each."""
    story = supported()
    before = len(story.events)
    driver.advance(date(2026, 11, 20))
    driver.send(whole(story.events))
    driver.settle()
    story.admit("2026-11-20T08:00", "SP2")
    driver.send(whole(story.events[before:]))
    driver.settle()
    count = len(story.events)
    story.discharge("2026-11-20T20:00", "SP2")
    driver.send(whole(story.events[count:]))
    driver.settle()
    stops = [state for kind, state, _ in told(driver, story.events[0].subject_ref) if kind == "TaskStopped"]
    assert (stops.count("NEW"), stops.count("WITHDRAWN")) == (3, 3)


def test_a_concern_is_told_to_every_provider_in_its_batch(driver: Driver) -> None:
    """And to the team; sent twice it is told once."""
    story = supported()
    driver.advance(date(2026, 11, 14))
    driver.send(whole(story.events))
    driver.settle()
    concern = story.tell("2026-11-14T10:00", SafeguardingConcernRaised("c-1"))
    again = msgspec.structs.replace(concern, event_id=hashlib.sha256(b"again").digest()[:16])
    driver.send(whole([concern, again]))
    driver.settle()
    alerts = [body for _, state, body in told(driver, concern.subject_ref) if state == "NEW"]
    assert sorted(str(body["provider"]) for body in alerts if body["alert"] == "safeguarding") == [
        "1-100",
        "1-200",
        "1-300",
        "None",
    ]
