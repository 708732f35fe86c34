"""The pages of systems in a real browser: accessible, usable by keyboard, narrow, and readable without colour."""

import re
from datetime import timedelta

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from hub.domain.products import Change
from tests.api.invented import TODAY
from tests.api.invented_figures import cell
from tests.web.conftest import Served
from tests.web.keyboard import next_stop, open_page
from tests.web.test_browser import too_small, violations

pytestmark = pytest.mark.browser

READY = "/ics/QHL/ready-not-left"
PAGES = [
    "/ics",
    "/ics/QHL",
    "/ics/QHL?council=E08000025",
    READY,
    "/ics/QHL/delay-reasons",
    "/ics/QHL/council-known",
    "/ics/QHL/new-hours",
    "/ics/QHL/notice-to-start",
    "/ics/QHL/moves-under-way",
    "/ics/QHL/mean-delay?from=2025-11-24",
    "/ics/QGH/ready-not-left?from=2027-01-01",
]


@pytest.fixture
def told(served: Served) -> Served:
    """A desk with signals to show: more and more people ready, and a change of what average delay is made of."""
    days = range(20)
    served.desk.figures.cells += [cell("ready_not_left", 0, TODAY - timedelta(days=day), 3, "P1") for day in days]
    served.desk.figures.cells += [cell("delay_reason", 0, TODAY, 9, code) for code in ("CAP05", "HOSP04", "unknown")]
    catalogue = served.desk.parts.dashboards.catalogue
    delay = catalogue.product["mean-delay"]
    change = Change(TODAY - timedelta(weeks=12), "Readiness comes from the whiteboard.")
    products = dict(catalogue.product) | {"mean-delay": msgspec.structs.replace(delay, changes=(change,))}
    msgspec.structs.force_setattr(catalogue, "product", products)
    return served


@pytest.mark.parametrize("width", [1440, 1024, 320])
def test_no_page_of_a_system_has_a_violation_that_a_machine_can_find(tab: Page, told: Served, width: int) -> None:
    """axe-core finds nothing against WCAG 2.2 AA or best practice; nothing is scrolled sideways (1.4.10)."""
    tab.set_viewport_size({"width": width, "height": 800})
    for path in PAGES:
        tab.goto(told.url + path)
        assert violations(tab) == [], path
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, path
        assert too_small(tab) == [], path


def test_an_open_definition_has_no_violation(tab: Page, told: Served) -> None:
    """What a number counts is a click, or Enter, away from it, and as accessible as the rest."""
    tab.goto(told.url + "/ics/QHL")
    summary = tab.locator("#tile-ready-not-left summary")
    summary.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("#tile-ready-not-left")).to_contain_text("criteria to reside")
    expect(tab.locator("#tile-ready-not-left details p").first).to_be_visible()
    assert violations(tab) == []


def test_the_way_down_is_walked_by_keyboard(tab: Page, told: Served) -> None:
    """From the menu to the system, the chart and the people, with Tab and Enter alone and a focus that can be seen."""
    open_page(tab, told.url + "/")
    for words, heading in (
        ("Systems", "Integrated care systems"),
        ("Test and Vale", "Test and Vale"),
        ("In hospital", "In hospital"),
        ("People in hospital: open the list", "Six weeks after hospital"),
    ):
        _walk_to(tab, words)
        tab.keyboard.press("Enter")
        expect(tab.locator("h1")).to_contain_text(heading)


def _walk_to(tab: Page, words: str) -> None:
    """Press Tab until what has the focus says these words; each stop on the way can be seen."""
    for _ in range(80):
        stop = next_stop(tab)
        assert stop.seen, stop
        if stop.text == words:
            return
    pytest.fail(f"no way to {words} by keyboard")


