"""Changed since you looked, in a real browser: live, as long as the page is open, for eyes and for screen readers."""

import pytest
from playwright.sync_api import Locator, Page, expect

from hub.api.refs import ref_of
from hub.web.looked import CHANGED
from tests.api.invented import PEOPLE, Somebody
from tests.web.conftest import Served
from tests.web.keyboard import open_page
from tests.web.test_browser import ADA, violations

pytestmark = pytest.mark.browser
ARTHUR, SHIRIN = PEOPLE[1], PEOPLE[2]


def since(tab: Page, who: Somebody) -> Locator:
    """The mark in somebody's row."""
    return tab.locator(f"#row-{ref_of(who.subject)} .hub-since")


def change(served: Served, who: Somebody, pathway: str) -> None:
    """Let somebody's pathway change."""
    served.soon(lambda: served.desk.reading.change(who._replace(pathway=pathway)))


@pytest.mark.parametrize("width", [1440, 320])
def test_what_changes_while_the_board_is_open_stays_marked(tab: Page, served: Served, width: int) -> None:
    """A second change does not take the first one's mark away; who opens the board twice more has seen both."""
    tab.set_viewport_size({"width": width, "height": 900})
    for _ in range(2):
        tab.goto(served.url)
    expect(tab.locator(".hub-since")).to_have_count(0)
    change(served, ARTHUR, "P2")
    expect(since(tab, ARTHUR)).to_have_text(CHANGED)
    change(served, SHIRIN, "P1")
    expect(since(tab, SHIRIN)).to_have_text(CHANGED)
    expect(since(tab, ARTHUR)).to_have_text(CHANGED)
    expect(tab.locator("#since")).to_have_text("2 people changed since you last opened the board")
    assert violations(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.goto(served.url)
    expect(tab.locator(".hub-since")).to_have_count(2)
    tab.wait_for_timeout(600)
    assert tab.locator("#said").text_content() == ""
    tab.goto(served.url)
    expect(tab.locator(".hub-since")).to_have_count(0)


def test_what_came_is_said_at_the_head_and_found_by_keyboard(tab: Page, served: Served) -> None:
    """The sentence leads to the timeline, where what is new is marked in words; on paper it is there as well."""
    for _ in range(2):
        tab.goto(served.url + ADA)
    served.soon(lambda: served.desk.reading.tell(PEOPLE[0], "CoordinatorNamed"))
    expect(tab.locator("#since")).to_contain_text("1 entry: Coordinator named")
    open_page(tab, served.url + ADA)
    expect(tab.locator(".hub-timeline li").first).to_contain_text("Coordinator named New")
    assert violations(tab) == []
    tab.locator("#since a").focus()
    tab.keyboard.press("Enter")
    assert tab.evaluate("location.hash") == "#timeline-h"
    tab.emulate_media(media="print")
    expect(tab.locator("#since")).to_be_visible()
    expect(tab.locator(".hub-since-tag")).to_be_visible()
