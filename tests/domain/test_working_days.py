"""Working days of England: weekends and bank holidays, by date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.adapters import reference_files
from hub.domain.working_days import (
    BANK_HOLIDAYS,
    ENGLAND,
    is_working_day,
    working_days_after,
    working_days_between,
)

NO_WORK = reference_files.bank_holidays()
DAYS = st.dates(date(2019, 12, 20), date(2028, 1, 10))


def test_the_days_are_those_of_the_reference_data() -> None:
    """The rule and the shipped reference file name the same days, so that neither is forgotten when one changes."""
    assert BANK_HOLIDAYS["England"] == NO_WORK
    assert {day.year for day in ENGLAND} >= set(range(2020, 2028))


@pytest.mark.parametrize(
    "day",
    [
        date(2020, 5, 8),  # the May bank holiday was moved to the 75th VE Day
        date(2022, 6, 2),  # the spring bank holiday was moved for the jubilee
        date(2022, 6, 3),
        date(2022, 9, 19),
        date(2023, 5, 8),
        date(2027, 12, 28),  # Boxing Day falls on a Sunday
    ],
)
def test_special_days_are_no_working_days(day: date) -> None:
    """Days that a proclamation moved or added count as bank holidays."""
    assert not is_working_day(day)


@pytest.mark.parametrize("day", [date(2020, 5, 4), date(2022, 5, 30), date(2026, 12, 29)])
def test_days_that_a_proclamation_freed_are_worked(day: date) -> None:
    """The usual day of a holiday that was moved is a working day."""
    assert is_working_day(day)


@pytest.mark.parametrize(
    ("day", "n", "then"),
    [
        (date(2026, 11, 26), 1, date(2026, 11, 27)),  # a Thursday
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # over a weekend
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # from a Saturday
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # Christmas on a Friday, Boxing Day kept on the Monday
        (date(2026, 4, 2), 3, date(2026, 4, 9)),  # over Easter
        (date(2022, 6, 1), 1, date(2022, 6, 6)),  # over the jubilee
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
    ],
)
def test_days_by_hand(day: date, n: int, then: date) -> None:
    """Worked by hand from a calendar."""
    assert working_days_after(day, n) == then


def test_other_holidays_can_be_given() -> None:
    """A day that was proclaimed later than this version is given by whoever knows it."""
    assert working_days_after(date(2026, 11, 26), 1, ENGLAND | {date(2026, 11, 27)}) == date(2026, 11, 30)


def test_the_last_date_there_is() -> None:
    """A moment that no calendar holds stops nothing."""
    assert working_days_after(date.max, 3) == date.max


@given(DAYS, st.integers(0, 30))
def test_so_many_working_days_lie_between(day: date, n: int) -> None:
    """The nth working day is one, with n of them after the start, counted one day at a time."""
    then = working_days_after(day, n)
    span = [day + timedelta(days=past) for past in range(1, (then - day).days + 1)]
    assert sum(each.weekday() < 5 and each not in NO_WORK for each in span) == n
    assert n == 0 or (then.weekday() < 5 and then not in NO_WORK)


@given(DAYS, DAYS)
def test_between_counts_each_day(after: date, upto: date) -> None:
    """Counted in weeks it is the same as counted one day at a time, and nothing when the days are the other way."""
    span = [after + timedelta(days=past) for past in range(1, (upto - after).days + 1)]
    assert working_days_between(after, upto) == sum(day.weekday() < 5 and day not in NO_WORK for day in span)


@pytest.mark.parametrize(
    ("after", "upto", "count"),
    [
        (date(2026, 11, 26), date(2026, 11, 27), 1),  # from a Thursday
        (date(2026, 11, 27), date(2026, 12, 1), 2),  # over a weekend
        (date(2026, 12, 24), date(2026, 12, 30), 2),  # over Christmas
        (date(2026, 11, 2), date(2026, 11, 16), 10),
        (date(2026, 11, 27), date(2026, 11, 27), 0),
        (date(2026, 11, 27), date(2026, 11, 20), 0),
    ],
)
def test_working_days_between_two_days(after: date, upto: date, count: int) -> None:
    """The first is not counted and the second is."""
    assert working_days_between(after, upto) == count