def test_one_chart_of_three_is_seen_at_each_width_and_its_letters_can_be_read(tab: Page, told: Served) -> None:
    """Wide, middling or narrow as the window is: never two at once, and no letter below 10 pixels."""
    tab.goto(told.url + READY)
    for width, shown in (
        (1440, "wide"),
        (1180, "wide"),
        (820, "wide"),
        (600, "middle"),
        (599, "narrow"),
        (320, "narrow"),
    ):
        tab.set_viewport_size({"width": width, "height": 800})
        expect(tab.locator(".hub-chart >> visible=true")).to_have_count(1)
        expect(tab.locator(f".hub-chart--{shown}")).to_be_visible()
        heights = tab.locator(f".hub-chart--{shown} text").evaluate_all(
            "texts => texts.map(t => parseFloat(getComputedStyle(t).fontSize) "
            "* t.ownerSVGElement.getBoundingClientRect().width / t.ownerSVGElement.viewBox.baseVal.width)"
        )
        assert min(heights) >= 10, width


def test_no_letter_of_a_chart_lies_over_another_or_off_the_card(tab: Page, told: Served) -> None:
    """Dates, numbers and names of lines stand apart, inside the card, at every width."""
    for path in (READY, "/ics/QHL/council-known", "/ics/QHL/mean-delay"):
        for width in (1440, 1024, 768, 320):
            tab.set_viewport_size({"width": width, "height": 800})
            tab.goto(told.url + path)
            overlaps = tab.evaluate(
                """() => {
                  const card = document.querySelector('.hub-chart-card').getBoundingClientRect();
                  const boxes = [...document.querySelectorAll('.hub-chart text')]
                    .map(t => [t.textContent, t.getBoundingClientRect()]).filter(([, b]) => b.width);
                  const off = boxes.filter(([, b]) => b.left < card.left || b.right > card.right).map(([t]) => t);
                  const over = boxes.flatMap(([t, a], i) => boxes.slice(i + 1).filter(([, b]) =>
                    a.left < b.right && b.left < a.right && a.top + 2 < b.bottom - 2 && b.top + 2 < a.bottom - 2)
                    .map(([u]) => t + ' / ' + u));
                  return off.concat(over);
                }"""
            )
            assert overlaps == [], (path, width)


def test_a_chart_is_told_to_who_does_not_see_it(tab: Page, told: Served) -> None:
    """The picture has a name and a description made of the figures."""
    tab.goto(told.url + READY)
    chart = tab.get_by_role("img", name="Process chart of Ready to leave, still in hospital, Test and Vale")
    expect(chart).to_have_count(1)
    expect(chart).to_have_accessible_description(re.compile(r"^The latest, 23 November 2026, is \d+\. Over 56 days"))
    expect(tab.locator("#chart-said")).to_contain_text("Concern: above the upper limit")


def test_charts_need_no_scripts(browser: Browser, told: Served) -> None:
    """Everything is drawn on the server; without scripts the page is whole."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(told.url + READY)
    expect(page.locator(".hub-chart--wide .hub-chart__mark")).to_have_count(56)
    page.get_by_role("link", name="6 months").click()
    assert "from=" in page.url
    expect(page.locator(".hub-points tbody tr")).to_have_count(183)
    context.close()


def test_shapes_and_words_tell_what_colours_tell(tab: Page, told: Served) -> None:
    """In shades of grey a concern is still a triangle, an improvement a square, and both are named."""
    tab.goto(told.url + READY)
    shapes = tab.locator(".hub-chart--wide .hub-chart__mark").evaluate_all(
        "marks => Object.fromEntries(marks.map(m => [m.classList[1], m.getAttribute('d').replace(/[-0-9. ]+/g, '')]))"
    )
    assert len(set(shapes.values())) == len(shapes) == 3
    expect(tab.locator(".hub-chart-key")).to_contain_text("Concern")
    expect(tab.locator(".hub-chart-key")).to_contain_text("Improvement")
    expect(tab.locator(".hub-signal").first).to_contain_text("Concern: above the upper limit")
