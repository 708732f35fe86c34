"""Find a person, feeds, and the accessibility statement."""

from collections import Counter
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from hub.api.feed_routes import parked_json
from hub.api.feed_state import feed_rows, in_words
from hub.api.gate import Asked
from hub.api.identifiers import identifier_of
from hub.api.purposes import View
from hub.api.refs import ref_of
from hub.domain.days import day_of
from hub.errors import Rejected
from hub.ports.books import Wanted
from hub.web.environment import page
from hub.web.identity import Identity, identity_of
from hub.web.session import Session, open_session

_PARKED: Final = 200
_CAUSES: Final = 8

routes = APIRouter(include_in_schema=False)
SessionIn = Annotated[Session, Depends(open_session)]


def _search(request: Request, session: Session, wrong: str | None = None, status: int = 200) -> Response:
    shown = page(request, "search.jinja", status, form_token=session.form_token, wrong=wrong)
    return session.dress(shown)


@routes.get("/people")
async def search_page(request: Request, session: SessionIn) -> Response:
    """Ask for an NHS number; nothing about anybody is shown yet."""
    return _search(request, session)


@routes.post("/people")
async def search(
    request: Request,
    session: SessionIn,
    nhs_number: Annotated[str, Form(max_length=80)] = "",
    form_token: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Find a person; the number travels in the body and is never shown again."""
    session.check_form(form_token)
    await session.admit(Asked(View.SEARCH, "search"))
    if not nhs_number.strip():
        return _search(request, session, "Enter an NHS number", 422)
    try:
        people = await session.parts.api.reading.find_all(identifier_of("NHS", None, nhs_number))
    except Rejected as refused:
        return _search(request, session, refused.words.rstrip("."), 422)
    if not people:
        return _search(request, session, "Nobody with this NHS number is known here", 404)
    shown = [await _found(session, subject) for subject in people]
    if len(people) == 1:
        return session.dress(RedirectResponse(f"/people/{shown[0][0]}", 303))
    return session.dress(page(request, "search.jinja", form_token=session.form_token, wrong=None, people=shown))


async def _found(session: Session, subject: bytes) -> tuple[str, Identity | None]:
    """Return the reference of somebody who was found, and who it is where the reader may see names."""
    decided = await session.admit(Asked(View.SEARCH, "search", subject))
    if not decided.names:
        return ref_of(subject), None
    api = session.parts.api
    return ref_of(subject), identity_of(await api.reading.card(subject), day_of(api.clock.now()))


@routes.get("/feeds")
async def feeds_page(request: Request, session: SessionIn) -> Response:
    """Show how old each feed is, the silent ones first."""
    await session.admit(Asked(View.FEEDS, "list"))
    api = session.parts.api
    rows = await feed_rows(api.feeds, api.quarantine, api.rhythms, api.clock.now())
    return session.dress(page(request, "feeds.jinja", rows=[(row, in_words(row)) for row in rows]))


@routes.get("/quarantine")
async def quarantine_page(request: Request, session: SessionIn) -> Response:
    """Show what was parked and why, never what it says."""
    await session.admit(Asked(View.QUARANTINE, "list"))
    api = session.parts.api
    now = api.clock.now()
    parked = await api.quarantine.parked(Wanted(limit=_PARKED))
    causes = Counter((one.feed, one.rule) for one in parked).most_common(_CAUSES)
    rows = [(parked_json(one), max(0, now - one.parked_at) // 60_000) for one in parked]
    return session.dress(page(request, "quarantine.jinja", rows=rows, causes=causes))


@routes.get("/accessibility")
async def accessibility_page(request: Request) -> Response:
    """Show the accessibility statement, to everybody."""
    return page(request, "accessibility.jinja")
