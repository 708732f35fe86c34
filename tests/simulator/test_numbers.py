"""Whoever is invented for another purpose has other NHS numbers: no two invented people meet in one."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import islice, pairwise

import pytest

from connectors.simulator.area import EXAMPLESHIRE
from connectors.simulator.demonstration import demonstration_lives
from connectors.simulator.history import history_lives
from connectors.simulator.lives import Life
from connectors.simulator.people import CAPACITY, CURATED, LIVE, PAST, SIMULATED
from connectors.simulator.stream import Period, lives
from hub.commands.demonstration import trickle
from hub.domain.days import start_of

MONDAY = date(2026, 11, 23)
_NHS_NUMBER = re.compile(rb"999[0-9]{7}(?=\^\^\^NHS)")


def people(found: Iterable[Life]) -> dict[str, str]:
    """Return who has each number, failing where two different people have one."""
    held: dict[str, str] = {}
    for life in found:
        who = repr(life.person)
        assert held.setdefault(life.person.nhs_number, who) == who
    return held


def numbers_of_the_trickle(day: date, count: int = 1500) -> set[str]:
    """Return the NHS numbers in the live messages that begin at midnight of a day."""
    sent = islice(trickle(start_of(day)), count)
    return {number.decode() for one in sent for number in _NHS_NUMBER.findall(one.payload)}


def test_the_parts_of_the_range_do_not_overlap() -> None:
    """Each begins where the one before ends, and the last one ends with the range."""
    parts = sorted([SIMULATED, CURATED, PAST, LIVE])
    assert [one.first + one.people for one in parts] == [*(after.first for _, after in pairwise(parts)), CAPACITY]


@pytest.mark.parametrize("seed", [0, 1, 7, 29, -3, 5555, 10**9])
def test_a_simulation_beside_the_demonstration_shares_no_number(seed: int) -> None:
    """Curated people, their half year before, a day's live messages, and sixty simulated days of any seed."""
    period = Period(EXAMPLESHIRE, 60, seed, MONDAY - timedelta(days=60))
    groups = [
        people(demonstration_lives(MONDAY)).keys(),
        people(history_lives(MONDAY)).keys(),
        numbers_of_the_trickle(MONDAY),
        people(life for _, life in lives(period)).keys(),
    ]
    assert all(len(group) > 40 for group in groups)
    assert len(set().union(*groups)) == sum(len(group) for group in groups)


def test_a_demonstration_that_goes_on_for_days_shares_no_number() -> None:
    """The same life has the same number on the next day, and nobody else has it."""
    days = [MONDAY + timedelta(days=later) for later in range(0, 400, 57)]
    assert people(life for day in days for life in demonstration_lives(day))
    assert people(life for day in days for life in history_lives(day))
    spans = [Period(EXAMPLESHIRE, 40, 1, day, LIVE) for day in (MONDAY, MONDAY + timedelta(days=1))]
    assert people(life for span in spans for _, life in lives(span))
