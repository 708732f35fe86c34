"""Whole lives of early-help cases in any order of arrival, against a walk by hand; and that nobody is scored."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.figures_of_early_help import CarerFigures, EarlyHelpFigures
from hub.events.envelope import Event
from hub.ports.processor import Outline
from hub.processors.early_help import EarlyHelpProcessor
from tests.domain.help_oracle import START, HelpLife, first_contact, stands
from tests.processors.people import AREAS
from tests.processors.test_anything import crowded
from tests.processors.test_joint_lives import arrive, fold
from tests.strategies import events

HELP = EarlyHelpProcessor(AREAS)
seeds = st.integers(0, 10**9)


@settings(deadline=None, max_examples=400)
@given(seed=seeds, later=st.integers(0, 20))
def test_a_case_stands_where_a_walk_by_hand_says(seed: int, later: int) -> None:
    """State, first contact and being held on any day, against the oracle."""
    told = HelpLife(seed).story.events
    on = START + timedelta(days=len(told) - 1 + later)
    (case,) = HELP.view(fold(told, HELP), on)["cases"]
    assert case["state"] == stands(told, on)
    contact = None if case["held"] else first_contact(told)
    assert case["first_contact_on"] == (None if contact is None else contact.isoformat())
    assert case["council"] is None or not case["held"]


@settings(deadline=None, max_examples=100)
@given(seed=seeds)
def test_every_arrival_gives_the_same_bytes_and_facts(seed: int) -> None:
    """Shuffled, repeated and cut into batches: one state, and the same is told."""
    told, dice = HelpLife(seed).story.events, random.Random(seed)
    whole = fold(told, HELP)
    arrived = told + dice.choices(told, k=4)
    dice.shuffle(arrived)
    cut = dice.randrange(len(arrived))
    state = arrive([arrived[:cut], arrived[cut:]], HELP)
    assert HELP.encode(state) == HELP.encode(whole)
    assert HELP.facts(state, START) == HELP.facts(whole, START)


@settings(deadline=None, max_examples=60)
@given(seed=seeds)
def test_what_is_listed_and_told_changes_only_on_the_days_that_the_state_names(seed: int) -> None:
    """A consent that runs out takes a case off the council's list on its day, though nobody says anything."""
    told = HelpLife(seed).story.events
    state, today = fold(told, HELP), START + timedelta(days=len(told) - 1)
    outline = HELP.outline(state, today)
    for _ in range(30):
        today += timedelta(days=1)
        if outline.wakes_on == today:
            outline = HELP.outline(state, today)
        assert HELP.outline(state, today) == outline


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one)
    else:
        yield value


@settings(deadline=None, max_examples=60)
@given(st.lists(events(), max_size=12), st.integers(), st.dates())
def test_nobody_is_scored(told: list[Event], seed: int, on: date) -> None:
    """No output orders people by anything but dates: no field of a case is a number, and no list sorts by one."""
    dice = random.Random(seed)
    state = fold([crowded(event, dice) for event in told], HELP)
    for leaf in _leaves(HELP.view(state, on)):
        assert leaf is None or isinstance(leaf, bool | str)
    outline: Outline = HELP.outline(state, on)
    row = outline.listing
    if row is not None:
        assert row.status in {"open", "ended", "died"}
        rest = {name: getattr(row, name) for name in row.__struct_fields__ if name not in _BY}
        assert not [value for value in rest.values() if value]


_BY = {"status", "council", "providers"}
"""What a list narrows by; it orders by none of them."""


def test_what_is_told_for_the_count_are_codes_and_days() -> None:
    """Neither body has a field that holds a number, a name or a text of somebody's own."""
    days = {"contacted_on", "declined_on", "received_on", "referred_on", "screened_on", "withdrawn_on"}
    assert set(EarlyHelpFigures.__struct_fields__) == days | {"council", "ics", "later", "source"}
    assert list(EarlyHelpFigures.__struct_fields__) == sorted(EarlyHelpFigures.__struct_fields__)
    assert list(CarerFigures.__struct_fields__) == sorted(CarerFigures.__struct_fields__)
