"""The window after a discharge, counted in Europe/London days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.six_weeks import Policy, Window, plus, window
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story
from tests.processors.people import fold, see

USUAL = Policy()


@pytest.mark.parametrize(
    ("discharged", "last"),
    [
        (date(2026, 3, 1), date(2026, 4, 11)),
        (date(2027, 3, 1), date(2027, 4, 11)),
        (date(2028, 1, 20), date(2028, 3, 1)),
        (date(2027, 1, 20), date(2027, 3, 2)),
        (date(2028, 2, 29), date(2028, 4, 10)),
        (date(2026, 11, 13), date(2026, 12, 24)),
        (date(2026, 12, 1), date(2027, 1, 11)),
        (date(2026, 3, 28), date(2026, 5, 8)),
        (date(2026, 10, 24), date(2026, 12, 4)),
    ],
)
def test_last_covered_day(discharged: date, last: date) -> None:
    """Discharge day + 41: across months, leap days, new year and both changes of the clocks."""
    assert window(discharged, USUAL) == (discharged, last)


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        ("2026-03-28T23:59", "2026-03-28", "2026-05-08"),
        ("2026-03-29T00:30", "2026-03-29", "2026-05-09"),
        ("2026-03-29T03:30", "2026-03-29", "2026-05-09"),
        ("2026-10-25T00:15", "2026-10-25", "2026-12-05"),
        ("2026-10-25T23:45", "2026-10-25", "2026-12-05"),
        ("2026-07-01T00:15", "2026-07-01", "2026-08-11"),
    ],
)
def test_the_clock_counts_local_dates_at_both_clock_changes(when: str, first: str, last: str) -> None:
    """A minute before or after midnight in London decides the day, whatever UTC says."""
    story = Story()
    story.admit("2026-01-02T09:15")
    story.discharge(when)
    row = see(story, last)["episodes"][0]
    assert (row["discharged_on"], row["last_covered_day"], row["day"], row["status"]) == (first, last, 42, "open")


def test_milestones_of_six_weeks() -> None:
    """Days 1, 14, 28, 35 (decision due), 42 (last) and 43 (closed)."""
    found = window(date(2026, 3, 1), USUAL).milestones()
    assert [number for number, _ in found] == [1, 14, 28, 35, 42, 43]
    assert found[3] == (35, date(2026, 4, 4))
    assert found[-1] == (43, date(2026, 4, 12))
    assert window(date(2026, 3, 1), USUAL).decision_due() == date(2026, 4, 4)


def test_the_length_is_policy_with_a_date() -> None:
    """A discharge follows the length that held on its day."""
    policy = Policy(((date.min, 42), (date(2027, 4, 1), 28)))
    assert window(date(2027, 3, 31), policy).last == date(2027, 5, 11)
    assert window(date(2027, 4, 1), policy).last == date(2027, 4, 28)
    assert [n for n, _ in window(date(2027, 4, 1), policy).milestones()] == [1, 14, 21, 28, 29]
    assert Policy(((date(2027, 1, 1), 28),)).length_on(date(2026, 1, 1)) == 42


@given(st.dates(), st.integers(-3, 400))
def test_day_one_is_the_day_of_discharge(day: date, later: int) -> None:
    """Days are numbered from 1 and unnumbered before."""
    try:
        on = day + timedelta(days=later)
    except OverflowError:
        return
    number = window(day, USUAL).day_number(on)
    assert number == (None if later < 0 else later + 1)


def test_the_end_of_time_is_the_last_day() -> None:
    """Counting on from a mistyped year stops at the last date there is."""
    assert plus(date(9999, 12, 1), 41) == date.max
    assert Window(date(9999, 12, 31), date.max).milestones()[-1][1] == date.max


def test_another_policy_can_be_replayed() -> None:
    """The same events under another length give another last day."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    four_weeks = JointProcessor(policy=Policy(((date.min, 28),)))
    assert four_weeks.view(fold(story), date(2026, 12, 1))["episodes"][0]["last_covered_day"] == "2026-12-10"
