"""An alert's life by days, and when a line of support ends after one."""

from datetime import date, timedelta

from hub.domain.alert import SHOWN_FOR, Alert
from hub.domain.line_ends import over, over_after
from hub.domain.line_spans import Span
from hub.domain.lines import LineState
from hub.domain.rules import Rule

FIRST = date(2026, 11, 13)


def on(number: int) -> date:
    """Give a day of the alert's life: day 0 is the one since when it is so."""
    return FIRST + timedelta(days=number)


def alert(opened: int | None = None, closed: int | None = None) -> Alert:
    """An alert that opens and closes on days."""
    days = [None if number is None else on(number) for number in (opened, closed)]
    return Alert("visit_missed", FIRST, "", None, 0, Rule.VISIT_MISSED, *days)


def test_it_stands_from_the_day_it_opens_until_the_day_it_closes() -> None:
    """The first is one of its days, the last is none."""
    stands = [alert(1, 3).stands(on(number)) for number in range(5)]
    assert stands == [False, True, True, False, False]
    assert alert().stands(on(400))


def test_it_is_shown_for_six_weeks_after_it_closed() -> None:
    """Not before it opens, and not for ever."""
    shown = [alert(1, 3).is_shown(on(number)) for number in (0, 1, 3, 3 + SHOWN_FOR, 4 + SHOWN_FOR)]
    assert shown == [False, True, True, True, False]


def test_everything_closes_when_the_six_weeks_end() -> None:
    """What would open then never does; what closed before stays closed when it was."""
    assert alert(5).until(on(5)) is None
    assert alert(1).until(on(5)) == alert(1, 5)
    assert alert(1, 9).until(on(5)) == alert(1, 5)
    assert alert(1, 3).until(on(5)) == alert(1, 3)


def test_the_days_ahead_are_those_of_opening_and_closing() -> None:
    """After a day, which is not among them."""
    assert [alert(2, 4).days(on(number)) for number in (1, 2, 4)] == [[on(2), on(4)], [on(4)], []]


def line(*spans: tuple[int, int | None]) -> LineState:
    """A line that ran from day to day."""
    made = tuple(Span(on(first), None if last is None else on(last), 700, None, 0) for first, last in spans)
    return LineState("1-100", "L1", spans=made)


def test_a_line_is_over_after_the_stretch_in_which_a_day_lies() -> None:
    """Days with other hours go on without a break; one that begins again later is another time."""
    assert over_after(line((0, None)), on(3)) is None
    assert over_after(line((0, 4), (5, None)), on(3)) is None
    assert over_after(line((0, 4), (5, 8)), on(3)) == on(9)
    assert over_after(line((0, 4), (7, 8)), on(3)) == on(5)
    assert over_after(line((2, 4)), on(0)) == on(5)
    assert over_after(line(), on(0)) is None


def test_a_line_that_is_to_begin_again_is_not_over() -> None:
    """Its last day counts, of all its stretches."""
    assert (over(line((0, 4), (7, 8))), over(line((0, 4), (7, None))), over(line())) == (on(9), None, None)
