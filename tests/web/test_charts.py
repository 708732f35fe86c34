"""Process charts of the pages: what is read from a row of numbers, drawn, and said in sentences."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from hub.domain.periods import Every, Period
from hub.domain.products import Change, Kind, Part, Product
from hub.domain.small_numbers import MISSING, NOT_APPLICABLE, SUPPRESSED, Number, Status
from hub.domain.variation import Assurance, Improvement, Variation
from hub.web.charts.drawing import Drawing, draw
from hub.web.charts.paper import MIDDLE, NARROW, SPARK, WIDE
from hub.web.charts.reading import Chart, read_chart
from hub.web.charts.scale import Marks, axis, spread, step_of
from hub.web.charts.sentences import number_words, period_words, sentences, signal_words

FIRST = date(2026, 11, 1)
STEADY = [10, 11] * 7
PEOPLE = Marks(5, 1)
SHARES = Marks(5, 1, 100)


def product(**more: Any) -> Product:
    """A stock of which fewer is better."""
    given: dict[str, Any] = {"kind": Kind.STOCK, "improvement": Improvement.DOWN, "of": Part("ready_not_left")} | more
    return Product(title="Ready", definition="d", group="g", source="s", **given)


def chart_of(values: Sequence[float | Number], **more: Any) -> Chart:
    """The chart of daily numbers from 1 November 2026."""
    days = [FIRST + timedelta(days=n) for n in range(len(values))]
    numbers = [value if isinstance(value, Number) else Number(Status.SHOWN, value) for value in values]
    return read_chart(product(**more), "QHL", [Period(day, day) for day in days], numbers)


def drawn(values: Sequence[float | Number], **more: Any) -> Drawing:
    """The wide drawing of daily numbers."""
    found = draw(chart_of(values, **more), WIDE)
    assert found is not None
    return found


def test_a_steady_series_says_its_average_and_what_to_expect() -> None:
    """10, 11, …: average 10.5, 10.5 -+ 2.66; every figure of the chart is in words."""
    assert sentences(chart_of(STEADY), Every.DAY) == [
        "The latest, 14 November 2026, is 11.",
        "Over 14 days the average is 10.5, and 7.8 to 13.2 is to be expected.",
        "No significant change.",
    ]


@pytest.mark.parametrize("newest", [SUPPRESSED, NOT_APPLICABLE])
def test_a_sentence_calls_no_older_point_the_latest(newest: Number) -> None:
    """Where the newest is hidden or of nobody, the one that is named is the latest that is shown."""
    said = sentences(chart_of([*STEADY, newest]), Every.DAY)
    assert said[0] == "The latest that is shown, 14 November 2026, is 11."


@pytest.mark.parametrize(
    ("improvement", "meaning"),
    [
        (Improvement.DOWN, "Concern: above the upper limit."),
        (Improvement.UP, "Improvement: above the upper limit."),
        (Improvement.NEUTRAL, "Change: above the upper limit."),
    ],
)
def test_a_special_point_is_said_by_its_rule_and_by_what_it_means(improvement: Improvement, meaning: str) -> None:
    """A last point of 22 after 10, 12, …: outside; better or worse is the product's to say."""
    said = sentences(chart_of([10, 12] * 6 + [22], improvement=improvement), Every.DAY)
    assert said[2] == meaning
    assert said[3].startswith("Of all points 1 ")
    assert said[3].endswith(" is out of the ordinary.")


def test_low_and_falling_are_said_as_such() -> None:
    """The way of a signal is in its words."""
    assert signal_words(chart_of([22] * 0 + [12, 10] * 6 + [0]).latest) == "Improvement: below the lower limit"
    falling = chart_of([9, 0, 9, 0, 9, 7, 6, 5, 4, 3, 2, 1])
    assert signal_words(falling.latest) == "Improvement: seven points falling"


def test_a_hidden_point_takes_the_limits_away() -> None:
    """A mean without the hidden points would be wrong, and one with them would give them away."""
    chart = chart_of([*STEADY, SUPPRESSED, 11])
    assert chart.limits is None
    assert draw(chart, WIDE).bands == []  # type: ignore[union-attr]  # there are points
    assert sentences(chart, Every.DAY) == [
        "The latest, 16 November 2026, is 11.",
        "1 of 16 points are hidden because they are of very few people, so no limits are drawn.",
    ]


def test_a_chart_of_hidden_points_alone_says_so_and_one_of_nothing_too() -> None:
    """Nothing is drawn, and the reader is told which of the two it is."""
    for numbers, said in (
        ([SUPPRESSED] * 3, "Every number is hidden"),
        ([MISSING] * 3, "Nothing has been told"),
        ([], "Nothing has been told"),
        ([MISSING, NOT_APPLICABLE], "There was nobody to count"),
    ):
        chart = chart_of(numbers)
        assert draw(chart, WIDE) is None
        assert chart.limits is None
        assert sentences(chart, Every.DAY)[0].startswith(said)


