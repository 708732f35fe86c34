"""Notices in a real browser: nothing that a machine can find, and every step by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Served
from tests.web.keyboard import next_stop, open_page
from tests.web.test_browser import violations
from tests.web.test_notices import ADA


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 320])
def test_the_pages_have_no_violation_that_a_machine_can_find(tab: Page, served: Served, width: int) -> None:
    """axe-core finds nothing against WCAG 2.2 AA or best practice, and nothing is scrolled sideways."""
    tab.set_viewport_size({"width": width, "height": 800})
    for path in ("/notices", "/notices?council=E08000029", ADA):
        tab.goto(served.url + path)
        assert violations(tab) == [], path
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.browser
def test_the_list_is_walked_by_keyboard(tab: Page, served: Served) -> None:
    """Filter, button, people: in this order, each with a focus that can be seen; a choice is made without a mouse."""
    open_page(tab, served.url + "/notices")
    stops = [next_stop(tab)]
    while not stops[-1].text.startswith("ASHDOWN") and len(stops) < 25:
        stops.append(next_stop(tab))
    assert [stop for stop in stops if not stop.seen] == []
    seen = [stop.text for stop in stops]
    places = [
        next(at for at, text in enumerate(seen) if text.startswith(word)) for word in ("Show", "Clear", "ASHDOWN")
    ]
    assert places == sorted(places)
    tab.locator("#council").focus()
    tab.keyboard.type("T")
    tab.locator(".hub-filter button").focus()
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile("council=E08000025"))
    tab.locator(".hub-person__name").first.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("#banner")).to_contain_text("ASHDOWN")
