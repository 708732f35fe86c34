"""Process charts against series that were reckoned by hand from the published formulas.

Centre = mean; average moving range without those of 3.267 times the first average or more; limits 2.66 and near limits
1.7733 average moving ranges from the centre.
"""

from collections.abc import Sequence
from itertools import pairwise

import pytest

from hub.domain.spc import Rebase, chart, limits_of
from hub.domain.special_causes import Cause, Limits

COMMON = (Cause.COMMON, 0)


def told(values: Sequence[float], *rebases: Rebase) -> list[tuple[Cause, int]]:
    """What each point signals, by cause and way."""
    return [(point.signal.cause, point.signal.way) for point in chart(values, rebases)]


@pytest.mark.parametrize("value", [5, 0, 66.7])
def test_a_series_that_never_moves_has_no_width_and_no_signal(value: float) -> None:
    """Centre and all limits are the value itself, and no rounding of a computer makes a signal of it."""
    points = chart([value] * 10)
    assert {point.limits for point in points} == {Limits(value, value, value, value, value)}
    assert {point.signal for point in points} == {COMMON}


def test_one_outlier_is_screened_from_the_width_and_stands_outside() -> None:
    """Ten points 10, 12, 10, … and then 22: one point is special, and it does not widen the limits that show it.

    Mean 132 / 11 = 12.  Moving ranges: nine of 2 and one of 10, average 2.8; 10 is more than 3.267 x 2.8 = 9.1476
    and is dropped, average 2.  Limits 12 -+ 5.32, near limits 12 -+ 3.5467.
    """
    values = [10, 12] * 5 + [22]
    assert limits_of(values) == pytest.approx((6.68, 8.453333, 12, 15.546667, 17.32))
    assert told(values) == [COMMON] * 10 + [(Cause.OUTSIDE, 1)]


def test_a_range_of_just_under_the_screen_is_kept() -> None:
    """Seven points about 10.5 and seven about 13.5: the step of 4 is less than 3.267 x 16 / 13 = 4.0209, so it counts.

    Mean 168 / 14 = 12, average moving range (12 x 1 + 4) / 13 = 1.230769, limits 12 -+ 3.273846.
    """
    held = limits_of([10, 11, 10, 11, 10, 11, 10, 14, 13, 14, 13, 14, 13, 14])
    assert (held.lower, held.centre, held.upper) == pytest.approx((8.726154, 12, 15.273846))


def test_a_range_of_just_the_screen_is_dropped() -> None:
    """Ranges 733, 733, 733 and 9801 are 3000 on average, and 9801 is 3.267 x 3000: it is out, and 733 is the width."""
    held = limits_of([0, 733, 0, 733, 10534])
    assert held.upper - held.centre == pytest.approx(2.66 * 733)


def test_exactly_seven_rising_points_are_a_trend_and_the_first_rule_wins() -> None:
    """1 to 7: the ends lie outside 4 -+ 2.66 and say so; 2 to 6 are the trend, though 2 and 6 are near the limits."""
    assert told([1, 2, 3, 4, 5, 6, 7]) == [(Cause.OUTSIDE, -1), *[(Cause.TREND, 1)] * 5, (Cause.OUTSIDE, 1)]


def test_a_trend_is_found_among_other_points_and_six_are_none() -> None:
    """Rising 1 to 7 between points that jump; one point fewer is common cause.

    Mean 46 / 11, average moving range 39 / 10: nothing is near a limit (4.18 -+ 6.916).
    """
    assert told([0, 9, 1, 2, 3, 4, 5, 6, 7, 0, 9]) == [COMMON] * 2 + [(Cause.TREND, 1)] * 7 + [COMMON] * 2
    assert told([0, 9, 1, 2, 3, 4, 5, 6, 0, 9]) == [COMMON] * 10
    assert told([9, 0, 7, 6, 5, 4, 3, 2, 1, 9, 0]) == [COMMON] * 2 + [(Cause.TREND, -1)] * 7 + [COMMON] * 2


def test_two_equal_points_break_a_trend() -> None:
    """1, 2, 3, 3, 4, 5, 6 rises over seven points, but not at each."""
    assert Cause.TREND not in {cause for cause, _ in told([1, 2, 3, 3, 4, 5, 6])}


def test_a_point_of_two_trends_belongs_to_the_newer() -> None:
    """4 up to 10 and down to 4 again, after 0, 20, 0, 20: the top is where the fall begins.

    Mean 128 / 17 = 7.53.  Moving ranges 20, 20, 20, 16 and twelve of 1, average 5.5; the three of 20 are dropped,
    average 28 / 13.  Near limits 7.53 -+ 3.82: none of 4 to 10 is near.
    """
    signals = told([0, 20, 0, 20, 4, 5, 6, 7, 8, 9, 10, 9, 8, 7, 6, 5, 4])
    assert signals[4:] == [(Cause.TREND, 1)] * 6 + [(Cause.TREND, -1)] * 7


