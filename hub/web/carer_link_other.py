"""The other side of a link: found by number or by the address of their page, and decided about like the first."""

import uuid
from collections.abc import Mapping
from typing import Any, Final

from hub.api.gate import Asked
from hub.api.identifiers import identifier_of
from hub.api.problems import Problem
from hub.api.purposes import View
from hub.api.refs import ref_of
from hub.domain.days import day_of
from hub.errors import NotFound, Rejected
from hub.ports.recording import Fault
from hub.web.carer_link_side import Side, records
from hub.web.carer_link_view import LinkView, link_view, reference_in
from hub.web.identity import Identity, identity_of, person_name
from hub.web.session import Session

_PATH: Final = "fields.other"
_NOBODY: Final = Fault(_PATH, "not_known_here", "Nobody is known here by this number or address")
_SHARED: Final = Fault(_PATH, "shared", "People here share this number: give the address of the page of the right one")
_NO_SEARCH: Final = Fault(_PATH, "not_permitted", "Your role finds nobody by number: give the address of their page")
_REFUSED: Final = Fault(_PATH, "not_permitted", "Your role may not record links of this person")
_FORBIDDEN: Final = 403


async def found(session: Session, typed: str) -> uuid.UUID | Fault:
    """Find who is meant, as the search page does; each finding is an access of its own."""
    ref = reference_in(typed)
    if ref is not None:
        return ref
    try:
        number = identifier_of("NHS", None, typed)
    except Rejected as refused:
        return Fault(_PATH, refused.rule, refused.words.rstrip("."))
    try:
        await session.admit(Asked(View.SEARCH, "search"))
        people = await session.parts.api.reading.find_all(number)
        for one in people:
            await session.admit(Asked(View.SEARCH, "search", one))
    except Problem as problem:
        return _instead(problem, _NO_SEARCH)
    if len(people) != 1:
        return _SHARED if people else _NOBODY
    return uuid.UUID(bytes=people[0])


async def other_side(session: Session, ref: uuid.UUID, action: str) -> tuple[bytes, Identity] | Fault:
    """Open the other side as the API does, who they are now included; refused beside the field where it is refused."""
    api = session.parts.api
    try:
        await session.admit(records(ref, action))
        now = await api.reading.now(ref.bytes)
        if now != ref.bytes:
            await session.admit(records(uuid.UUID(bytes=now), action))
        card = await api.reading.card(now)
    except Problem as problem:
        return _instead(problem, _REFUSED)
    except NotFound:
        return _NOBODY
    return now, identity_of(card, day_of(api.clock.now()))


def _instead(problem: Problem, fault: Fault) -> Fault:
    if problem.status != _FORBIDDEN:
        raise problem
    return fault


async def linked(side: Side) -> tuple[list[LinkView], int]:
    """Read the links of a side as the API gives them: those that may be shown, and how many may not.

    Whom a link leads to is named where the reader may open them too, which is an access to them.
    """
    session = side.session
    told = await session.parts.api.reading.early_help_of(side.subject, council=side.decided.council)
    links = (told["carer"] or {}).get("links") or ()
    shown = [await _named(session, link) for link in links if link["shown"]]
    return shown, len(links) - len(shown)


async def _named(session: Session, link: Mapping[str, Any]) -> LinkView:
    reading = session.parts.api.reading
    other = await reading.now(uuid.UUID(link["other"]).bytes)
    if not await session.opens(View.EARLY_HELP, other):
        return link_view(link, None, None)
    await session.admit(Asked(View.EARLY_HELP, subject=other))
    try:
        return link_view(link, person_name(await reading.card(other)), ref_of(other))
    except NotFound:  # their history was removed at the end of its retention
        return link_view(link, None, None)
