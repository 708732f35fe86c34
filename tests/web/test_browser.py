"""The pages in a real browser: accessible, usable by keyboard, narrow, and live."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.api.refs import ref_of
from tests.api.invented import NOW, PEOPLE
from tests.web.conftest import Served
from tests.web.keyboard import next_stop, open_page

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
STANDARDS = "runOnly: ['wcag2a','wcag2aa','wcag21aa','wcag22aa','best-practice']"
# What holds is not told: thousands of places a page, and the way here takes longer than the look.
LOOK = f"axe.run(document, {{{STANDARDS}, resultTypes: ['violations']}}).then(found => found.violations)"
ADA = f"/people/{ref_of(PEOPLE[0].subject)}"
DIED = f"/people/{ref_of(PEOPLE[8].subject)}"
WHY = f"{ADA}/why?path=episodes.0.last_covered_day"
READY = "/?ready=yes&reason=capacity"
PAGES = ["/", "/?by=step", "/?by=holder&step=", READY, ADA, DIED, WHY, "/people", "/early-help", "/feeds"]
PAGES += ["/accessibility"]


def violations(page: Page) -> list[str]:
    """What axe-core finds, as rule and place."""
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(LOOK)
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("width", [1440, 1024, 320])
def test_no_page_has_a_violation_that_a_machine_can_find(tab: Page, served: Served, width: int) -> None:
    """axe-core finds nothing against WCAG 2.2 AA or best practice, and nothing has to be scrolled sideways (1.4.10)."""
    tab.set_viewport_size({"width": width, "height": 800})
    for path in PAGES:
        tab.goto(served.url + path)
        assert violations(tab) == [], path
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_violation_would_be_found(tab: Page, served: Served) -> None:
    """The proof proves something: a picture that says nothing to who does not see it is named."""
    tab.goto(served.url + "/accessibility")
    tab.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert "image-alt: ['img']" in violations(tab)


def test_an_open_why_has_no_violation(tab: Page, served: Served) -> None:
    """What is loaded later is as accessible as what was there."""
    tab.goto(served.url + ADA)
    tab.locator("#person .hub-why summary").first.click()
    expect(tab.locator("#person .hub-why__body").first).to_contain_text("MSG00042")
    assert violations(tab) == []


def test_everything_that_is_pressed_is_large_enough(tab: Page, served: Served) -> None:
    """Targets are 24 by 24 pixels or stand in a sentence (WCAG 2.5.8)."""
    for path in ("/", ADA, "/people"):
        tab.goto(served.url + path)
        assert too_small(tab) == [], path


def too_small(page: Page) -> list[str]:
    """What can be pressed and is smaller than 24 by 24 pixels, by its text."""
    small: list[str] = page.evaluate(
        """[...document.querySelectorAll('a[href]:not(.nhsuk-skip-link), button, summary, select, input')]
        .filter(e => e.type !== 'hidden' && e.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}))
        .map(e => [e.textContent.trim().slice(0, 30), e.getBoundingClientRect()])
        .filter(([, r]) => r.width && r.bottom > 0 && (r.width < 23.5 || r.height < 23.5)).map(([t]) => t)"""
    )
    return small


def test_the_board_is_walked_by_keyboard(tab: Page, served: Served) -> None:
    """Skip link, menu, pause, filters, counts, rows: in this order, each with a focus that can be seen."""
    open_page(tab, served.url + "/")
    stops = [next_stop(tab) for _ in range(24)]
    assert [stop for stop in stops if not stop.seen] == []
    seen = [stop.text for stop in stops]
    order = ["Skip to main content", "Six-week board", "Pause updates", "Show", "OKONKWO-BRIGHT, Adaeze"]
    places = [next(at for at, text in enumerate(seen) if text.startswith(word)) for word in order]
    assert places == sorted(places)
    tab.locator(".hub-person__name").first.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("#banner")).to_contain_text("OKONKWO-BRIGHT")


def test_the_banner_never_covers_what_has_the_focus(tab: Page, served: Served) -> None:
    """Focus not obscured (WCAG 2.4.11): walking back up, the focus stays below the sticky banner."""
    tab.set_viewport_size({"width": 1200, "height": 620})
    tab.goto(served.url + ADA)
    tab.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    tab.locator("footer a").last.focus()
    for _ in range(12):
        tab.keyboard.press("Shift+Tab")
        inside, top, bottom, banner_top, banner_bottom = tab.evaluate(
            """(b => (e => [b.contains(document.activeElement), e.top, e.bottom, b.getBoundingClientRect().top,
            b.getBoundingClientRect().bottom])(document.activeElement.getBoundingClientRect()))
            (document.getElementById('banner'))"""
        )
        assert inside or top >= banner_bottom - 1 or bottom <= banner_top + 1


def test_the_banner_stays_in_view_and_says_why_it_names_whom(tab: Page, served: Served) -> None:
    """Whoever reads down the page sees whose page it is (NHS CUI), and can ask who gave the number."""
    tab.set_viewport_size({"width": 1200, "height": 620})
    tab.goto(served.url + ADA)
    tab.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    assert tab.evaluate("document.getElementById('banner').getBoundingClientRect().top") == 0
    tab.evaluate("window.scrollTo(0, 0)")
    tab.locator(".hub-banner__more > summary").click()
    tab.locator("#why-card-nhs_number summary").click()
    expect(tab.locator("#why-card-nhs_number .hub-why__body")).to_contain_text("MSG00042")
    assert violations(tab) == []


def test_paper_has_no_addresses_and_no_buttons(tab: Page, served: Served) -> None:
    """A printed board or person is what was said, without link targets, filters or unopened explanations."""
    tab.emulate_media(media="print")
    for path in ("/", ADA):
        tab.goto(served.url + path)
        shown = tab.evaluate("[...document.querySelectorAll('a')].map(a => getComputedStyle(a, '::after').content)")
        assert set(shown) == {"none"}
        for gone in (".hub-filter", ".hub-live", ".hub-why:not([open])", "nav"):
            assert tab.locator(gone).all() == [] or not tab.locator(gone).first.is_visible(), gone
    expect(tab.locator("#banner")).to_contain_text("OKONKWO-BRIGHT")


def test_a_change_appears_within_a_second_and_keeps_the_focus(tab: Page, served: Served) -> None:
    """A row changes under the coordinator's eyes; whoever stands on a link still stands on it."""
    tab.goto(served.url + "/")
    expect(tab.locator("#said")).to_have_text("", timeout=1000)
    tab.wait_for_timeout(400)
    tab.locator(".hub-person__name").nth(2).focus()
    served.soon(lambda: served.desk.reading.change(PEOPLE[1]._replace(pathway="P3"), NOW))
    row = tab.locator(f"#row-{ref_of(PEOPLE[1].subject)}")
    expect(row).to_contain_text("Long-term bed", timeout=1000)
    expect(row).to_contain_text("Updated")
    expect(tab.locator("#said")).to_contain_text("1 person changed")
    assert tab.evaluate("document.activeElement.textContent") == "RAHMAN, Shirin (Dr)"
    assert violations(tab) == []


