"""Two records that are one person: nothing lost, one state, for every interleaving over the lanes."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.codec.events import EventCodec
from hub.events.catalogue import PEOPLE_TOPICS
from hub.events.envelope import Event
from hub.processors.joint import JointProcessor
from hub.runtime.apply import Group
from hub.runtime.driver import Driver
from tests.runtime.conftest import new_driver
from tests.runtime.made import merged, person, stay, unmerged

CODEC = EventCodec()
GROUP = Group("care", (JointProcessor(),), PEOPLE_TOPICS)
A, B, C = person("temporary record"), person("main record"), person("record at the other desk")
STAYS = {A: stay(A, "SP1", 0), B: stay(B, "SP2", 400), C: stay(C, "SP3", 900)}
ALL = [event for events in STAYS.values() for event in events]


def deliver(driver: Driver, events: list[Event], chance: random.Random) -> None:
    """Deliver under every key that each event has, in a random interleaving, folding now and then."""
    sends = [(event, key) for event in events for key in keys_of(event)]
    chance.shuffle(sends)
    for event, key in sends:
        driver.send([event], key)
        if chance.random() < 0.5:
            driver.settle()
    driver.settle()


def keys_of(event: Event) -> list[bytes]:
    """A link is appended under both records; anything else under its own."""
    body = event.body
    if event.type in {"PersonMerged", "PersonUnmerged"}:
        return [getattr(body, "retired_ref"), getattr(body, "surviving_ref")]  # noqa: B009 - two types, same fields
    return [event.subject_ref]


def spells(driver: Driver, subject: bytes) -> list[str]:
    """The stays that a person's state holds."""
    state = driver.state(subject, "joint")
    return sorted(spell.number for spell in state.spells)


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_chain_of_merges_ends_in_one_person(chance: random.Random) -> None:
    """A into B and B into C, in any interleaving: C holds all three stays, A and B answer "I am now C"."""
    with new_driver(CODEC, GROUP) as driver:
        deliver(driver, [*ALL, merged(A, B, 1000), merged(B, C, 1001)], chance)
        assert spells(driver, C) == ["SP1", "SP2", "SP3"]
        assert (driver.now(A), driver.now(B), driver.now(C)) == (C, C, None)
        assert spells(driver, A) == spells(driver, B) == []


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_merged_person_has_the_hash_of_one_who_was_never_apart(chance: random.Random) -> None:
    """The survivor's bytes are those of a person under whom every message had arrived from the beginning."""
    with new_driver(CODEC, GROUP) as driver:
        deliver(driver, [*STAYS[A], *STAYS[B], merged(A, B, 1000)], chance)
        with new_driver(CODEC, GROUP) as other:
            other.send([*stay(B, "SP1", 0), *stay(B, "SP2", 400)])
            other.settle()
            assert driver.hash(B, "joint") == other.hash(B, "joint")


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_an_unmerge_takes_the_union_apart(chance: random.Random) -> None:
    """After an un-merge each record has its own stays again, whatever came first."""
    with new_driver(CODEC, GROUP) as driver:
        deliver(driver, [*ALL, merged(A, B, 1000), unmerged(A, B, 1002)], chance)
        assert (spells(driver, A), spells(driver, B)) == (["SP1"], ["SP2"])
        assert driver.now(A) is None


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_cycle_of_merges_ends_in_one_survivor(chance: random.Random) -> None:
    """A into B, B into C, C into A: the link that closes the cycle is ignored and one record holds everything."""
    with new_driver(CODEC, GROUP) as driver:
        deliver(driver, [*ALL, merged(A, B, 1000), merged(B, C, 1001), merged(C, A, 1002)], chance)
        assert spells(driver, C) == ["SP1", "SP2", "SP3"]
        assert (driver.now(A), driver.now(B)) == (C, C)
