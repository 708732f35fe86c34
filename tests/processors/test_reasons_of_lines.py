"""Who told what a line is: its own sender, also of support that ran before the hospital told that somebody left."""

from datetime import date

import pytest

from hub.events import care_record as c
from tests.domain.stories import Story
from tests.processors.people import see, why

LINE, MORE = "episodes.0.lines.0", "episodes.0.lines.1"


def resumed(hours: int | None = 1000, price: int | None = 2000) -> Story:
    """Support since June (event 0), in hospital (event 1), home on 13 November (event 2)."""
    story = Story("reasons of lines")
    story.line("2026-06-01", "L1", hours, price_per_hour=price)
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    return story


def changed(story: Story, on: date, hours: int | None = None, price: int | None = None) -> None:
    """Tell of other hours or another price from a day on."""
    body = c.SupportLineChanged("L1", "1-100", on, hours_per_week=hours, price_per_hour=price)
    story.tell(on.isoformat(), body)


@pytest.mark.parametrize(
    "name", ["line_id", "provider", "service", "started_on", "from", "hours_per_week", "price_per_hour"]
)
def test_support_that_ran_before_is_its_providers_word(name: str) -> None:
    """The hospital's discharge begins the six weeks that show the line, and said nothing of it."""
    assert why(resumed(), f"{LINE}.{name}") == (0, "line_stated")


def test_each_term_is_of_the_word_that_brought_it() -> None:
    """More hours from the 20th on: the price, the service and the resumed hours stay the start's."""
    story = resumed()
    changed(story, date(2026, 11, 20), hours=1400)
    assert [line["hours_per_week"] for line in see(story)["episodes"][0]["lines"]] == [10.0, 4.0]
    assert why(story, f"{LINE}.hours_per_week") == (0, "line_stated")
    assert why(story, f"{MORE}.hours_per_week") == (3, "line_stated")
    for name in ("price_per_hour", "service", "started_on"):
        assert why(story, f"{MORE}.{name}") == (0, "line_stated")


def test_a_new_price_is_of_the_change_and_the_hours_are_not() -> None:
    """What a change leaves alone was told before it."""
    story = resumed()
    changed(story, date(2026, 11, 20), price=2200)
    assert why(story, f"{LINE}.price_per_hour") == (3, "line_stated")
    assert why(story, f"{LINE}.hours_per_week") == (0, "line_stated")


def test_terms_that_came_back_are_of_the_word_that_brought_them_back() -> None:
    """Ten hours, twelve, ten again: the last word is why, not the first one."""
    story = resumed()
    changed(story, date(2026, 11, 20), hours=1200)
    changed(story, date(2026, 11, 25), hours=1000)
    assert why(story, f"{LINE}.hours_per_week") == (4, "line_stated")


def test_terms_that_nobody_told_are_nobodys_word() -> None:
    """Neither hours nor a price: no word of the sender stands behind them."""
    story = resumed(None, None)
    for name in ("hours_per_week", "price_per_hour"):
        with pytest.raises(KeyError):
            why(story, f"{LINE}.{name}")