def test_days_before_the_hub_began_and_shares_of_nobody_are_left_out() -> None:
    """What is missing or cannot be is no point and breaks the line; limits are of the others."""
    chart = chart_of([MISSING, 10, 11, NOT_APPLICABLE, 10, 11])
    assert [dot.at for dot in chart.dots] == [1, 2, 4, 5]
    assert chart.limits is not None
    assert len(drawn([MISSING, 10, 11, NOT_APPLICABLE, 10, 11]).line) == 2
    assert "With fewer than 13 points the limits are a first guess." in sentences(chart, Every.DAY)


def test_small_numbers_that_seldom_move_have_no_limits() -> None:
    """1 for weeks, then 2, then 3: every move is an outlier of the screening, and nothing would be left to expect."""
    chart = chart_of([1] * 20 + [2] * 20 + [3])
    assert chart.limits is None
    assert {dot.variation for dot in chart.dots} == {Variation.COMMON}
    assert sentences(chart, Every.DAY)[1] == "It moves too seldom for limits to mean anything."


def test_one_point_has_no_limits() -> None:
    """There is no range to make them of; the point is drawn."""
    chart = chart_of([5])
    assert chart.limits is None
    assert len(drawn([5]).marks) == 1
    assert sentences(chart, Every.DAY) == ["The latest, 1 November 2026, is 5."]


def test_a_known_change_parts_the_limits_and_its_reason_is_told() -> None:
    """Two steady stretches, parted on the 9th for a recorded reason: two bands, a mark, a sentence, no signal."""
    change = Change(date(2026, 11, 9), "A second ward opened.")
    values = [10, 11] * 4 + [20, 21] * 4
    chart = chart_of(values, changes=(change,))
    assert {dot.variation for dot in chart.dots} == {Variation.COMMON}
    assert sentences(chart, Every.DAY)[-1] == "Limits are calculated anew from 9 November 2026: A second ward opened."
    given = drawn(values, changes=(change,))
    assert len(given.bands) == 2
    assert [label.text for label in given.changes] == ["1"]


@pytest.mark.parametrize("on", [date(2026, 10, 1), date(2026, 11, 1), date(2027, 1, 1)])
def test_a_change_outside_the_chart_parts_nothing(on: date) -> None:
    """A change before the first or after the last point is not of this chart."""
    assert chart_of(STEADY, changes=(Change(on, "x"),)).rebases == []


def test_a_change_of_other_systems_parts_nothing_here() -> None:
    """What one trust changed is no reason to move another system's limits."""
    change = Change(date(2026, 11, 8), "x", systems=("QGH",))
    assert chart_of(STEADY, changes=(change,)).rebases == []


def test_a_target_is_told_with_its_reason_and_whether_it_is_met() -> None:
    """5 lies below 10.5 -+ 2.66, and fewer is better: it will not be met."""
    chart = chart_of(STEADY, target=5, target_reason="Agreed by the board.")
    assert chart.assurance is Assurance.FAIL
    assert sentences(chart, Every.DAY)[-1] == "The target of 5 is consistently missed. Agreed by the board."
    assert drawn(STEADY, target=5, target_reason="Agreed by the board.").target is not None


def test_what_cannot_be_is_not_expected() -> None:
    """Limits below nobody or above all are kept as reckoned, and said and drawn as 0 and 100."""
    shares = [90, 100] * 7
    chart = chart_of(shares, kind=Kind.PERCENTAGE, among=Part("x"), improvement=Improvement.UP)
    assert chart.limits is not None
    assert chart.limits.upper == pytest.approx(121.6)
    assert "68.4 to 100 is to be expected" in sentences(chart, Every.DAY)[1]
    assert "is 100 per cent." in sentences(chart, Every.DAY)[0]
    given = drawn(shares, kind=Kind.PERCENTAGE, among=Part("x"), improvement=Improvement.UP)
    assert [label.text for label in given.labels] == ["Average 95", "Lower limit 68.4"]
    assert len(given.bands[0].limits) == 1
    few = sentences(chart_of([0, 4] * 7), Every.DAY)[1]
    assert "0 to 12.6 is to be expected" in few


def test_points_lie_in_the_order_of_time_and_higher_is_further_up() -> None:
    """Left to right by period, and the mark of 20 is above that of 10."""
    marks = drawn([10, 20, 10, 11]).marks
    assert [mark.x for mark in marks] == sorted(mark.x for mark in marks)
    assert marks[1].y < marks[3].y < marks[0].y


