"""Fixtures of the page tests: the pages over memory, a real server on loopback, Debian's Chromium."""

import asyncio
import gc
import os
import threading
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from hub.adapters.memory_looks import MemoryLooks
from hub.reception_desk import run_until_cancelled
from hub.web.app import make_web
from hub.web.looked import Looking
from hub.web.parts import WebParts
from tests.api.desk import NAMES, Desk

CHROMIUM = Path("/usr/bin/chromium")
WAITS_MS = 15_000
"""A page that is right is right at once; how long a busy machine may take to show it."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]


@pytest.fixture
def desk() -> Desk:
    """Fresh parts over memory."""
    return Desk()


def pages_of(desk: Desk) -> WebParts:
    """Give what the pages are made of."""
    return WebParts(desk.parts, desk.issuer, NAMES, Looking(MemoryLooks(), b"a key of the tests alone"))


@pytest.fixture
async def client(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the pages, without a socket."""
    transport = httpx.ASGITransport(make_web(pages_of(desk)), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as made:
        yield made


class Served(NamedTuple):
    """A server that runs beside the test: where it is, its parts, and how to do something on its loop."""

    url: str
    desk: Desk
    soon: Callable[[Callable[[], None]], None]


@pytest.fixture
def served() -> Iterator[Served]:
    """The pages on a loopback port of the system's choosing."""
    desk = Desk()
    app = make_web(pages_of(desk))
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_until_complete, args=(run_until_cancelled(server),), daemon=True)
    thread.start()
    while not server.started:
        threading.Event().wait(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]

    def soon(act: Callable[[], None]) -> None:
        loop.call_soon_threadsafe(act)

    yield Served(f"http://127.0.0.1:{port}", desk, soon)
    server.should_exit = True
    thread.join(timeout=30)
    loop.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; skips by name without it, fails where it is promised."""
    if not CHROMIUM.exists():
        if os.environ.get("HUB_REQUIRE_BROWSER") == "1":
            pytest.fail("HUB_REQUIRE_BROWSER=1, and Chromium is not installed")
        pytest.skip("Chromium is not installed (Debian: apt install chromium)")
    # Playwright's loop runs in this thread while it is open: not beyond the module, or no test with a loop could run.
    expect.set_options(timeout=WAITS_MS)
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=str(CHROMIUM), headless=True, args=FLAGS)
        yield made
        made.close()
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        gc.collect()  # What Playwright leaves of its driver's pipes is not a later test's.


@pytest.fixture
def tab(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh tab on a desk screen; an error in the page's console fails the test.

    It is closed before its server is, or a page that looks for news would find nobody.
    """
    if "served" in request.fixturenames:
        request.getfixturevalue("served")
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda failure: said.append(str(failure)))
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    yield page
    context.close()
    assert said == []
