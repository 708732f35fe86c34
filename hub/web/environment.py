"""Templates: ours over the NHS design system's, escaped by default."""

from functools import cache
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader

from hub.api.purposes import View
from hub.web import dates, identity, words

NAVIGATION: Final = (
    ("/", "Six-week board"),
    ("/people", "Find a person"),
    ("/ics", "Systems"),
    ("/notices", "Notices"),
    ("/early-help", "Early help"),
    ("/feeds", "Feeds"),
    ("/quarantine", "Parked messages"),
)
_VIEWS: Final = {
    "/": View.BOARD,
    "/people": View.SEARCH,
    "/ics": View.DASHBOARDS,
    "/notices": View.NOTICES,
    "/early-help": View.EARLY_HELP,
    "/feeds": View.FEEDS,
    "/quarantine": View.QUARANTINE,
}


@cache
def make_environment() -> Environment:
    """Make the environment, one for all apps: its templates are compiled once.

    The NHS macros need undefined values that can be looked into.
    """
    environment = Environment(
        loader=ChoiceLoader([PackageLoader("hub.web"), PackageLoader("nhsuk_frontend_jinja")]),
        undefined=ChainableUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        clinical=dates.clinical,
        weekday=dates.weekday,
        clinical_time=dates.clinical_time,
        public=dates.public,
        duration=dates.duration,
        every=dates.every,
        words=words.words,
        plain=words.plain,
        nhs_spaced=identity.nhs_spaced,
    )
    return environment


def navigation(request: Request) -> list[tuple[str, str]]:
    """Return the menu of whoever is signed in: no page that would only be refused."""
    role = getattr(request.state, "role", None)
    rules = request.app.state.web.api.policy.rule
    views = {view for rule in rules if rule.role is role for view in rule.views}
    return [(href, text) for href, text in NAVIGATION if role is None or _VIEWS[href] in views]


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Render a page for a request: with its nonce, its place in the navigation and the mode of the hub."""
    state = request.app.state
    common = {
        "cspNonce": request.state.csp_nonce,
        "here": request.url.path,
        "navigation": navigation(request),
        "caller": getattr(request.state, "caller", None),
        "demonstration": state.web.issuer is not None and state.web.api.settings.mode != "live",
    }
    text = state.templates.get_template(template).render(common | values)
    return HTMLResponse(text, status)
