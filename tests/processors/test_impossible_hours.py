"""Hours below nought are shown as they were told, with a finding, and are held against no others."""

from datetime import date

import pytest

from hub.events import care_record as c
from tests.domain.stories import Story
from tests.processors.people import see

LATER = "2026-12-20"


def supported(hours: int, line: str = "L1") -> Story:
    """Hours a week since June, and home on 13 November."""
    story = Story("line")
    story.line("2026-06-01", line, hours, price_per_hour=2000)
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    return story


def parts(story: Story) -> list[tuple[str, str, float]]:
    """Return line, origin and hours of each part; impossible hours are a finding too."""
    view = see(story, LATER)
    assert "hours_impossible" in [row["rule"] for row in view["findings"]]
    return [(row["line_id"], row["origin"], row["hours_per_week"]) for row in view["episodes"][0]["lines"]]


@pytest.mark.parametrize(("before", "after"), [(-500, 1000), (99_000, 1000)])
def test_no_part_of_a_line_has_more_hours_than_the_line(before: int, after: int) -> None:
    """Less than nothing before, or more than a week has: what the line gives now is told once and not split."""
    story = supported(before)
    body = c.SupportLineChanged("L1", "1-100", date(2026, 11, 13), hours_per_week=after)
    story.tell("2026-11-13T17:00", body)
    assert parts(story) == [("L1", "RESUMED", after / 100)]


def test_another_line_takes_up_impossible_hours_as_unknown_ones() -> None:
    """They ran before as the same service, nobody knows how many: so all of the other line is resumed."""
    story = supported(-500, "L0")
    story.tell("2026-11-12T10:00", c.SupportLineEnded("L0", "1-100", date(2026, 11, 12)))
    story.line("2026-11-14", "L1", 1000, price_per_hour=2000)
    assert parts(story) == [("L1", "RESUMED", 10.0)]


def test_hours_that_rose_from_below_nothing_leave_none_to_others() -> None:
    """A line that gave five, and now less than nothing, leaves no seven to the next."""
    story = supported(500)
    body = c.SupportLineChanged("L1", "1-100", date(2026, 11, 13), hours_per_week=-200)
    story.tell("2026-11-13T17:00", body)
    story.line("2026-11-14", "L2", 700, price_per_hour=2000)
    assert parts(story) == [("L1", "RESUMED", -2.0), ("L2", "NEW", 7.0)]


def test_a_word_of_impossible_hours_is_for_all_of_the_line() -> None:
    """Less than nothing was stated as resumed, then ten hours: no fifteen come of it."""
    story = Story("line")
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    story.line("2026-11-14", "L1", -500, origin="RESUMED", price_per_hour=2000)
    body = c.SupportLineChanged("L1", "1-100", date(2026, 11, 20), hours_per_week=1000)
    story.tell("2026-11-20T10:00", body)
    assert parts(story) == [("L1", "RESUMED", 10.0)]