def test_two_of_three_near_a_limit_are_told_and_the_third_is_not() -> None:
    """Ten points 10, 11, … and then 13, 12, 13.

    Mean 143 / 13 = 11, average moving range 13 / 12, near limits 11 -+ 1.921111, limits 11 -+ 2.881667: 13 is near,
    12 is not, and all three are on one side.
    """
    near = (Cause.TWO_OF_THREE, 1)
    assert limits_of([10, 11] * 5 + [13, 12, 13]).near_upper == pytest.approx(12.921111)
    assert told([10, 11] * 5 + [13, 12, 13]) == [COMMON] * 10 + [near, COMMON, near]
    assert told([12, 11] * 5 + [9, 10, 9])[-3:] == [(Cause.TWO_OF_THREE, -1), COMMON, (Cause.TWO_OF_THREE, -1)]


def test_two_near_points_with_one_on_the_other_side_between_are_common_cause() -> None:
    """Two of three means three in a row on one side.

    Judged by ten points 10, 11, …: centre 10.5, near limit 12.2733, limit 13.16.
    """
    for between, near in ((11, 2), (10, 0)):
        points = chart([10, 11] * 5 + [13, between, 13], fix_after=10)
        assert [point.signal.cause for point in points].count(Cause.TWO_OF_THREE) == near


def test_seven_on_one_side_are_told_and_six_are_not() -> None:
    """The series of the screen above has seven below and seven above the mean; the second has six of each.

    Second: mean 150 / 12 = 12.5, average moving range 12 / 11, near limits 12.5 -+ 1.9345.
    """
    seven = [10, 11, 10, 11, 10, 11, 10, 14, 13, 14, 13, 14, 13, 14]
    assert told(seven) == [(Cause.ONE_SIDE, -1)] * 7 + [(Cause.ONE_SIDE, 1)] * 7
    assert told([11, 12, 11, 12, 11, 12, 14, 13, 14, 13, 14, 13]) == [COMMON] * 12


def test_a_rebase_gives_each_stretch_its_own_limits() -> None:
    """A known change, with its reason, is no signal: 10, 11, … and then 20, 21, … are two stable stretches.

    Limits 10.5 -+ 2.66 and 20.5 -+ 2.66.  Without the rebase every point would be a signal.
    """
    values = [10, 11] * 4 + [20, 21] * 4
    points = chart(values, [Rebase(8, "A second ward opened.")])
    assert [point.value for point in points] == values
    assert [point.limits.upper for point in points[:8]] == pytest.approx([13.16] * 8)
    assert [point.limits.lower for point in points[8:]] == pytest.approx([17.84] * 8)
    assert told(values, Rebase(8, "A second ward opened.")) == [COMMON] * 16
    assert COMMON not in told(values)


def test_a_run_does_not_go_on_over_a_rebase() -> None:
    """Seven rising points of which a rebase parts four from three are no trend."""
    values: list[float] = [0, 9, 1, 2, 3, 4, 5, 6, 7, 0, 9]
    assert Cause.TREND not in {cause for cause, _ in told(values, Rebase(6, "Counted otherwise."))}


@pytest.mark.parametrize(("at", "reason"), [(0, "x"), (3, "x"), (-1, "x"), (1, " ")])
def test_a_rebase_without_reason_or_place_is_refused(at: int, reason: str) -> None:
    """Limits are not moved without a recorded reason."""
    with pytest.raises(ValueError, match="a rebase"):
        chart([1, 2, 3], [Rebase(at, reason)])


def test_limits_can_be_fixed_after_a_baseline() -> None:
    """The first six points, 10, 12, …, give 11 -+ 2.66 x 2 = 5.68 and 16.32; the seventh is judged by them."""
    points = chart([10, 12, 10, 12, 10, 12, 17], fix_after=6)
    assert [(held.lower, held.upper) for held in {point.limits for point in points}] == [pytest.approx((5.68, 16.32))]
    assert points[-1].signal == (Cause.OUTSIDE, 1)


@pytest.mark.parametrize("values", [[], [4], [4, 6]])
def test_short_series_have_points_and_signal_nothing(values: list[float]) -> None:
    """One point, or none, is no reason to stop; its limits are wherever it is."""
    points = chart(values)
    assert [point.value for point in points] == values
    assert all(low <= high for point in points for low, high in pairwise(point.limits))
    assert {point.signal for point in points} <= {COMMON}
