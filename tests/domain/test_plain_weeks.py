"""The short way for lines on which nothing changes is the long one."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hub.domain.line_spans import Span
from hub.domain.lines import LineState
from hub.domain.money import Money
from hub.domain.reference_day import Reference, reference
from hub.domain.responsibility import Weeks, allocated, by_pieces, is_plain, plainly
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.shares import EVEN
from hub.domain.six_weeks import Window, plus

NEAR = st.dates(date(2026, 10, 1), date(2027, 2, 1))
DAYS = NEAR | st.sampled_from([date.min, date.max])


@st.composite
def weeks(draw: st.DrawFn) -> Weeks:
    """Return six weeks with lines of stated origin, each with one span, some of them from before the stay."""
    lines = []
    for number in range(draw(st.integers(0, 3))):
        origin = Said(draw(st.sampled_from(["NEW", "RESUMED"])), number, Rule.ORIGIN_STATED)
        hours = draw(st.none() | st.integers(-5, 900))
        span = Span(draw(DAYS), draw(st.none() | DAYS), hours, 2000, number, origin=origin)
        lines.append(LineState("1-100", f"L{number}", "MEALS", origin, (span,)))
    first = draw(DAYS)
    window = Window(first, plus(first, 41))
    came = reference(draw(st.none() | DAYS), first, draw(DAYS))
    return Weeks(tuple(lines), came, window, draw(st.none() | DAYS), ((first, EVEN),), Money())


@given(weeks=weeks())
def test_both_ways_give_the_same_periods(weeks: Weeks) -> None:
    """Whatever days lines begin and end on, and wherever the weeks stop; the short way is left where it differs."""
    before, believed = weeks.reference
    stated = [
        line.origin.value
        for line in weeks.lines
        if line.origin is not None
        and line.on(before) is not None
        and (line.spans[0].first == date.min or believed is None or line.spans[0].first < believed)
    ]
    assert is_plain(weeks) == ("NEW" not in stated)
    if is_plain(weeks):
        assert tuple(plainly(weeks)) == by_pieces(weeks)


def test_a_line_that_ran_before_and_is_stated_as_new_is_not_plain() -> None:
    """The days decide, which the short way does not look at: it is resumed, and the council's alone."""
    said = Said("NEW", 0, Rule.ORIGIN_STATED)
    line = LineState("1-100", "L1", "HOME_SUPPORT", said, (Span(date(2026, 9, 1), None, 700, 2000, 0, origin=said),))
    window = Window(date(2026, 11, 13), date(2026, 12, 24))
    weeks = Weeks((line,), Reference(date(2026, 11, 2)), window, None, ((window.first, EVEN),), Money())
    assert not is_plain(weeks)
    (period,) = allocated(weeks)
    assert (period.part.origin.value, period.part.origin.rule) == ("RESUMED", Rule.RAN_ON_ADMISSION)
    assert period.payer.rule is Rule.COUNCIL_PAYS


def test_on_the_first_day_that_there_is_no_day_lies_before() -> None:
    """The day of discharge stands for the day before it, so that a line of that day ran on it."""
    said = Said("NEW", 0, Rule.ORIGIN_STATED)
    line = LineState("1-100", "L1", "MEALS", said, (Span(date.min, None, 700, 2000, 0, origin=said),))
    weeks = Weeks(
        (line,), reference(None, date.min), Window(date.min, plus(date.min, 41)), None, ((date.min, EVEN),), Money()
    )
    assert not is_plain(weeks)
    assert allocated(weeks)[0].part.origin.value == "RESUMED"


def test_a_line_that_begins_after_the_end_has_no_period() -> None:
    """The person died before it began: nobody owes anything for it."""
    said = Said("NEW", 0, Rule.ORIGIN_STATED)
    line = LineState("1-100", "L1", "HOME_SUPPORT", said, (Span(date(2026, 12, 10), None, 700, 2000, 0, origin=said),))
    window = Window(date(2026, 11, 13), date(2026, 12, 24))
    weeks = Weeks((line,), reference(None, window.first), window, date(2026, 12, 1), ((window.first, EVEN),), Money())
    assert tuple(plainly(weeks)) == by_pieces(weeks) == ()
