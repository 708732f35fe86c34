"""The feed of the six samples in a real browser: from MLLP to the board to the person to "why"."""

from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.lives import moved
from tests.end_to_end.running_hub import S1, S2, S3, S4, S5, S6, RunningHub, sample

pytestmark = pytest.mark.browser

NUMBER, OTHER = "9990001006", "9990001014"


def _later() -> int:
    """Days by which the samples are moved, so that the discharge of 13 November is ten days before the test's day."""
    return (datetime.now(UTC).date() - date(2026, 11, 23)).days


def _ours(name: str, later: int) -> bytes:
    """Give a sample about people of this test alone, told ten days after the discharge."""
    changes = {b"9990000018": NUMBER.encode(), b"9990000026": OTHER.encode(), b"T1000451": b"T2000451"}
    changes |= {b"T1000999": b"T2000999", b"SP7700123": b"SP8800123", b"RZZ-0000": b"RZZ-9000", b"50417": b"60417"}
    changes |= {b"88120045": b"99120045", b"ASHWORTH": b"BOARDWORTH", b"SAMPLE^Jos": b"BOARD^Jos"}
    raw = sample(name)
    for old, new in changes.items():
        raw = raw.replace(old, new)
    return moved(raw, later)


def test_a_stay_is_followed_from_the_ward_to_the_board_to_why(fresh_hub: RunningHub, tab: Page) -> None:
    """A coordinator sees the admission, the wait, the discharge, its cancel and the merge as they come in."""
    later = _later()
    hub = fresh_hub  # a board of its own: others' people would push this one to a later page
    tab.goto(hub.url + "/")
    assert hub.send([_ours(S1, later)]) == ["AA"]
    row = tab.locator("tr", has_text="BOARDWORTH, Margaret")
    expect(row).to_contain_text("999 000 1006", timeout=10_000)
    expect(row).to_contain_text("In hospital")
    expect(row).to_contain_text("Not started")

    assert hub.send([_ours(S2, later), _ours(S3, later)]) == ["AA", "AA"]
    expect(row).to_contain_text("Day 11 of 42", timeout=10_000)
    expect(row).to_contain_text("Updated")
    row.locator("a.hub-person__name").click()
    expect(tab.locator("#banner")).to_contain_text("BOARDWORTH, Margaret")
    expect(tab.locator(".hub-big").first).to_contain_text("Day 11 of 42")

    tab.get_by_text("Why does it say that: Last covered day").locator("..").click()
    why = tab.locator(".hub-why[open] .hub-why__body")
    expect(why).to_contain_text("RZZ-900000512")
    expect(why).to_contain_text("hospital-desk")

    assert hub.send([_ours(S5, later), _ours(S4, later)]) == ["AA", "AA"]
    tab.goto(hub.url + "/")
    expect(row).to_contain_text("In hospital", timeout=10_000)
    expect(row).to_contain_text("Not started")
    row.locator("a.hub-person__name").click()
    expect(tab.locator("section", has_text="Hospital stays").first).to_contain_text("SP8800123")


def test_a_vendors_feed_with_the_usual_faults_reaches_the_board(fresh_hub: RunningHub, tab: Page) -> None:
    """Version 2.3, words for the class, swapped disposition, an old character set: on the board with pathway P3."""
    later = _later()
    hub = fresh_hub
    assert hub.send([_ours(S6, later)], hub.vendor) == ["AA"]
    state = hub.state(hub.person(OTHER))
    (spell,) = state["spells"]
    assert (spell["destination"]["code"], spell["method"]) == ("85", "1")
    tab.goto(hub.url + "/")
    row = tab.locator("tr", has_text="O'BOARD, José")
    expect(row).to_contain_text("Day 10 of 42", timeout=10_000)
    expect(row).to_contain_text("P3")
