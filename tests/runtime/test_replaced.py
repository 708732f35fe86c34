"""A message that was read again: the person is as if it had been read so from the beginning, whatever came when."""

import random
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.codec.events import EventCodec
from hub.events.catalogue import PEOPLE_TOPICS
from hub.events.envelope import Event
from hub.events.identity import EventReplaced
from hub.events.time import FactChanged
from hub.processors.joint import JointProcessor
from hub.processors.record import RecordProcessor
from hub.runtime.apply import Group
from hub.runtime.driver import Driver
from tests.runtime.conftest import new_driver
from tests.runtime.made import happened, merged, person, stay
from tests.runtime.test_merges import deliver

CODEC = EventCodec()
GROUP = Group("care", (JointProcessor(), RecordProcessor()), PEOPLE_TOPICS)
A, B = person("temporary record"), person("main record")


def read_again(old: Event, new: Event) -> list[Event]:
    """Give what a later reading of a message appends; when its word claims to have happened changes nothing."""
    return [new, happened(old.subject_ref, EventReplaced(old.event_id), -100)]


def hashes(events: list[Event], subject: bytes) -> list[str | None]:
    """Fold events that came in order, and give the hashes of a person's states."""
    with new_driver(CODEC, GROUP) as driver:
        for event in events:
            deliver(driver, [event], random.Random(1))
        return [driver.hash(subject, name) for name in ("joint", "record")]


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_any_arrival_gives_the_state_of_the_new_reading_alone(chance: random.Random) -> None:
    """Discharge and admission are read again, the corrected discharge once more; later events follow in place."""
    admitted, moved, left = stay(A, "SP1", 0)
    early, _, _ = stay(A, "SP1", -5)
    _, _, later = stay(A, "SP1", 30)
    _, _, last = stay(A, "SP1", 60)
    after = stay(A, "SP2", 900)
    every = [admitted, moved, left, *read_again(admitted, early), *read_again(left, later), *read_again(later, last)]
    with new_driver(CODEC, GROUP) as driver:
        deliver(driver, every, chance)
        deliver(driver, [*after, left, later], random.Random(2))
        found = [driver.hash(A, name) for name in ("joint", "record")]
    assert found == hashes([early, moved, last, *after], A)


def test_an_event_that_comes_behind_its_word_is_not_folded_in_place() -> None:
    """Topics are read side by side: a word may be there first, and then everything comes in order."""
    admitted, moved, left = stay(A, "SP1", 0)
    word = read_again(left, left)[1]
    with new_driver(CODEC, GROUP) as driver:
        for event in (word, admitted, moved, left):
            driver.send([event])
            driver.settle()
        found = [driver.hash(A, name) for name in ("joint", "record")]
    assert found == hashes([admitted, moved], A)


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_word_reaches_whoever_folds_what_it_replaces(chance: random.Random) -> None:
    """Records are merged before, between or after: the survivor is as if only the new reading had ever come."""
    admitted, moved, left = stay(A, "SP1", 0)
    _, _, later = stay(A, "SP1", 30)
    others = stay(B, "SP2", 900)
    with new_driver(CODEC, GROUP) as driver:
        deliver(driver, [admitted, moved, left, *read_again(left, later), *others, merged(A, B, 1000)], chance)
        found = [driver.hash(B, name) for name in ("joint", "record")]
    assert found == hashes([admitted, moved, later, *others, merged(A, B, 1000)], B)


def believed(driver: Driver) -> dict[tuple[str, str], str]:
    """Give what somebody believes who read every derived event; nothing that was withdrawn is told again."""
    told: dict[tuple[str, str], str] = {}
    withdrawn = set()
    for event in driver.derived():
        fact = event.body
        assert isinstance(fact, FactChanged)
        assert (fact.kind, fact.key) not in withdrawn
        if fact.state == "WITHDRAWN":
            withdrawn.add((fact.kind, fact.key))
            del told[fact.kind, fact.key]
        else:
            told[fact.kind, fact.key] = fact.body
    return told


def test_what_was_told_because_of_the_old_reading_is_told_anew() -> None:
    """In the order in which it is appended: others believe the new reading, and nothing goes and comes back."""
    admitted, moved, left = stay(A, "SP1", 0)
    _, _, later = stay(A, "SP1", 30)
    with new_driver(CODEC, GROUP) as driver, new_driver(CODEC, GROUP) as other:
        driver.advance(date(2026, 12, 1))
        other.advance(date(2026, 12, 1))
        for events in ([admitted, moved, left], [later], [read_again(left, later)[1]]):
            driver.send(events)
            driver.settle()
        other.send([admitted, moved, later])
        other.settle()
        assert believed(driver) == believed(other) != {}