def test_every_meaning_has_a_shape_of_its_own() -> None:
    """Colour never stands alone: circle, square, triangle and diamond."""
    letters = {}
    for improvement in Improvement:
        mark = drawn([10, 12] * 6 + [22], improvement=improvement).marks[-1]
        letters[mark.variation] = mark.path.split()[-1]
    assert set(letters) == {Variation.IMPROVEMENT, Variation.CONCERN, Variation.NEUTRAL}
    assert len({path[-6:] for path in letters.values()}) == 3


def test_of_very_many_points_only_those_out_of_the_ordinary_have_a_mark() -> None:
    """A year by day keeps its line; marks would cover it.  The newest is always marked."""
    given = drawn([10, 12] * 100 + [22, 11])
    assert [mark.variation for mark in given.marks] == [Variation.CONCERN, Variation.COMMON]
    assert len(given.line[0].split()) == 202


def test_everything_lies_on_the_paper() -> None:
    """No point, limit or letter lies outside, wide or narrow."""
    chart = chart_of([0, 3, 1, 90, 2, 5, 0, 0, 7] * 4, target=120, target_reason="x")
    for paper in (WIDE, MIDDLE, NARROW, SPARK):
        given = draw(chart, paper)
        assert given is not None
        heights = [mark.y for mark in given.marks] + [label.y for label in (*given.labels, *given.ticks_y)]
        heights += [edge for band in given.bands for edge in (band.upper, band.lower, band.centre)]
        assert min(heights) >= 0
        assert max(heights) <= paper.height
        assert all(0 <= mark.x <= paper.width for mark in given.marks)


def test_the_axis_of_many_days_names_one_weekday() -> None:
    """Dates below eight weeks of days are weeks apart, the newest among them."""
    texts = [tick.text for tick in drawn([10, 11] * 28).ticks_x]
    assert texts[:2] == ["26 Dec", "12 Dec"]


@pytest.mark.parametrize(
    ("values", "marks", "ticks"),
    [
        ([0, 100], PEOPLE, [0, 20, 40, 60, 80, 100]),
        ([3, 7], PEOPLE, [3, 4, 5, 6, 7]),
        ([5, 5], PEOPLE, [3, 4, 5, 6, 7]),
        ([0, 0], PEOPLE, [0, 1, 2]),
        ([1, 2], PEOPLE, [1, 2]),
        ([1, 2], Marks(5, 0.1), [1, 1.2, 1.4, 1.6, 1.8, 2]),
        ([91, 130], SHARES, [90, 92, 94, 96, 98, 100]),
        ([100, 100], SHARES, [98, 99, 100]),
        ([120, 150], SHARES, [98, 99, 100]),
        ([-4, 12], PEOPLE, [0, 5, 10, 15]),
        ([1200, 5200], PEOPLE, [1000, 2000, 3000, 4000, 5000, 6000]),
    ],
)
def test_ticks_are_round_and_hold_every_value(values: list[float], marks: Marks, ticks: list[float]) -> None:
    """An axis begins and ends at a round number, never below nobody or above all."""
    assert list(axis(values, 0, 100, marks).ticks) == ticks


@pytest.mark.parametrize(("width", "step"), [(5, 1), (10, 2), (12, 5), (25, 5), (30, 10), (5000, 1000), (0.5, 0.1)])
def test_a_step_is_one_two_or_five(width: float, step: float) -> None:
    """Times a power of ten."""
    assert step_of(width, 5) == pytest.approx(step)


def test_labels_that_would_lie_over_each_other_are_moved_apart() -> None:
    """In their order, and back onto the paper when the last one would fall off."""
    assert spread([50, 52, 90], 15, 0, 100) == [50, 65, 90]
    assert spread([98, 99], 15, 0, 100) == [85, 100]
    assert spread([], 15, 0, 100) == []


@pytest.mark.parametrize(("value", "words"), [(1234, "1,234"), (66.66, "66.7"), (3.0, "3"), (0, "0")])
def test_numbers_are_written_as_people_read_them(value: float, words: str) -> None:
    """Thousands parted, one decimal place where there is any."""
    assert number_words(value) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 16), date(2026, 11, 22), "week of 16 to 22 November 2026"),
        (date(2026, 11, 30), date(2026, 12, 6), "week of 30 November to 6 December 2026"),
        (date(2026, 11, 23), date(2026, 11, 23), "23 November 2026"),
    ],
)
def test_periods_are_said_in_full(first: date, last: date, words: str) -> None:
    """A week by both of its ends."""
    assert period_words(Period(first, last)) == words
