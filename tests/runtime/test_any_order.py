"""The same state whatever the order of arrival, from the bytes in the log to the bytes of the state."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.bench.lives import LIFE, events, subject_of
from hub.codec.events import EventCodec
from hub.events.catalogue import PEOPLE_TOPICS
from hub.processors.joint import JointProcessor
from hub.runtime.apply import Group
from tests.runtime.conftest import new_driver

PEOPLE = 3
EVENTS = list(events(PEOPLE * LIFE, PEOPLE))
CODEC = EventCodec()
GROUP = Group("care", (JointProcessor(),), PEOPLE_TOPICS)


def hashes(arrivals: list[list[int]]) -> list[str]:
    """Send events by number in batches, folding after each, and give every person's hash."""
    with new_driver(CODEC, GROUP) as driver:
        for batch in arrivals:
            driver.send(EVENTS[number] for number in batch)
            driver.settle()
        return [driver.hash(subject_of(n), "joint") for n in range(PEOPLE)]


IN_ORDER = hashes([list(range(len(EVENTS)))])


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 40))
def test_shuffled_and_repeated_arrivals_end_in_the_same_bytes(chance: random.Random, size: int) -> None:
    """However the messages are shuffled, sent twice and cut into batches, each person's state has one hash."""
    order = list(range(len(EVENTS))) + chance.choices(range(len(EVENTS)), k=10)
    chance.shuffle(order)
    batches = [order[at : at + size] for at in range(0, len(order), size)]
    assert hashes(batches) == IN_ORDER


def test_different_lives_have_different_hashes() -> None:
    """The hash says something: three different people do not share one."""
    assert len(set(IN_ORDER)) == PEOPLE
