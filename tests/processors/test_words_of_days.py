"""A stated origin is about the days that came with it: not about those before, nor about hours that come later."""

from datetime import date
from typing import Any

import msgspec
import pytest

from hub.domain.line_spans import Span
from hub.events import care_record as c
from tests.domain.stories import Story
from tests.processors.people import see

Row = tuple[str, str, float | None, str]


def home(origin: str | None, hours: int | None = 1000) -> Story:
    """Home on 13 November with ten hours a week that did not run before, as far as the hub was told."""
    story = Story()
    story.admit("2026-11-02T10:00")
    story.discharge("2026-11-13T10:00")
    story.line("2026-11-13T11:00", "L1", hours, origin=origin, price_per_hour=2000)
    return story


def changed(story: Story, day: str, hours: int | None, origin: str | None = None) -> Story:
    """Hours change from a day on."""
    body = c.SupportLineChanged("L1", "1-100", date.fromisoformat(day), None, origin, hours)
    story.tell(f"{day}T10:00", body)
    return story


def paid(story: Story) -> list[Row]:
    """Return first day, origin, hours and charging of each period up to 20 December."""
    rows = see(story, "2026-12-20")["episodes"][0]["responsibility"]
    return sorted((row["from"], row["origin"], row["hours_per_week"], row["charging"]) for row in rows)


RESUMED_THEN_MORE = [
    ("2026-11-13", "RESUMED", 10.0, "ORDINARY"),
    ("2026-11-25", "INCREASE", 4.0, "FREE"),
]


def test_hours_that_come_later_without_a_word_are_an_increase() -> None:
    """Ten were stated as resumed; of the fourteen from the 25th on four are joint and free."""
    assert paid(changed(home("RESUMED"), "2026-11-25", 1400)) == RESUMED_THEN_MORE


def test_a_line_that_is_told_anew_while_it_runs_goes_on_with_what_was_stated() -> None:
    """The provider sends the new hours as a start: the same days and payers as by a change."""
    story = home("RESUMED")
    story.line("2026-11-25T09:00", "L1", 1400, price_per_hour=2000)
    assert paid(story) == RESUMED_THEN_MORE


@pytest.mark.parametrize("between", [[], [("2026-11-20", 1000, None)], [("2026-11-25", 1200, "INCREASE")]])
def test_an_increase_is_stated_of_its_own_days(between: list[tuple[str, int, str | None]]) -> None:
    """Ten hours from the 13th stay resumed; of the fourteen from the 25th on, stated as an increase, four are."""
    story = home("RESUMED")
    for day, hours, origin in between:
        changed(story, day, hours, origin)
    assert paid(changed(story, "2026-11-25", 1400, "INCREASE")) == RESUMED_THEN_MORE


def test_more_than_an_increase_is_more_still() -> None:
    """Sixteen without a word after fourteen that were stated as an increase over ten: six are joint, of nine none."""
    story = changed(changed(home("RESUMED"), "2026-11-25", 1400, "INCREASE"), "2026-12-01", 1600)
    assert paid(story) == [*RESUMED_THEN_MORE, ("2026-12-01", "INCREASE", 6.0, "FREE")]
    assert paid(changed(story, "2026-12-10", 900))[-1] == ("2026-12-10", "RESUMED", 9.0, "ORDINARY")


def test_days_that_were_free_stay_free() -> None:
    """Stated as new, and as resumed from the 25th on: nobody is charged for the days before."""
    assert paid(changed(home("NEW"), "2026-11-25", 1400, "RESUMED")) == [
        ("2026-11-13", "NEW", 10.0, "FREE"),
        ("2026-11-25", "RESUMED", 14.0, "ORDINARY"),
    ]


@pytest.mark.parametrize("first", ["NEW", None])
def test_an_increase_over_what_was_not_resumed_is_all_of_it(first: str | None) -> None:
    """Ten hours that were new become fourteen: all of it is joint, as it was."""
    assert paid(changed(home(first), "2026-11-25", 1400, "INCREASE")) == [
        ("2026-11-13", "NEW", 10.0, "FREE"),
        ("2026-11-25", "INCREASE", 14.0, "FREE"),
    ]
    assert paid(home("INCREASE")) == [("2026-11-13", "INCREASE", 10.0, "FREE")]


@pytest.mark.parametrize(("before", "after"), [(None, 1400), (1000, None)])
def test_where_nobody_said_how_many_hours_the_word_holds_for_all(before: int | None, after: int | None) -> None:
    """How many of them are more cannot be told, so that all are what was stated with them."""
    story = home("RESUMED", before)
    story.line("2026-11-25T09:00", "L1", after, origin="INCREASE", price_per_hour=2000)
    assert [row[1] for row in paid(story)] == ["RESUMED", "INCREASE"]


def test_after_a_pause_nothing_that_was_stated_goes_on() -> None:
    """Ended on the 20th and started again on the 25th without a word: the word was of the days before."""
    story = home("RESUMED")
    story.tell("2026-11-20T12:00", c.SupportLineEnded("L1", "1-100", date(2026, 11, 20)))
    story.line("2026-11-25T09:00", "L1", 1000, price_per_hour=2000)
    assert paid(story) == [("2026-11-13", "RESUMED", 10.0, "ORDINARY"), ("2026-11-25", "NEW", 10.0, "FREE")]


def test_a_statement_of_days_that_were_cut_off_is_of_no_others() -> None:
    """Fourteen were to be resumed from the 25th on, and the line ended on the 20th: what was new stays free."""
    story = home(None)
    more = c.SupportLineChanged("L1", "1-100", date(2026, 11, 25), None, "RESUMED", 1400)
    story.tell("2026-11-15T12:00", more)
    story.tell("2026-11-21T12:00", c.SupportLineEnded("L1", "1-100", date(2026, 11, 20)))
    assert paid(story) == [("2026-11-13", "NEW", 10.0, "FREE")]


@pytest.mark.parametrize("day", [date.min, date(1, 1, 2)])
def test_on_the_first_day_that_there_is_nothing_lies_before(day: date) -> None:
    """A sender's mistake stops nothing: an increase from the first day of all is one."""
    story = home("RESUMED")
    story.events.pop()
    story.tell("2026-11-25T10:00", c.SupportLineStarted("L1", "1-100", "HOME_SUPPORT", day, "INCREASE", None, 1400))
    assert see(story, "2026-12-20")["episodes"][0]["lines"][0]["hours_per_week"] == 14.0


def test_a_state_that_was_kept_without_it_is_read() -> None:
    """Days that were kept before statements were kept with them have none."""
    kept: Any = ["2026-11-13", None, 1000, 2000, 3, None, None, None]
    assert msgspec.convert(kept, Span).origin is None