def test_a_persons_page_follows_what_happens_and_waits_for_who_reads(tab: Page, served: Served) -> None:
    """A change shows within a second; an explanation that somebody reads is left alone until it is closed."""
    who = PEOPLE[1]
    tab.goto(f"{served.url}/people/{ref_of(who.subject)}")
    tab.wait_for_timeout(400)
    served.soon(lambda: served.desk.reading.change(who._replace(pathway="P3"), NOW))
    main = tab.locator("#person")
    expect(main).to_contain_text("Long-term bed", timeout=2000)
    expect(tab.locator("#said")).to_contain_text("was updated")
    tab.locator("#person .hub-why summary").first.click()
    expect(tab.locator("#person .hub-why__body").first).to_contain_text("MSG00042")
    served.soon(lambda: served.desk.reading.change(who._replace(pathway="P0"), NOW))
    tab.wait_for_timeout(800)
    expect(main).to_contain_text("Long-term bed")
    tab.locator("#person .hub-why summary").first.click()
    expect(main).to_contain_text("Home, no support", timeout=3000)


def test_ten_people_are_in_view_and_no_number_is_broken(tab: Page, served: Served) -> None:
    """A coordinator sees ten people at once on a desk screen; an NHS number and a date stay on one line."""
    tab.goto(served.url + "/")
    rows = tab.locator("#rows tbody tr")
    bottoms = rows.evaluate_all("rows => rows.map(row => row.getBoundingClientRect().bottom)")
    assert len([bottom for bottom in bottoms if bottom <= 900]) >= 10
    for width in (1440, 1280, 1024, 320):
        tab.set_viewport_size({"width": width, "height": 900})
        broken = tab.evaluate(
            "[...document.querySelectorAll('.hub-nowrap')].filter(e => e.getClientRects().length > 1).length"
        )
        assert broken == 0, width


