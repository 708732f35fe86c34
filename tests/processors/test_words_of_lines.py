"""Starts and ends of a support line that are told ahead, late or again: the newest word of each counts."""

from datetime import date
from typing import Any

import pytest

from hub.events import care_record as c
from hub.processors.record import RecordProcessor
from tests.domain.stories import ms
from tests.processors.lines_told import LATER, ends, home, owed, ran, rules, starts, visited
from tests.processors.people import fold, see, standing_kinds, why


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_ends_the_one_written_last_counts(order: int) -> None:
    """Planned for 24 December, over on 20 November: seven days are owed, and a plan that changed is no finding."""
    told = [("2026-12-24", "2026-11-14T10:00"), ("2026-11-20", "2026-11-20T10:00")][::order]
    story = home()
    starts(story, "2026-11-14", "2026-11-14T09:00")
    for day, when in told:
        ends(story, day, when)
    assert owed(story) == [("2026-11-14", "2026-11-20", "joint", "140.00")]
    assert rules(story) == []


def test_an_end_that_had_come_and_is_told_anew_is_a_finding() -> None:
    """Over on the 20th, then on the 18th: the 18th counts, and somebody sees that both were said."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T09:00")
    ends(story, "2026-11-20", "2026-11-20T10:00")
    ends(story, "2026-11-18", "2026-11-23T10:00")
    assert ran(story) == [("2026-11-14", "2026-11-18", 7.0)]
    assert rules(story) == ["line_told_again"]


def test_two_ends_written_at_one_time_are_a_finding() -> None:
    """Nothing tells which is meant; the later day stands, in every order."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T09:00")
    ends(story, "2026-11-20", "2026-11-25T10:00")
    ends(story, "2026-11-18", "2026-11-25T10:00")
    assert ran(story) == [("2026-11-14", "2026-11-20", 7.0)]
    assert rules(story) == ["line_told_at_once"]


def test_support_that_never_began_is_taken_back_by_an_end_before_it() -> None:
    """To begin on the 14th; then it is said to have ended on the 13th: it never ran, and nobody owes anything."""
    story = home()
    starts(story, "2026-11-14", "2026-11-13T10:00")
    ends(story, "2026-11-13", "2026-11-14T10:00")
    assert (ran(story), owed(story), rules(story)) == ([], [], ["line_ended_before_start"])
    (finding,) = see(story, LATER)["findings"]
    assert [why(story, f"findings.0.sources.{place}")[0] for place in (0, 1)] == finding["sources"] == [1, 3]
    (line,) = fold(story).lines
    assert (line.service, line.last_day) == ("HOME_SUPPORT", date(2026, 11, 13))
    starts(story, "2026-11-20", "2026-11-20T10:00")
    assert ran(story) == [("2026-11-20", None, 7.0)]


def test_the_right_end_told_after_one_before_the_start_is_the_one_that_counts() -> None:
    """Ended on the 10th by mistake, then on the 20th: it ran from the 14th to the 20th, and what was wrong is told."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T09:00")
    ends(story, "2026-11-10", "2026-11-20T10:00")
    assert ran(story) == []
    ends(story, "2026-11-12", "2026-11-20T10:30")
    assert ran(story) == []
    ends(story, "2026-11-20", "2026-11-20T11:00")
    assert ran(story) == [("2026-11-14", "2026-11-20", 7.0)]
    assert set(rules(story)) == {"line_ended_before_start", "line_told_again"}


def test_a_start_that_is_told_anew_takes_the_place_of_one_that_an_end_undid() -> None:
    """Ended before it began, and begun again on the 18th: an end on the 20th is of that, and the 14th stays undone."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T09:00")
    ends(story, "2026-11-10", "2026-11-15T10:00")
    starts(story, "2026-11-18", "2026-11-18T10:00")
    ends(story, "2026-11-20", "2026-11-20T10:00")
    assert ran(story) == [("2026-11-18", "2026-11-20", 7.0)]


def test_with_a_start_that_never_came_true_goes_its_end() -> None:
    """The planned last day holds nothing for what begins later."""
    story = home()
    starts(story, "2026-11-14", "2026-11-13T10:00")
    ends(story, "2026-11-24", "2026-11-13T10:05")
    ends(story, "2026-11-13", "2026-11-14T10:00")
    starts(story, "2026-11-18", "2026-11-18T10:00")
    assert ran(story) == [("2026-11-18", None, 7.0)]


def test_a_visit_shows_that_support_began() -> None:
    """Somebody came on the 15th, so an end on the 13th is a contradiction and takes nothing away."""
    story = home()
    starts(story, "2026-11-14", "2026-11-13T10:00")
    ends(story, "2026-11-13", "2026-11-14T10:00")
    visited(story, "2026-11-15T08:00")
    assert ran(story) == [("2026-11-14", None, 7.0)]
    assert rules(story) == ["line_ended_before_start"]


