"""The invented lives follow England's published figures, and nobody in them is real."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from statistics import fmean, median

import pytest
from nhs_number.validate import is_valid

from connectors.dwp.nino import nino_fault
from connectors.simulator import figures
from connectors.simulator.area import EXAMPLESHIRE
from connectors.simulator.people import CAPACITY, nhs_number, person
from connectors.simulator.stream import Period, lives
from connectors.simulator.support import Line, visits
from hub.errors import Rejected

FIRST_DAY = date(2026, 9, 1)
DRAWS = 40_000
BANDS = (0.3288, 0.2379, 0.1702, 0.1535, 0.0527, 0.0568)
"""Delay bands of 2024-25 over everybody who was delayed: 1, 2 to 3, 4 to 6, 7 to 13, 14 to 20, 21 or more days."""


def test_every_invented_nhs_number_is_valid_in_the_test_range_and_used_once() -> None:
    """The check is the public package's, not ours."""
    numbers = [nhs_number(index) for index in range(0, CAPACITY, 97)]
    assert len(set(numbers)) == len(numbers)
    assert all(number.startswith("999") and is_valid(number) for number in numbers)
    assert not {"9990000018", "9990000026"} & set(numbers)
    with pytest.raises(Rejected):
        nhs_number(CAPACITY)


def test_invented_people_have_valid_looking_numbers_and_live_in_the_invented_area() -> None:
    """National Insurance numbers pass NIM39110; postcodes are of districts that nobody lives in."""
    for index in range(300):
        who = person(EXAMPLESHIRE, index, Random(index), FIRST_DAY)
        assert nino_fault(who.nino) is None
        assert who.postcode[:3] == who.council.district
        assert who.practice in who.council.practices
        assert who.phone.startswith("01632 960")  # numbers that Ofcom keeps for drama


def test_pathways_and_delays_follow_the_published_figures() -> None:
    """Pathway mix, share delayed (13.5 %), mean delay (6.1 days) and the bands come out within sampling error."""
    rng = Random(5)
    ways = [figures.pathway(rng) for _ in range(DRAWS)]
    mix = Counter(ways)
    for way, share in (("P0", 0.8572), ("P1", 0.0951), ("P2", 0.0312), ("P3", 0.0165)):
        assert mix[way] / DRAWS == pytest.approx(share, abs=0.006)
    delays = [figures.delay_days(way, rng) for way in ways]
    delayed = [days for days in delays if days > 0]
    assert len(delayed) / DRAWS == pytest.approx(0.1354, abs=0.008)
    assert fmean(delayed) == pytest.approx(6.09, rel=0.12)
    edges = (1, 3, 6, 13, 20, 10_000)
    found = Counter(next(place for place, last in enumerate(edges) if days <= last) for days in delayed)
    for place, share in enumerate(BANDS):
        assert found[place] / len(delayed) == pytest.approx(share, abs=0.025)


def test_stays_are_as_long_as_the_published_ones() -> None:
    """Mean 4.69 days, median about one day."""
    rng = Random(6)
    stays = []
    for _ in range(DRAWS):
        way = figures.pathway(rng)
        stays.append(figures.treatment_days(way, rng) + figures.delay_days(way, rng))
    assert fmean(stays) == pytest.approx(4.69, rel=0.15)
    assert 0.5 <= median(stays) <= 1.5


def test_lives_are_possible() -> None:
    """Nobody leaves before coming, moves after leaving, or is in two hospitals at once; support ends when it must."""
    for _, life in lives(Period(EXAMPLESHIRE, 20, 3, FIRST_DAY)):
        for stay in life.stays:
            times = [move.at for move in stay.moves]
            assert times == sorted(times)
            assert times[-1] < stay.left_at
            assert stay.ready_at is None or stay.admitted_at < stay.ready_at <= stay.left_at
            if stay.mistake is not None:
                assert stay.admitted_at < stay.mistake.left_at < stay.mistake.taken_back_at < stay.left_at
        for before, after in zip(life.stays, life.stays[1:], strict=False):
            assert before.left_at <= after.admitted_at
            if before.ending == "transfer":
                assert before.left_at.date() == after.admitted_at.date()
        for line in life.lines:
            assert line.ended_on is None or line.started_on <= line.ended_on


def test_the_same_seed_gives_the_same_lives_and_another_seed_others() -> None:
    """A trial can be repeated exactly."""
    first, again, other = (list(lives(Period(EXAMPLESHIRE, 3, seed, FIRST_DAY))) for seed in (1, 1, 2))
    assert first == again
    assert not {life.person.nhs_number for _, life in first} & {life.person.nhs_number for _, life in other}


def test_a_period_that_needs_more_people_than_there_are_is_refused() -> None:
    """A number is never given to two people, however long the simulation."""
    with pytest.raises(Rejected, match="too_many_people"):
        next(lives(Period(EXAMPLESHIRE, 100_000, 1, FIRST_DAY)))


def test_some_visits_are_missed_and_none_lies_outside_its_line() -> None:
    """A missed visit is the earliest warning there is, so there have to be some."""
    line = Line("L1", EXAMPLESHIRE.providers[0], "NEW", FIRST_DAY, FIRST_DAY + timedelta(days=400), 7, None)
    days = [FIRST_DAY + timedelta(days=number) for number in range(-5, 420)]
    found = [visit for day in days for visit in visits(line, day)]
    assert len(found) == 400
    missed = sum(visit.done_at is None for visit in found)
    assert 2 <= missed <= 30
