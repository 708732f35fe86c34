"""The page of one person, kept current while it is read, and why it says what it says."""

import hashlib
import uuid
from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from hub.api.asking import AsOf, AsOfIn
from hub.api.correction_words import chain_for, rows_for
from hub.api.gate import Asked
from hub.api.problems import Problem
from hub.api.purposes import View
from hub.domain.days import day_of, rfc3339
from hub.ports.reading import Json, PersonPage
from hub.web import (
    appeals_view,
    care_view,
    delay_chain,
    ledger_view,
    notices_view,
    person_view,
    record_view,
    sections,
    steps_view,
    team_view,
    timeline_view,
    weeks_view,
)
from hub.web.dates import clock_time
from hub.web.environment import page
from hub.web.findings_view import Findings
from hub.web.freshness import waits_since
from hub.web.live import stream
from hub.web.person_banner import banner
from hub.web.session import Session, open_session, purpose_for
from hub.web.why_view import why_of
from hub.web.words import Names

routes = APIRouter(include_in_schema=False)
SessionIn = Annotated[Session, Depends(open_session)]
_VIEWS: Final = (View.JOINT_STATE, View.RECORD, View.TIMELINE)


def parts(shown: PersonPage, session: Session, subject: bytes, unseen: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return what the person's template shows, banner included; `unseen` are events since the reader last looked."""
    names, state = session.parts.names, shown.joint
    now = session.parts.api.clock.now()
    today = day_of(now)
    found = Findings(state, names, shown.timeline)
    made = banner(state, shown.card, today, subject) | {
        "weeks": weeks_view.weeks_of(state, names),
        "earlier": person_view.earlier_episodes(state, names),
        "spells": _spells(state, names, person_view.today_of(state, today), found),
        "step": care_view.next_step_of(state, names, person_view.today_of(state, today)),
        "open_steps": steps_view.open_steps_of(state, names, person_view.today_of(state, today)),
        "alerts": care_view.alerts_of(state, names),
        "findings": found.rest(),
        "lines": care_view.lines_of(state, names, found.beside),
        "ledger": ledger_view.ledger_of(state, names),
        "team": team_view.team_of(state, names),
        "headings": record_view.headings_of(shown.record, names),
        "referrals": notices_view.referrals_of(state, names),
        "sections": sections.sections_of(state, names, found.beside),
        "appeals": appeals_view.appeals_of(state, names),
        "number_shared": shown.number_shared,
        "waits_since": waits_since(session.parts.waits_since(subject), now),
        "timeline": timeline_view.entries_of(shown.timeline, names, record_view.timeline_path(shown.record), unseen),
        "since": timeline_view.since_words(shown.timeline, unseen),
    }
    digest = hashlib.sha256(repr(made).encode()).hexdigest()[:16]
    return made | {"digest": digest, "at": clock_time(rfc3339(now))}


def _spells(state: Json, names: Names, today: date, found: Findings) -> list[tuple[Any, ...]]:
    """Return the stays, newest first, each with its findings and the chain of its delay."""
    blocks = person_view.spells_of(state, names)
    chains = [delay_chain.chain_of(state, place, names, today) for place in range(len(blocks))]
    stays = reversed(state.get("spells") or ())
    told = (found.beside("spell", spell["spell_id"], spell["trust"]) for spell in stays)
    return list(zip(blocks, told, reversed(chains), strict=True))


async def _admit(session: Session, subject: bytes) -> None:
    for view in _VIEWS:
        await session.admit(Asked(view, subject=subject))


async def _only_records(session: Session, subject: bytes) -> bool:
    """Say whether the reader may record something about a person of whom no page is open to them."""
    sees = await session.opens(View.EARLY_HELP, subject)
    return not sees and await session.opens(View.ENTRIES, subject)


async def _shown(session: Session, subject: bytes, on: date | None, known_at: int | None) -> PersonPage:
    """Read what a page shows to this reader."""
    shown = await session.parts.api.reading.page(subject, on, known_at)
    timeline = rows_for(shown.timeline, session.caller.organisation, await session.reach(subject))
    return shown._replace(timeline=timeline)


@routes.get("/people/{ref}")
async def person_page(request: Request, ref: uuid.UUID, as_of: AsOfIn, session: SessionIn) -> Response:
    """Show one person: banner, six weeks, stays, support, timeline, shared record."""
    try:
        await _admit(session, ref.bytes)
    except Problem as refused:
        if refused.status == HTTPStatus.FORBIDDEN and await _only_records(session, ref.bytes):
            return session.dress(RedirectResponse(f"/people/{ref}/record", 303))
        raise
    shown = await _shown(session, ref.bytes, *as_of)
    now = shown.joint.get("now")
    if now and uuid.UUID(now) != ref:
        return session.dress(RedirectResponse(f"/people/{uuid.UUID(now)}?{_followed(ref, request.query_params)}", 303))
    now_shown = as_of == (None, None)
    unseen = await session.last_look(opens=True).unseen(ref.bytes, shown.timeline) if now_shown else frozenset[str]()
    response = page(
        request,
        "person.jinja",
        **parts(shown, session, ref.bytes, unseen),
        **_frame(request, as_of, session),
        **await _beside(session, ref.bytes, shown.joint),
    )
    return session.dress(response)


def _followed(was: uuid.UUID, query: Mapping[str, str]) -> str:
    """Return the query of the survivor's page: which reference was asked for, and the same day and time."""
    return f"was={was}{_asked(query)}"


def _frame(request: Request, as_of: AsOf, session: Session) -> dict[str, Any]:
    """Return what stands around a person's parts: earlier views are not kept current."""
    was = request.query_params.get("was", "")
    access = purpose_for(session.parts.api.policy, session.caller, View.ACCESS) is not None
    return {
        "as_of": as_of,
        "asked": _asked(request.query_params),
        "was": was,
        "is_live": as_of == (None, None),
        "may_see_access": access,
        "may_record": purpose_for(session.parts.api.policy, session.caller, View.ENTRIES) is not None,
    }


async def _beside(session: Session, subject: bytes, state: Json) -> dict[str, bool]:
    """Return which of the person's other pages the reader may open: documents of a move, and carers' links."""
    return {
        "may_see_documents": bool(state.get("moves")) and await session.opens(View.DOCUMENTS, subject),
        "may_see_carers": await session.opens(View.EARLY_HELP, subject),
    }


def _asked(query: Mapping[str, str]) -> str:
    """Return what asks for the same day and time again, to go behind another query."""
    return "".join(f"&{name}={quote(query[name])}" for name in ("on", "known_at") if name in query)


@routes.get("/people/{ref}/live")
async def person_live(
    request: Request, ref: uuid.UUID, session: SessionIn, seen: Annotated[str, Query(max_length=16)] = ""
) -> Response:
    """Send a person's parts again whenever they have changed; each sending is an access of its own."""
    await _admit(session, ref.bytes)
    template = request.app.state.templates.get_template("person_parts.jinja")
    last = seen

    async def render() -> str | None:
        nonlocal last
        shown = await _shown(session, ref.bytes, None, None)
        if shown.joint.get("now"):
            raise Problem(404, "merged", "This record is another one now.")
        unseen = await session.last_look(opens=False).unseen(ref.bytes, shown.timeline)
        values = parts(shown, session, ref.bytes, unseen)
        if values["digest"] == last:
            return None
        await _admit(session, ref.bytes)
        last = values["digest"]
        return str(template.render(values | {"live": True}))

    events = stream(session.parts.api.reading.changes(), render)
    return session.dress(StreamingResponse(events, media_type="text/event-stream"))


@routes.get("/people/{ref}/why")
async def why_page(
    request: Request,
    ref: uuid.UUID,
    path: Annotated[str, Query(max_length=200, min_length=1)],
    as_of: AsOfIn,
    session: SessionIn,
) -> Response:
    """Show the chain behind one value: as a page, or as a part of one when a script asks for it."""
    await session.admit(Asked(View.WHY, subject=ref.bytes))
    reading, names = session.parts.api.reading, session.parts.names
    chain = await reading.why(ref.bytes, path, *as_of)
    chain = chain_for(chain, session.caller.organisation, await session.reach(ref.bytes))
    said = why_of(chain, names)
    if request.headers.get("hx-request"):
        return session.dress(page(request, "why_part.jinja", chain=chain, said=said))
    state = await reading.joint_state(ref.bytes, *as_of)
    top = banner(state, await reading.card(ref.bytes), day_of(session.parts.api.clock.now()), ref.bytes)
    asked = _asked(request.query_params)
    return session.dress(page(request, "why.jinja", chain=chain, said=said, asked=asked, **top))


@routes.get("/people/{ref}/access")
async def access_page(request: Request, ref: uuid.UUID, session: SessionIn) -> Response:
    """Show who has looked at a person, to those whose work it is and to the person."""
    decided = await session.admit(Asked(View.ACCESS, subject=ref.bytes))
    reading = session.parts.api.reading
    rows = await reading.access_of(ref.bytes)
    card = await reading.card(ref.bytes) if decided.names else None
    state = await reading.joint_state(ref.bytes, None, None) if decided.names else {}
    top = banner(state, card, day_of(session.parts.api.clock.now()), ref.bytes) if decided.names else {"ref": ref}
    return session.dress(page(request, "access.jinja", rows=rows, named=decided.names, **top))
