"""The chain of a delay in a real browser: seen at every width, said to those who see no drawing, whole on paper."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Served
from tests.web.keyboard import open_page
from tests.web.test_browser import ADA, violations

pytestmark = pytest.mark.browser
NAME = "Waiting from"


@pytest.mark.parametrize(("width", "size"), [(1440, "wide"), (700, "wide"), (320, "narrow")])
def test_one_drawing_is_shown_and_its_words_are_large_enough(tab: Page, served: Served, width: int, size: str) -> None:
    """Of the two drawings the one for this width is shown, with letters of 11 pixels or more and nothing cut off."""
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(served.url + ADA)
    shown = tab.locator(".hub-delay svg:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_have_class(f"hub-delay__drawing hub-delay__drawing--{size}")
    letters = "svg => Math.min(...[...svg.querySelectorAll('text')].map(t => parseFloat(getComputedStyle(t).fontSize)"
    assert shown.evaluate(f"{letters} * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width))") >= 11
    beyond = "svg => [...svg.querySelectorAll('text')].filter(t => t.getBBox().x + t.getBBox().width"
    assert shown.evaluate(f"{beyond} > svg.viewBox.baseVal.width + 1).map(t => t.textContent)") == []
    assert violations(tab) == []


def test_the_drawing_is_said_and_every_part_says_why_by_keyboard(tab: Page, served: Served) -> None:
    """A screen reader hears what it is and the list that has all of it; the keyboard opens why of a reason."""
    open_page(tab, served.url + ADA)
    drawing = tab.get_by_role("img", name=NAME)
    told = tab.locator(f"#{drawing.get_attribute('aria-describedby')}")
    expect(told).to_contain_text("CAP05 Other home-based social care service not yet available, said by")
    expect(told).to_contain_text("National code of the day")
    why = tab.locator("#why-spells-0-delay-reasons-0")
    why.locator("summary").focus()
    tab.keyboard.press("Enter")
    expect(why).to_have_attribute("open", "")
    expect(why.locator("summary")).to_be_focused()


def test_the_chain_is_on_paper(tab: Page, served: Served) -> None:
    """Printed it is there, with bars that are no colour alone, and is not torn between two sheets."""
    tab.goto(served.url + ADA)
    tab.emulate_media(media="print")
    expect(tab.locator(".hub-delay svg:visible")).to_have_count(1)
    chain = tab.locator(".hub-delay")
    assert chain.evaluate("e => getComputedStyle(e).breakInside") == "avoid"
    fills = tab.locator(".hub-delay svg:visible rect").evaluate_all("all => all.map(r => getComputedStyle(r).fill)")
    assert set(fills) == {"rgb(85, 85, 85)"}
