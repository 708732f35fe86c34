"""The half year before the demonstration."""

from datetime import date, timedelta

import pytest

from connectors.simulator.demonstration import demonstration_lives
from connectors.simulator.history import WEEKS, history, history_lives
from hub.commands.demonstration import trickle
from hub.domain.days import day_of, start_of
from hub.domain.six_weeks import plus

DAYS = [date(2026, 11, 26), date(2027, 1, 4), date(2028, 2, 29)]


@pytest.mark.parametrize("today", DAYS)
def test_everybodys_six_weeks_are_over(today: date) -> None:
    """Nobody of the past is on the board: day 42 after the last stay lies before today."""
    lives = history_lives(today)
    assert len(lives) > 60
    assert all(plus(life.stays[-1].left_at.date(), 41) < today for life in lives)


@pytest.mark.parametrize("today", DAYS)
def test_there_is_somebody_in_every_week_of_the_past(today: date) -> None:
    """A chart by week has a point for each: from half a year ago until the curated people begin."""
    left = {life.stays[-1].left_at.date() for life in history_lives(today)}
    weeks = {(today - day).days // 7 for day in left}
    assert set(range(8, WEEKS - 2)) <= weeks


@pytest.mark.parametrize("today", DAYS)
def test_the_past_is_about_other_people(today: date) -> None:
    """Neither a curated person nor one of the trickle has a past, so nothing that is shown of them changes."""
    numbers = {life.person.nhs_number for life in history_lives(today)}
    assert len(numbers) == len(history_lives(today))
    assert numbers.isdisjoint(life.person.nhs_number for life in demonstration_lives(today))
    for one in list(zip(range(300), trickle(start_of(today)), strict=False)):
        assert not any(number.encode() in one[1].payload for number in numbers)


def test_a_hub_that_is_fed_on_another_day_knows_the_people_that_it_has() -> None:
    """The past of tomorrow is that of today and a day more: messages have the same ids, so nobody is there twice."""
    today = DAYS[0]
    now, then = ({one.name for one in history(day) if one.transport == "mllp"} for day in (today, today + timedelta(7)))
    assert len(now & then) > 0.9 * len(now)


def test_nothing_is_sent_from_the_future() -> None:
    """Messages and tables are in order and of the past, and each provider's tables have a name of their own."""
    sent = history(DAYS[0])
    assert [one.at for one in sent] == sorted(one.at for one in sent)
    assert max(day_of(one.at) for one in sent) <= DAYS[0]
    names = [one.name for one in sent if one.transport == "drop"]
    assert len(set(names)) == len(names)
