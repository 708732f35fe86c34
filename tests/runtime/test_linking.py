"""A link of a carer travels through the log to both records, and never needs both at once."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.codec.events import EventCodec
from hub.errors import Rejected, Unavailable
from hub.events.carers import CarerLinked, CarerUnlinked
from hub.events.catalogue import CARE_RECORD, PEOPLE_TOPICS
from hub.ports.log import BEGINNING, Partition
from hub.processors.carers import CarersProcessor
from hub.runtime.apply import Group
from hub.runtime.catching_up import until_end
from hub.runtime.driver import Driver
from hub.runtime.linking import told_to_both
from tests.processors.test_carers import ON
from tests.runtime.conftest import new_driver
from tests.runtime.made import HOUR, MONDAY, merged, person
from tests.runtime.test_intake import House, house

__all__ = ["house"]
CODEC = EventCodec()
GROUP = Group("care", (CarersProcessor(),), PEOPLE_TOPICS)
CARER, MOTHER, OLD = person("carer"), person("mother"), person("carer's old record")


def link(*, carer: bool = True, cared_for: bool = True, ref: bytes = CARER) -> CarerLinked:
    """Return the link of a carer and her mother."""
    return CarerLinked("K1", ref, MOTHER, carer, cared_for, "CHILD")


def links(driver: Driver, subject: bytes) -> list[dict[str, Any]]:
    """Return the links that a record shows."""
    shown = driver.view(subject, "carers", ON)["carer"]
    return [] if shown is None else list(shown["links"])


def test_one_word_becomes_one_event_for_each_side() -> None:
    """Each event has its own record as its origin and its own id; the same word at the same time has the same ids."""
    ours, theirs = told_to_both(link(), MONDAY, MONDAY)
    assert (ours.subject_ref, theirs.subject_ref) == (CARER, MOTHER)
    assert ours.event_id != theirs.event_id
    assert (ours.body, ours.type) == (theirs.body, "CarerLinked")
    again = told_to_both(link(), MONDAY, MONDAY + HOUR)
    assert [event.event_id for event in again] == [ours.event_id, theirs.event_id]
    other = told_to_both(link(carer=False), MONDAY, MONDAY)
    assert not {event.event_id for event in other} & {ours.event_id, theirs.event_id}


async def test_the_intake_tells_both_records(house: House) -> None:
    """Two records of the log, each under the key of its side, readable and without anything sealed."""
    ids = await house.intake.linked(link(), MONDAY)
    found = []
    async for records in until_end(house.log, Partition(CARE_RECORD, 0), BEGINNING, 100):
        found += [(record.key, house.codec.decode(record.value)) for record in records]
    assert [(key, event.event_id) for key, event in found] == [(CARER, ids[0]), (MOTHER, ids[1])]
    assert {event.provenance.purpose for _, event in found if event.provenance} == {"CARERS_ASSESSMENT"}


async def test_a_link_with_oneself_is_refused_and_a_log_that_is_away_says_so(house: House) -> None:
    """Nothing is appended in either case."""
    with pytest.raises(Rejected, match="two sides"):
        await house.intake.linked(CarerLinked("K1", CARER, CARER, True, True), MONDAY)
    house.away.add("append")
    with pytest.raises(Unavailable):
        await house.intake.linked(link(), MONDAY)


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_both_records_come_to_show_each_other_whatever_arrives_first(chance: random.Random) -> None:
    """In any interleaving, with repeats, folded now and then: each side shows the other, until one takes it back."""
    with new_driver(CODEC, GROUP) as driver:
        agreed = told_to_both(link(), MONDAY, MONDAY)
        undone = told_to_both(link(cared_for=False), MONDAY + HOUR, MONDAY + HOUR)
        _deliver(driver, [*agreed, *agreed], chance)
        assert [one["shown"] for one in links(driver, CARER) + links(driver, MOTHER)] == [True, True]
        assert links(driver, MOTHER)[0]["role"] == "CARED_FOR"
        _deliver(driver, [*undone, *agreed], chance)
        assert links(driver, CARER) == links(driver, MOTHER) == [{"shown": False}]
        _deliver(driver, [*told_to_both(CarerUnlinked("K1", CARER, MOTHER), MONDAY + 2 * HOUR, MONDAY)], chance)
        assert links(driver, CARER) == links(driver, MOTHER) == []


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_link_of_a_record_that_was_merged_is_the_survivors(chance: random.Random) -> None:
    """Told to the carer's old record before or after the merge: the record that answers now shows it."""
    with new_driver(CODEC, GROUP) as driver:
        join = merged(OLD, CARER, 5)
        sends = [(join, OLD), (join, CARER)]
        sends += [(event, event.subject_ref) for event in told_to_both(link(ref=OLD), MONDAY, MONDAY)]
        chance.shuffle(sends)
        for event, key in sends:
            driver.send([event], key)
            if chance.random() < 0.5:
                driver.settle()
        driver.settle()
        assert [one["role"] for one in links(driver, CARER)] == ["CARER"]
        assert links(driver, OLD) == []


def _deliver(driver: Driver, events: list[Any], chance: random.Random) -> None:
    chance.shuffle(events)
    for event in events:
        driver.send([event])
        if chance.random() < 0.5:
            driver.settle()
    driver.settle()
