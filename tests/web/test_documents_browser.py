"""Documents of moves in a real browser: handed over and read by keyboard, accessible, narrow, and without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.api.refs import ref_of
from tests.api.invented import PEOPLE
from tests.web.conftest import Served
from tests.web.keyboard import next_stop, open_page, tab_to
from tests.web.signed_in import sign_in_tab, token_of
from tests.web.test_browser import too_small, violations
from tests.web.test_documents_pages import CAME, FROM, SHA256, paper
from tests.web.test_recording_browser import tab as forgiving_tab

pytestmark = pytest.mark.browser
tab = forgiving_tab
HOME = f"/people/{ref_of(PEOPLE[0].subject)}"
PAGE = f"{HOME}/documents"


@pytest.fixture
def signed(tab: Page, served: Served) -> Page:
    """A tab in which a social worker of the council that the person leaves is signed in; a document has come."""
    served.desk.reading.came = [CAME]
    # Whoever listens makes Playwright hold the choice of a file up, which takes a moment: one opened before is lost.
    tab.on("filechooser", lambda _: None)
    sign_in_tab(served, tab, FROM)
    return tab


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A signed document on the disk of who sends it."""
    path = tmp_path / "plan.json"
    path.write_bytes(paper())
    return path


def test_a_document_is_handed_over_and_read_with_the_keyboard_alone(signed: Page, served: Served, file: Path) -> None:
    """From the person's page: the link, the button that opens the choice of a file, and the button that sends it."""
    open_page(signed, served.url + HOME)
    tab_to(signed, "Documents")
    signed.keyboard.press("Enter")
    expect(signed.locator("h1")).to_have_text("Documents of moves")
    expect(signed.locator("button#document")).to_be_visible()
    tab_to(signed, "document")
    with signed.expect_file_chooser() as chooser:
        signed.keyboard.press("Enter")
    chooser.value.set_files(file)
    tab_to(signed, "Hand over")
    signed.keyboard.press("Enter")
    expect(signed.locator("[role=status]")).to_contain_text("The document was handed over.")
    assert served.desk.documents.kept[SHA256][0] == file.read_bytes()
    tab_to(signed, "Read it")
    signed.keyboard.press("Enter")
    expect(signed.locator("h1")).to_have_text("Assessment and plan")
    expect(signed.locator("main")).to_contain_text("A hot meal.")
    tab_to(signed, "Save the file as it was sent")
    with signed.expect_download() as saved:
        signed.keyboard.press("Enter")
    assert Path(saved.value.path()).read_bytes() == file.read_bytes()


def test_a_refusal_has_the_focus_at_the_head_and_stands_beside_the_file(signed: Page, served: Served) -> None:
    """No file, then one that is none: the list of errors leads to the field, which says what is wrong."""
    open_page(signed, served.url + PAGE)
    signed.get_by_role("button", name="Hand over").click()
    expect(signed.locator(".nhsuk-error-summary")).to_be_focused()
    assert signed.title().startswith("Error: ")
    expect(signed.locator("#document-error")).to_contain_text("Choose the signed document")
    assert violations(signed) == []
    next_stop(signed)
    signed.keyboard.press("Enter")
    assert signed.evaluate("document.activeElement.id") == "document"
    signed.locator("input[type=file]").set_input_files(
        {"name": "plan.json", "mimeType": "application/json", "buffer": b"no document"}
    )
    signed.get_by_role("button", name="Hand over").click()
    expect(signed.locator("#move-error")).to_contain_text("No move.")
    expect(signed.locator("#document-error")).to_contain_text("seal: No seal.")
    assert violations(signed) == []


@pytest.mark.parametrize("width", [1440, 320])
def test_list_and_document_are_accessible_and_fit_a_narrow_screen(
    signed: Page, served: Served, file: Path, width: int
) -> None:
    """axe-core finds nothing, nothing is scrolled sideways (WCAG 1.4.10), and every target is large enough."""
    signed.goto(served.url + PAGE)
    signed.locator("input[type=file]").set_input_files(file)
    signed.get_by_role("button", name="Hand over").click()
    signed.set_viewport_size({"width": width, "height": 800})
    for path in (HOME, PAGE, f"{PAGE}/{SHA256}"):
        signed.goto(served.url + path)
        assert violations(signed) == [], path
        assert signed.evaluate("document.documentElement.scrollWidth") <= width, path
        assert too_small(signed) == [], path


def test_a_document_is_handed_over_without_scripts(browser: Browser, served: Served, file: Path) -> None:
    """A plain form with a plain choice of a file."""
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "hub_session", "value": token_of(served.desk, FROM), "url": served.url}])
    page = context.new_page()
    page.goto(served.url + PAGE)
    page.locator("#document").set_input_files(file)
    page.get_by_role("button", name="Hand over").click()
    expect(page.locator("[role=status]")).to_contain_text("handed over")
    context.close()
