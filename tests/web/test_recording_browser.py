"""Recording in a real browser: by keyboard alone, without scripts, narrow, and with errors that are heard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.api.refs import ref_of
from tests.api.invented import PEOPLE
from tests.web.conftest import Served
from tests.web.keyboard import next_stop, open_page, tab_to
from tests.web.test_browser import too_small, violations

pytestmark = pytest.mark.browser

HOME = f"/people/{ref_of(PEOPLE[0].subject)}"
COORDINATOR = f"{HOME}/record/coordinator_named"


FORMS = ("coordinator_named", "support_line_started", "eligibility_determined", "visit_missed", "delay_reason_recorded")
"""Forms that show every type of field between them."""


@pytest.fixture
def tab(browser: Browser, served: Served) -> Iterator[Page]:
    """A fresh tab; an error in its console fails the test, but for a form that was answered with its faults (422).

    It is closed before its server is, as every tab.
    """
    del served
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda failure: said.append(str(failure)))
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    yield page
    context.close()
    assert [line for line in said if "status of 422" not in line] == []


def test_a_coordinator_is_recorded_with_the_keyboard_alone(tab: Page, served: Served) -> None:
    """From the person's page to the event: links, boxes, a list and buttons, and no mouse."""
    open_page(tab, served.url + HOME)
    tab_to(tab, "Record")
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_have_text("Record")
    tab_to(tab, "Coordinator named")
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_contain_text("Coordinator named")
    tab_to(tab, "f-post_id")
    tab.keyboard.type("HUB-3")
    tab_to(tab, "Choose")
    tab.keyboard.type("Nurse")
    tab_to(tab, "Continue")
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_have_text("Check your answers")
    expect(tab.locator(".nhsuk-summary-list")).to_contain_text("Nurse")
    tab_to(tab, "Record")
    assert tab.evaluate("document.activeElement.localName") == "button"
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_have_text("Recorded")
    (event,) = served.desk.hand.events
    assert event.type == "CoordinatorNamed"


def test_an_error_stands_beside_its_field_and_has_the_focus_at_the_head(tab: Page, served: Served) -> None:
    """The focus moves to the list of errors; each leads to its field, which says what is wrong; it can be mended."""
    open_page(tab, served.url + COORDINATOR)
    tab.locator("#f-post_id").fill("two words")
    tab.get_by_role("button", name="Continue").click()
    expect(tab.locator(".nhsuk-error-summary")).to_be_focused()
    assert tab.title().startswith("Error: ")
    expect(tab.locator("#f-post_id-error")).to_contain_text("without blanks")
    assert "f-post_id-error" in (tab.locator("#f-post_id").get_attribute("aria-describedby") or "")
    assert violations(tab) == []
    next_stop(tab)
    tab.keyboard.press("Enter")
    expect(tab.locator("#f-post_id")).to_be_focused()
    tab.keyboard.press("Control+A")
    tab.keyboard.type("HUB-3")
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_have_text("Check your answers")
    assert served.desk.hand.taken == []


def test_a_correction_is_made_with_its_reason(tab: Page, served: Served) -> None:
    """The wrong entry is found in the list, its form is filled, and the reason is asked."""
    tab.goto(served.url + COORDINATOR)
    tab.locator("#f-post_id").fill("HUB-3")
    tab.get_by_role("button", name="Continue").click()
    tab.get_by_role("button", name="Record").click()
    tab.get_by_role("link", name="Record something else").click()
    tab.get_by_role("link", name="Correct coordinator named").click()
    expect(tab.locator("#f-post_id")).to_have_value("HUB-3")
    tab.locator("#f-post_id").fill("HUB-4")
    tab.get_by_role("button", name="Continue").click()
    expect(tab.locator("#reason-code-error")).to_be_visible()
    assert violations(tab) == []
    tab.get_by_label("Something in it was wrong").check()
    tab.get_by_role("button", name="Continue").click()
    expect(tab.locator(".nhsuk-summary-list")).to_contain_text("Something in it was wrong")
    tab.get_by_role("button", name="Record").click()
    expect(tab.locator("h1")).to_have_text("Recorded")
    assert [event.type for event in served.desk.hand.events] == [
        "CoordinatorNamed",
        "CoordinatorNamed",
        "EventReplaced",
    ]


@pytest.mark.parametrize("width", [1440, 320])
def test_forms_are_accessible_and_fit_a_narrow_screen(tab: Page, served: Served, width: int) -> None:
    """axe-core finds nothing, nothing is scrolled sideways (WCAG 1.4.10), and every target is large enough."""
    tab.set_viewport_size({"width": width, "height": 800})
    for path in ("", *(f"/{what}" for what in FORMS)):
        tab.goto(f"{served.url}{HOME}/record{path}")
        assert violations(tab) == [], path
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, path
        assert too_small(tab) == [], path


def test_recording_works_without_scripts(browser: Browser, served: Served) -> None:
    """Plain forms: fault, check, change, record."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.url + COORDINATOR)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("#f-post_id-error")).to_contain_text("Enter post of the coordinator")
    page.locator("#f-post_id").fill("HUB-3")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Change").click()
    page.locator("#f-post_id").fill("HUB-4")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Record").click()
    expect(page.locator("h1")).to_have_text("Recorded")
    expect(page.locator(".nhsuk-summary-list")).to_contain_text("HUB-4")
    assert len(served.desk.hand.events) == 1
    context.close()
