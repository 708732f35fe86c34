"""Walking a page by keyboard, as somebody does who uses no mouse."""

from typing import NamedTuple

from playwright.sync_api import Page

_FOCUS = """(e => [e.localName, (e.textContent || e.id).trim(),
    getComputedStyle(e).outlineStyle !== 'none' || getComputedStyle(e).boxShadow !== 'none'])(document.activeElement)"""


class Stop(NamedTuple):
    """Where the focus is: the kind of element, its words, and whether the focus can be seen."""

    element: str
    text: str
    seen: bool


def open_page(tab: Page, address: str) -> None:
    """Open a page and wait until its window has the keyboard: what is pressed before that goes nowhere."""
    tab.goto(address)
    tab.bring_to_front()
    tab.wait_for_function("document.hasFocus()")


def next_stop(tab: Page) -> Stop:
    """Press Tab."""
    tab.keyboard.press("Tab")
    return Stop(*tab.evaluate(_FOCUS))


def tab_to(tab: Page, words: str, *, renewed: bool = False) -> None:
    """Press Tab until an element with these words, or this id, has the focus; each stop can be seen.

    A page that is `renewed` meanwhile, as the board is, may be walked from its beginning again.
    """
    for _ in range(200):
        stop = next_stop(tab)
        assert stop.seen or (renewed and stop.element == "body"), stop
        if stop.text.startswith(words) or tab.evaluate("document.activeElement.id") == words:
            return
    raise AssertionError(words)
