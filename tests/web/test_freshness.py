"""How old what stands behind a number is, in words."""

from datetime import date
from typing import Any

import pytest

from hub.api.feed_state import FeedRow
from hub.web.freshness import of_feeds, of_figures

TODAY = date(2026, 11, 23)


def row(feed: str, kind: str = "hospital_hl7v2", *, silent: bool = False, age: int | None = 3) -> FeedRow:
    """A feed that last spoke so many minutes ago."""
    given: dict[str, Any] = dict.fromkeys(FeedRow._fields)
    return FeedRow(**(given | {"feed": feed, "kind": kind, "silent": silent, "age_minutes": age}))


@pytest.mark.parametrize(
    ("rows", "late", "text"),
    [
        ([row("a", age=3)], False, "Feed current, newest message 3 minutes ago"),
        ([row("a", age=90), row("b", age=0)], False, "2 feeds current, newest message less than a minute ago"),
        ([row("a"), row("b", "dwp", silent=True)], False, "Feed current, newest message 3 minutes ago"),
        ([row("a", silent=True, age=3000)], True, "The feed is silent: a for 2 days"),
        (
            [row("a", silent=True, age=None), row("b", silent=True, age=180), row("c")],
            True,
            "2 of 3 feeds are silent: a never spoke, b for 3 hours",
        ),
        ([row("a"), row("b", silent=True, age=180)], True, "1 of 2 feeds is silent: b for 3 hours"),
        ([row("b", "dwp")], True, "No feed is set up that could tell of this"),
        ([], True, "No feed is set up that could tell of this"),
    ],
)
def test_feeds_are_late_when_one_that_matters_is_silent(rows: list[FeedRow], *, late: bool, text: str) -> None:
    """The silent ones are named; feeds of other kinds have nothing to do with the number."""
    assert of_feeds(rows, {"hospital_hl7v2"}) == (late, text)


@pytest.mark.parametrize(
    ("until", "late", "text"),
    [
        (TODAY, False, "Includes everything told until 23 November 2026"),
        (date(2026, 11, 22), False, "Includes everything told until 22 November 2026"),
        (date(2026, 11, 21), True, "Includes everything told until 21 November 2026"),
        (None, True, "No figures have been told yet"),
    ],
)
def test_figures_are_late_when_yesterday_told_nothing(until: date | None, *, late: bool, text: str) -> None:
    """A quiet night is usual, a whole quiet day is not."""
    assert of_figures(until, TODAY) == (late, text)
