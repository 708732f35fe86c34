"""Carers' links in a real browser: told and ended by keyboard, accessible, narrow, and without scripts."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import Served
from tests.web.keyboard import next_stop, open_page, tab_to
from tests.web.test_browser import too_small, violations
from tests.web.test_carer_link_pages import FORM, OTHER, PAGE, told
from tests.web.test_recording_browser import tab as forgiving_tab

pytestmark = pytest.mark.browser
tab = forgiving_tab
HOME = PAGE.removesuffix("/carers")


def choose(page: Page, group: str, answer: str) -> None:
    """Choose an answer of a group by mouse."""
    page.get_by_role("group", name=group).get_by_label(answer, exact=True).check()


def fill(page: Page) -> None:
    """Answer everything that has to be answered."""
    page.locator("#f-other").fill("999 000 0026")
    choose(page, "What does the person of this page do?", "Gives care")
    choose(page, "Does the carer agree?", "Yes")
    choose(page, "Does the person who is cared for agree?", "Yes")


def test_two_are_linked_and_parted_with_the_keyboard_alone(tab: Page, served: Served) -> None:
    """From the person's page to both records, and back to none: links, boxes, radios, a list and buttons."""
    open_page(tab, served.url + HOME)
    tab_to(tab, "Carers")
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_contain_text("Carers: OKONKWO-BRIGHT")
    tab_to(tab, "Link a carer")
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_contain_text("Link a carer")
    tab_to(tab, "f-other")
    tab.keyboard.type("999 000 0026")
    for radios in ("f-role", "f-carer_agrees", "f-cared_for_agrees"):
        tab_to(tab, radios)
        tab.keyboard.press("Space")
    tab_to(tab, "Continue")
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_contain_text("Check your answers")
    expect(tab.locator(".nhsuk-summary-list")).to_contain_text("FENWICK, Arthur James (Mr)")
    tab_to(tab, "Link")
    tab.keyboard.press("Enter")
    expect(tab.locator("main")).to_contain_text("Cares for FENWICK, Arthur James (Mr)")
    tab_to(tab, "FENWICK")
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_contain_text("Carers: FENWICK")
    expect(tab.locator("main")).to_contain_text("Is cared for by OKONKWO-BRIGHT")
    served.desk.clock.at += 60_000
    tab_to(tab, "End the link")
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_contain_text("End a link")
    tab_to(tab, "End the link")
    assert tab.evaluate("document.activeElement.localName") == "button"
    tab.keyboard.press("Enter")
    expect(tab.locator("[role=status]")).to_contain_text("The link was ended for both.")
    assert [event.type for event in served.desk.hand.events] == ["CarerLinked"] * 2 + ["CarerUnlinked"] * 2


def test_an_error_stands_beside_its_field_and_has_the_focus_at_the_head(tab: Page, served: Served) -> None:
    """Who has not agreed is linked to nobody: the list leads to the field, which is mended, and the form goes on."""
    open_page(tab, served.url + FORM)
    fill(tab)
    choose(tab, "Does the person who is cared for agree?", "No")
    tab.get_by_role("button", name="Continue").click()
    expect(tab.locator(".nhsuk-error-summary")).to_be_focused()
    assert tab.title().startswith("Error: ")
    expect(tab.locator("#f-cared_for_agrees-error")).to_contain_text("Nobody is linked who has not agreed")
    assert violations(tab) == []
    next_stop(tab)
    tab.keyboard.press("Enter")
    expect(tab.locator("#f-cared_for_agrees")).to_be_focused()
    tab.keyboard.press("Space")
    tab.get_by_role("button", name="Continue").click()
    expect(tab.locator("h1")).to_contain_text("Check your answers")
    assert served.desk.hand.events == []


@pytest.mark.parametrize("width", [1440, 320])
def test_pages_of_carers_are_accessible_and_fit_a_narrow_screen(tab: Page, served: Served, width: int) -> None:
    """axe-core finds nothing, nothing is scrolled sideways (WCAG 1.4.10), and every target is large enough."""
    tab.goto(served.url + FORM)
    fill(tab)
    tab.get_by_role("button", name="Continue").click()
    tab.set_viewport_size({"width": width, "height": 800})
    assert violations(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.get_by_role("button", name="Link").click()
    link_id = told(served.desk).link_id
    for path in (f"{PAGE}?done=linked", OTHER, FORM, f"{PAGE}/{link_id}/end"):
        tab.goto(served.url + path)
        assert violations(tab) == [], path
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, path
        assert too_small(tab) == [], path


def test_a_link_is_told_and_ended_without_scripts(browser: Browser, served: Served) -> None:
    """Plain forms: fault, check, change, link, end."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.url + FORM)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("#f-other-error")).to_contain_text("Enter an NHS number")
    fill(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Change").click()
    expect(page.locator("#f-other")).to_have_value("999 000 0026")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Link").click()
    served.desk.clock.at += 60_000
    page.get_by_role("link", name="End the link with FENWICK").click()
    page.get_by_role("button", name="End the link").click()
    expect(page.locator("[role=status]")).to_contain_text("ended for both")
    context.close()
