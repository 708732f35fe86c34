"""A coordinator's work of some days, from the board and back to it, with the keyboard alone and on the whole hub."""

from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.lives import moved
from tests.end_to_end.running_hub import S1, S3, RunningHub, sample
from tests.web.keyboard import open_page, tab_to

pytestmark = pytest.mark.browser

NAME = "ASHWORTH, Margaret"
SEEN_WITHIN_MS = 10_000
DOWN = "↓"
"""Pressed in a list or among buttons of choice: one further down."""


def _today() -> date:
    return datetime.now(UTC).date()


def _discharged_ten_days_ago() -> list[bytes]:
    later = (_today() - date(2026, 11, 23)).days
    return [moved(sample(name), later) for name in (S1, S3)]


def _press(tab: Page, words: str) -> None:
    tab_to(tab, words, renewed=True)
    tab.keyboard.press("Enter")


def _day(name: str, day: date) -> dict[str, str]:
    """Give what is typed into the three boxes of a day."""
    return {f"f-{name}-day": f"{day.day}", f"f-{name}-month": f"{day.month}", f"f-{name}-year": f"{day.year}"}


def _open_person(tab: Page, hub: RunningHub) -> None:
    open_page(tab, hub.url + "/")
    _press(tab, NAME)
    expect(tab.locator("#banner")).to_contain_text(NAME)


def _record(tab: Page, hub: RunningHub, what: str, answers: dict[str, str]) -> None:
    """From the board to the person, to the form, through the check of the answers, to what was recorded."""
    _open_person(tab, hub)
    _press(tab, "Record")
    expect(tab.locator("h1")).to_have_text("Record")
    _press(tab, what)
    expect(tab.locator("h1")).to_contain_text(what)
    for stop, typed in answers.items():
        tab_to(tab, stop, renewed=True)
        if typed.startswith(DOWN):
            for _ in typed:
                tab.keyboard.press("ArrowDown")
        else:
            tab.keyboard.type(typed)
    _press(tab, "Continue")
    expect(tab.locator("h1")).to_have_text("Check your answers")
    _press(tab, "Record")
    expect(tab.locator("h1")).to_have_text("Recorded")


def _row(tab: Page, hub: RunningHub) -> Locator:
    open_page(tab, hub.url + "/")
    return tab.locator("tr", has_text=NAME)


def test_six_weeks_are_put_in_order_from_the_board_by_keyboard(fresh_hub: RunningHub, tab: Page) -> None:
    """Support, a coordinator, a missed visit, the pathway: the board's next step follows each within seconds."""
    hub, today = fresh_hub, _today()
    assert hub.send(_discharged_ten_days_ago()) == ["AA", "AA"]
    row = _row(tab, hub)
    expect(row).to_contain_text("Arrange support", timeout=SEEN_WITHIN_MS)

    _record(
        tab, hub, "Support started",
        {"f-provider": "1-999000001", "f-service": "Home"} | _day("started_on", today - timedelta(days=5)),
    )  # fmt: skip
    expect(_row(tab, hub)).to_contain_text("Name a coordinator", timeout=SEEN_WITHIN_MS)

    _record(tab, hub, "Coordinator named", {"f-post_id": "HUB-3", "f-role": "Nurse"})
    expect(_row(tab, hub)).to_contain_text("Support runs", timeout=SEEN_WITHIN_MS)

    yesterday = today - timedelta(days=1)
    _record(tab, hub, "Visit missed", {"f-line": "Home"} | _day("planned_at", yesterday) | {"f-planned_at-at": "09:00"})
    expect(_row(tab, hub)).to_contain_text("Make up the missed visit", timeout=SEEN_WITHIN_MS)
    expect(_row(tab, hub)).to_contain_text("Bluebell Care at Home")

    _record(tab, hub, "Pathway decided", {"f-spell": "Example", "f-pathway": DOWN})
    expect(_row(tab, hub)).to_contain_text("Home with support", timeout=SEEN_WITHIN_MS)
    _open_person(tab, hub)
    expect(tab.locator("main")).to_contain_text("Nurse")