def test_an_end_waits_for_the_start_that_is_written_later() -> None:
    """An end is known before its start: the line ran between them; a start after the end is another time."""
    story = home()
    ends(story, "2026-11-20", "2026-11-20T10:00")
    assert rules(story) == ["unknown_line"]
    assert fold(story).lines[0].last_day == date(2026, 11, 20)
    starts(story, "2026-11-25", "2026-11-25T10:00")
    assert rules(story) == ["unknown_line"]
    starts(story, "2026-11-14", "2026-11-26T10:00")
    assert ran(story) == [("2026-11-14", "2026-11-20", 7.0), ("2026-11-25", None, 7.0)]
    assert rules(story) == []


def test_a_start_that_was_planned_gives_way_to_the_real_one() -> None:
    """Planned for the 14th, begun on the 20th: the six days that nobody gave are owed by nobody, and are a finding."""
    story = home()
    starts(story, "2026-11-14", "2026-11-13T10:00")
    starts(story, "2026-11-20", "2026-11-20T10:00")
    assert owed(story)[0] == ("2026-11-20", "2026-12-24", "joint", "700.00")
    assert ran(story) == [("2026-11-20", None, 7.0)]
    assert rules(story) == ["line_told_again"]


def test_a_start_that_was_seen_to_come_true_stands() -> None:
    """A visit on the 15th shows that support began as planned: the start of the 20th brings new terms."""
    story = home()
    starts(story, "2026-11-14", "2026-11-13T10:00")
    starts(story, "2026-11-20", "2026-11-20T10:00", 1400)
    visited(story, "2026-11-15T08:00")
    assert ran(story) == [("2026-11-14", "2026-11-19", 7.0), ("2026-11-20", None, 14.0)]
    assert rules(story) == []


def test_a_start_that_came_true_after_an_earlier_run_stands() -> None:
    """Visited in October, planned again for the 14th and visited then: the first visit of all is not the only word."""
    story = home()
    starts(story, "2026-10-05", "2026-10-05T10:00", ended_on=date(2026, 10, 20))
    starts(story, "2026-12-14", "2026-12-10T10:00")
    starts(story, "2026-12-20", "2026-12-20T10:00", 1400)
    for day in ("2026-10-05", "2026-11-20", "2026-12-14", "2026-12-15"):
        visited(story, f"{day}T08:00")
    later = [("2026-12-14", "2026-12-19", 7.0), ("2026-12-20", None, 14.0)]
    assert ran(story) == [("2026-10-05", "2026-10-20", 7.0), *later]
    assert rules(story) == []


def test_a_planned_start_inside_a_run_gives_way_without_a_gap() -> None:
    """Running since the 5th, more planned from the 14th, given from the 20th: until then it is as it was."""
    story = home()
    starts(story, "2026-11-05", "2026-11-05T10:00")
    starts(story, "2026-11-14", "2026-11-13T10:00", 1000)
    starts(story, "2026-11-20", "2026-11-20T10:00", 1400)
    assert ran(story) == [("2026-11-05", "2026-11-19", 7.0), ("2026-11-20", None, 14.0)]


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("2026-11-18T10:00", [("2026-11-18", None, 10.0)]),
        ("2026-11-25T10:00", [("2026-11-18", "2026-11-19", 10.0), ("2026-11-20", None, 7.0)]),
    ],
)
def test_a_start_that_is_brought_forward_is_told_before_its_planned_day(told: str, found: list[Any]) -> None:
    """Planned for the 20th, begun on the 18th and said so then; what is told after the 20th is of days before it."""
    story = home()
    starts(story, "2026-11-20", "2026-11-13T10:00")
    starts(story, "2026-11-18", told, 1000)
    assert ran(story) == found


def test_an_earlier_run_that_is_told_later_leaves_the_planned_one() -> None:
    """It has its own end before the planned day."""
    story = home()
    starts(story, "2026-11-20", "2026-11-13T10:00")
    starts(story, "2026-11-14", "2026-11-14T10:00", ended_on=date(2026, 11, 16))
    assert ran(story) == [("2026-11-14", "2026-11-16", 7.0), ("2026-11-20", None, 7.0)]


