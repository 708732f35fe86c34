"""Whole days and whole weeks, and what is counted over them."""

from datetime import date, timedelta
from typing import ClassVar

import pytest

from hub.domain.periods import Every, Period, flow, periods, stock

MONDAY = date(2026, 11, 2)


def november(day: int) -> date:
    """A day of November 2026; the 2nd is a Monday."""
    return date(2026, 11, day)


@pytest.mark.parametrize(
    ("first", "last", "weeks"),
    [(2, 8, [2]), (2, 15, [2, 9]), (3, 15, [9]), (1, 8, [2]), (2, 7, []), (8, 14, []), (9, 8, [])],
)
def test_a_week_runs_from_monday_to_sunday_and_is_whole(first: int, last: int, weeks: list[int]) -> None:
    """A week that begins before or ends after the days asked for is left out, not cut."""
    found = periods(november(first), november(last), Every.WEEK)
    assert found == [Period(november(monday), november(monday + 6)) for monday in weeks]


def test_a_day_is_a_period_of_its_own() -> None:
    """Both ends are included; nothing lies between a day and the day before."""
    assert periods(november(5), november(6), Every.DAY) == [
        Period(november(5), november(5)),
        Period(november(6), november(6)),
    ]
    assert periods(november(6), november(5), Every.DAY) == []


def test_the_last_day_there_is_can_be_asked_for() -> None:
    """No calendar arithmetic falls over its end."""
    assert periods(date.max, date.max, Every.WEEK) == []
    assert periods(date.max, date.max, Every.DAY) == [Period(date.max, date.max)]


def test_a_flow_is_added_up_over_each_period() -> None:
    """Sunday belongs to the week that ends with it; what lies outside is not counted."""
    over = periods(november(2), november(15), Every.WEEK)
    amounts = [(november(1), 100), (november(2), 1), (november(8), 2), (november(9), 4), (november(16), 100)]
    assert flow(amounts, over) == [3, 4]


def test_a_stock_is_the_level_at_the_end_of_each_period() -> None:
    """A level holds until the next; before the first there is nobody."""
    levels = [(november(8), 7), (november(3), 5)]
    assert stock(levels, periods(november(1), november(9), Every.DAY)) == [0, 0, 5, 5, 5, 5, 5, 7, 7]
    assert stock(levels, periods(november(2), november(15), Every.WEEK)) == [7, 7]
    assert stock([], periods(november(2), november(3), Every.DAY)) == [0, 0]


class Compared(date):
    """A day that counts how often it is held against another."""

    times: ClassVar[list[date]] = []

    def __le__(self, other: date) -> bool:
        """Note it."""
        self.times.append(other)
        return super().__le__(other)


def test_three_years_of_days_look_at_each_level_once() -> None:
    """A split has a hundred rows and more: to search every level for every day kept everybody else waiting."""
    over = periods(november(1), november(1) + timedelta(days=1095), Every.DAY)
    levels = [(Compared.fromordinal(period.first.toordinal()), at) for at, period in enumerate(over)]
    assert stock(levels, over) == [*range(1096)]
    assert len(Compared.times) <= 2 * len(over)