def test_pause_stops_the_updates_until_they_are_wanted_again(tab: Page, served: Served) -> None:
    """Moving content can be stopped (WCAG 2.2.2); what was missed comes when it is let go on."""
    tab.goto(served.url + "/")
    tab.wait_for_timeout(400)
    button = tab.get_by_role("button", name="Pause updates")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    served.soon(lambda: served.desk.reading.change(PEOPLE[1]._replace(pathway="P3"), NOW))
    row = tab.locator(f"#row-{ref_of(PEOPLE[1].subject)}")
    tab.wait_for_timeout(1200)
    expect(row).not_to_contain_text("Long-term bed")
    button.click()
    expect(row).to_contain_text("Long-term bed", timeout=2000)
    served.soon(lambda: served.desk.reading.change(PEOPLE[1]._replace(pathway="P0"), NOW))
    expect(row).to_contain_text("Home, no support", timeout=2000)


def test_live_updates_keep_to_the_filter(tab: Page, served: Served) -> None:
    """A change elsewhere moves nothing on a filtered board, and is no access to anybody."""
    tab.goto(served.url + "/?ics=QGH")
    tab.wait_for_timeout(400)
    before = len(served.desk.access.lines)
    served.soon(lambda: served.desk.reading.change(PEOPLE[1]._replace(pathway="P3"), NOW))
    tab.wait_for_timeout(800)
    assert "FENWICK" not in tab.content()
    assert len(served.desk.access.lines) == before


def test_the_board_filters_and_explains_without_scripts(browser: Browser, served: Served) -> None:
    """A plain form filters, a plain link explains, and there is no button that does nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.url + "/")
    expect(page.locator("#live-control")).to_be_hidden()
    page.locator("#ics").select_option("QGH")
    page.get_by_role("button", name="Show").click()
    assert "ics=QGH" in page.url
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    page.goto(served.url + ADA)
    page.locator("#person .hub-why summary").first.click()
    page.locator("#person .hub-why a").first.click()
    expect(page.locator("h1")).to_have_text("Why it says that")
    context.close()


def test_the_board_is_arranged_by_what_waits_with_the_keyboard_alone(tab: Page, served: Served) -> None:
    """The fields open with Enter, choose by letters, and the page that comes is in groups with headings."""
    open_page(tab, served.url + "/")
    tab.locator(".hub-filter__more summary").focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("#by")).to_be_visible()
    tab.locator("#by").focus()
    tab.keyboard.type("Next")
    tab.get_by_role("button", name="Show").press("Enter")
    tab.wait_for_url("**by=step**")
    expect(tab.get_by_role("heading", level=2).first).to_be_visible()
    expect(tab.locator("#by")).to_have_value("step")
    expect(tab.locator("#by")).to_be_visible()


def test_who_is_ready_is_asked_for_with_the_keyboard_alone(tab: Page, served: Served) -> None:
    """Readiness and reason are chosen by letters, each by its own label; the list says of when it is."""
    open_page(tab, served.url + "/")
    tab.locator(".hub-filter__more summary").focus()
    tab.keyboard.press("Enter")
    tab.get_by_label("Ready to leave", exact=True).focus()
    tab.keyboard.type("Ready and")
    tab.get_by_label("Ready, and waits for").focus()
    tab.keyboard.type("Hospital process: aw")
    tab.get_by_role("button", name="Show").press("Enter")
    tab.wait_for_url("**ready=yes&reason=HOSP04**")
    expect(tab.locator("#rows tbody tr")).to_have_count(1)
    expect(tab.locator("#ready-said")).to_contain_text("ready to leave and have not left")
    expect(tab.locator("#reason")).to_have_value("HOSP04")


def test_nothing_is_loaded_from_elsewhere(tab: Page, served: Served) -> None:
    """No font, script, picture or style comes from another host."""
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        tab.goto(served.url + path)
    assert [url for url in asked if not re.match(re.escape(served.url), url)] == []
