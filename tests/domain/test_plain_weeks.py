"""The short way for lines on which nothing changes is the long one."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hub.domain.line_spans import Span
from hub.domain.lines import LineState
from hub.domain.money import Money
from hub.domain.responsibility import Weeks, by_pieces, is_plain, plainly
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.shares import EVEN
from hub.domain.six_weeks import Window, plus

NEAR = st.dates(date(2026, 10, 1), date(2027, 2, 1))
DAYS = NEAR | st.sampled_from([date.min, date.max])


@st.composite
def weeks(draw: st.DrawFn) -> Weeks:
    """Return six weeks with lines of stated origin, each with one span."""
    lines = []
    for number in range(draw(st.integers(0, 3))):
        span = Span(draw(DAYS), draw(st.none() | DAYS), draw(st.none() | st.integers(-5, 900)), 2000, number)
        origin = Said(draw(st.sampled_from(["NEW", "RESUMED"])), number, Rule.ORIGIN_STATED)
        lines.append(LineState("1-100", f"L{number}", "MEALS", origin, (span,)))
    first = draw(DAYS)
    window = Window(first, plus(first, 41))
    return Weeks(tuple(lines), draw(st.none() | DAYS), window, draw(st.none() | DAYS), ((first, EVEN),), Money())


@given(weeks=weeks())
def test_both_ways_give_the_same_periods(weeks: Weeks) -> None:
    """Whatever days lines begin and end on, and wherever the weeks stop."""
    assert is_plain(weeks)
    assert tuple(plainly(weeks)) == by_pieces(weeks)


def test_a_line_that_begins_after_the_end_has_no_period() -> None:
    """The person died before it began: nobody owes anything for it."""
    span = Span(date(2026, 12, 10), None, 700, 2000, 0)
    line = LineState("1-100", "L1", "HOME_SUPPORT", Said("NEW", 0, Rule.ORIGIN_STATED), (span,))
    window = Window(date(2026, 11, 13), date(2026, 12, 24))
    weeks = Weeks((line,), None, window, date(2026, 12, 1), ((window.first, EVEN),), Money())
    assert tuple(plainly(weeks)) == by_pieces(weeks) == ()