def test_an_end_that_came_with_a_start_goes_with_it() -> None:
    """Another start of the same run says nothing of an end, so none is known."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T10:00", ended_on=date(2026, 12, 24))
    starts(story, "2026-12-01", "2026-12-01T10:00", 1400)
    assert ran(story) == [("2026-11-14", "2026-11-30", 7.0), ("2026-12-01", None, 14.0)]
    again = home()
    starts(again, "2026-11-14", "2026-11-13T10:00", ended_on=date(2026, 12, 24))
    ends(again, "2026-12-24", "2026-11-14T10:00")
    starts(again, "2026-11-20", "2026-11-20T10:00")
    assert ran(again) == [("2026-11-20", "2026-12-24", 7.0)]


@pytest.mark.parametrize("told", ["2026-11-20T12:00", "2026-11-20T10:00"])
def test_a_line_that_ends_and_begins_again_on_one_day_runs_on(told: str) -> None:
    """Over on the 20th, and from the 20th with fourteen hours: said after it, or in one file with it."""
    story = home()
    starts(story, "2026-11-14", "2026-11-13T09:00")
    ends(story, "2026-11-20", "2026-11-20T10:00")
    starts(story, "2026-11-20", told, 1400)
    assert ran(story) == [("2026-11-14", "2026-11-19", 7.0), ("2026-11-20", None, 14.0)]
    assert rules(story) == []
    ends(story, "2026-11-20", "2026-11-26T10:00")
    starts(story, "2026-11-20", "2026-11-26T10:00", 1400)
    starts(story, "2026-11-14", "2026-11-26T10:00")
    assert [row[:2] for row in ran(story)] == [("2026-11-14", "2026-11-19"), ("2026-11-20", None)]


def test_an_end_that_is_told_after_the_start_of_its_day_ends_what_began() -> None:
    """Over on the 20th, begun again on it by mistake, and over on the 20th all the same: no table takes a row back."""
    story = home()
    starts(story, "2026-11-14", "2026-11-13T09:00")
    ends(story, "2026-11-20", "2026-11-20T10:00")
    starts(story, "2026-11-20", "2026-11-20T12:00", 1400)
    ends(story, "2026-11-20", "2026-11-23T10:00")
    assert ran(story) == [("2026-11-14", "2026-11-19", 7.0), ("2026-11-20", "2026-11-20", 14.0)]
    assert rules(story) == []


def test_new_terms_of_the_day_on_which_a_line_ends_and_begins_again_are_those_of_its_beginning() -> None:
    """Since the 14th, ten hours from the 20th, over on the 20th, and begun again on it: no days without a day."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T09:00")
    starts(story, "2026-11-20", "2026-11-20T09:00", 1000)
    ends(story, "2026-11-20", "2026-11-20T10:00")
    starts(story, "2026-11-20", "2026-11-20T12:00", 1400)
    assert ran(story) == [("2026-11-14", "2026-11-19", 7.0), ("2026-11-20", None, 14.0)]


def test_a_line_of_one_day_begins_and_ends_on_it() -> None:
    """Both are told in one file, or the end after the start; begun again on that day it runs on."""
    for told in ("2026-11-20T10:00", "2026-11-20T11:00"):
        story = home()
        starts(story, "2026-11-20", "2026-11-20T10:00")
        ends(story, "2026-11-20", told)
        assert ran(story) == [("2026-11-20", "2026-11-20", 7.0)]
        assert rules(story) == []
    starts(story, "2026-11-20", "2026-11-20T12:00", 1400)
    assert ran(story) == [("2026-11-20", None, 14.0)]


def test_two_starts_of_one_day_and_time_are_a_finding() -> None:
    """As two changes are; the same start sent again is none."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T10:00")
    starts(story, "2026-11-14", "2026-11-14T10:00")
    assert rules(story) == []
    starts(story, "2026-11-14", "2026-11-14T10:00", 1400)
    assert rules(story) == ["line_told_at_once"]


def test_a_missed_visit_of_support_that_never_began_waits_for_nobody() -> None:
    """The line is over on its last day, although no day of it is known."""
    story = home()
    starts(story, "2026-11-14", "2026-11-13T10:00")
    story.tell("2026-11-14T09:00", c.VisitMissed("L1", "1-100", ms("2026-11-14T08:00")))
    ends(story, "2026-11-13", "2026-11-15T10:00")
    assert standing_kinds(see(story, "2026-11-16")["episodes"][0]) == []


def test_the_record_shows_the_days_that_stand() -> None:
    """A service that ended is none of the record's, whatever was planned."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T09:00")
    ends(story, "2026-12-24", "2026-11-14T10:00")
    ends(story, "2026-11-20", "2026-11-20T10:00")
    record = RecordProcessor()
    state = fold(story, record)
    for day, count in ((date(2026, 11, 20), 1), (date(2026, 11, 21), 0)):
        items = [item for heading in record.view(state, day)["headings"] for item in heading["items"]]
        assert len([item for item in items if item["kind"] == "service"]) == count


def test_a_start_with_the_end_that_was_told_before_leaves_that_end() -> None:
    """New terms from the 16th, to the 20th as an end had said: the line is over on the 20th."""
    story = home()
    starts(story, "2026-11-14", "2026-11-14T09:00")
    ends(story, "2026-11-20", "2026-11-15T10:00")
    starts(story, "2026-11-16", "2026-11-16T10:00", ended_on=date(2026, 11, 20))
    assert ran(story) == [("2026-11-14", "2026-11-15", 7.0), ("2026-11-16", "2026-11-20", 7.0)]
