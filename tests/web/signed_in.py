"""Signing somebody in to the pages, in a client and in a browser."""

import httpx
from playwright.sync_api import Page

from hub.api.access import Caller
from hub.api.purposes import Purpose, Role
from hub.web.session import COOKIE
from tests.api.desk import Desk
from tests.web.conftest import Served


def token_of(desk: Desk, organisation: str, role: Role = Role.SOCIAL_WORKER) -> str:
    """Give the token of somebody with every purpose."""
    return desk.issuer.issue(Caller("somebody", role, organisation, frozenset(Purpose)), desk.clock.now())


def sign_in(desk: Desk, client: httpx.AsyncClient, organisation: str, role: Role = Role.SOCIAL_WORKER) -> None:
    """Sign somebody in to a client."""
    client.cookies.set(COOKIE, token_of(desk, organisation, role))


def sign_in_tab(served: Served, tab: Page, organisation: str) -> None:
    """Sign a social worker in to a tab."""
    token = token_of(served.desk, organisation)
    tab.context.add_cookies([{"name": COOKIE, "value": token, "url": served.url}])
