"""Changes of a support line that are told ahead, late or again: each holds from its day on, where the line runs."""

from datetime import date

import pytest

from hub.events import care_record as c
from tests.domain.stories import Story
from tests.processors.lines_told import LATER, changes, ends, home, owed, ran, rules, starts
from tests.processors.people import fold, see, standing_kinds, why


def test_a_change_that_was_planned_does_not_begin_a_line_again() -> None:
    """Fourteen hours from 1 December were planned, and the line ended on 25 November: nothing runs after it."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T09:00")
    changes(story, "2026-12-01", "2026-11-14T10:00", 1400)
    ends(story, "2026-11-25", "2026-11-25T10:00")
    assert owed(story) == [("2026-11-14", "2026-11-25", "joint", "240.00")]
    assert rules(story) == ["line_changed_at_rest"]
    assert why(story, "findings.0", LATER)[0] == 4
    assert "assessment_overdue" not in standing_kinds(see(story, LATER)["episodes"][0])


def test_a_price_that_is_raised_after_the_end_changes_nothing() -> None:
    """A rise for every line of a provider, sent for one that is over too."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T09:00", ended_on=date(2026, 11, 20))
    changes(story, "2026-12-10", "2026-12-10T09:00", price_per_hour=2100)
    assert ran(story) == [("2026-11-14", "2026-11-20", 7.0)]
    assert rules(story) == ["line_changed_at_rest"]


def test_a_start_begins_a_line_again_and_a_change_then_counts() -> None:
    """Ended on 20 November, begun again on the 25th; the change of 1 December is of a day on which it runs."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T09:00")
    changes(story, "2026-12-01", "2026-11-14T10:00", 1400)
    ends(story, "2026-11-20", "2026-11-20T10:00")
    starts(story, "2026-11-25", "2026-11-24T10:00", 1000)
    assert ran(story) == [
        ("2026-11-14", "2026-11-20", 7.0),
        ("2026-11-25", "2026-11-30", 10.0),
        ("2026-12-01", None, 14.0),
    ]
    assert rules(story) == []


def test_a_change_that_is_told_late_leaves_what_later_days_were_said_to_be() -> None:
    """Dated by when it was told: fourteen hours from the 20th stay, and the price of the 17th holds for them too."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T10:00")
    for told, day, terms in (
        ("2026-11-20T10:00", "2026-11-20", {"hours_per_week": 1400}),
        ("2026-11-25T10:00", "2026-11-17", {"price_per_hour": 2100}),
    ):
        story.tell(told, c.SupportLineChanged("L1", "1-100", date.fromisoformat(day), **terms))  # type: ignore[arg-type]
    assert ran(story) == [
        ("2026-11-14", "2026-11-16", 7.0),
        ("2026-11-17", "2026-11-19", 7.0),
        ("2026-11-20", None, 14.0),
    ]
    assert [span.price for span in fold(story).lines[0].spans] == [2000, 2100, 2100]


@pytest.mark.parametrize("name", list("abcdef"))
def test_two_changes_of_one_day_and_time_are_a_finding(name: str) -> None:
    """Nobody can say which is meant; changes that add to each other, or are told one after the other, are none."""
    story = Story(name)
    story.events += home().events
    starts(story, "2026-11-14", "2026-11-14T10:00")
    changes(story, "2026-11-20", "2026-11-20T10:00", 1000)
    changes(story, "2026-11-20", "2026-11-20T10:00", price_per_hour=2100)
    changes(story, "2026-11-20", "2026-11-20T12:00", 1200)
    assert rules(story) == []
    assert ran(story)[-1] == ("2026-11-20", None, 12.0)
    changes(story, "2026-11-20", "2026-11-20T12:00", 1400)
    assert rules(story) == ["line_told_at_once"]


def test_a_start_says_all_anew_and_overtakes_a_change_that_was_told_before_it() -> None:
    """Of its own day; a change that is told after it holds, and an origin goes on from the eve."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T10:00")
    changes(story, "2026-11-20", "2026-11-15T10:00", 1000, origin="RESUMED")
    story.line("2026-11-20", "L1", 1400, recorded="2026-11-20T10:00")
    assert ran(story) == [("2026-11-14", "2026-11-19", 7.0), ("2026-11-20", None, 14.0)]
    (line,) = fold(story).lines
    assert [span.origin.value for span in line.spans if span.origin is not None] == ["NEW", "NEW"]
    assert (line.origin, line.spans[-1].price) == (None, None)
    changes(story, "2026-11-20", "2026-11-21T10:00", 1200)
    assert ran(story)[-1] == ("2026-11-20", None, 12.0)


def test_the_first_day_of_a_start_overtakes_a_change_told_before_it() -> None:
    """Planned for the 20th before the start of the 20th was told: it is of a day on which the line runs."""
    story = home()
    changes(story, "2026-11-20", "2026-11-13T10:00", 1000)
    starts(story, "2026-11-20", "2026-11-19T10:00")
    assert ran(story) == [("2026-11-20", None, 7.0)]
    assert rules(story) == []


def test_a_change_of_a_line_that_ended_before_it_began_is_of_no_day() -> None:
    """The first change of an unknown line opens it, and an end before that takes it away again."""
    story = home()
    changes(story, "2026-11-15", "2026-11-15T10:00", 700)
    changes(story, "2026-11-20", "2026-11-20T10:00", 1000)
    assert ran(story) == [("2026-11-15", "2026-11-19", 7.0), ("2026-11-20", None, 10.0)]
    ends(story, "2026-11-14", "2026-11-21T10:00")
    assert ran(story) == []
    assert rules(story) == ["unknown_line", "line_ended_before_start", "line_changed_at_rest"]


def test_a_change_after_the_end_of_an_unknown_line_does_not_open_it() -> None:
    """Nobody saw it start, and it is over: a rise of its price begins nothing, whichever is told first."""
    for told in ("2026-11-19T10:00", "2026-11-25T10:00"):
        story = home()
        ends(story, "2026-11-20", "2026-11-20T10:00")
        changes(story, "2026-11-25", told, price_per_hour=2100)
        assert ran(story) == []
        assert rules(story)[0] == "unknown_line"
