"""Early help: the list of cases, and one person's cases with every step."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from hub.api.gate import Asked
from hub.api.list_routes import ListQuery
from hub.api.purposes import View
from hub.api.refs import cursor_bytes, cursor_text, ref_of
from hub.domain.days import day_of
from hub.ports.reading import Json
from hub.web.board_pages import offered
from hub.web.early_help_view import (
    break_rows,
    carer_values,
    case_block,
    consent_rows,
    sentence,
    source_words,
    state_tag,
)
from hub.web.environment import page
from hub.web.identity import identity_of
from hub.web.session import Session, open_session

routes = APIRouter(include_in_schema=False)
SessionIn = Annotated[Session, Depends(open_session)]


async def _card(session: Session, case: Json) -> Json | None:
    """Return the name card of a case: the case's own, else the person's."""
    if "card" in case:
        own: Json | None = case["card"]
        return own
    return await session.parts.api.reading.card(uuid.UUID(case["subject_ref"]).bytes)


@routes.get("/early-help")
async def early_help_page(request: Request, session: SessionIn, query: Annotated[ListQuery, Query()]) -> Response:
    """Show early-help cases by council."""
    query = query.model_copy(update={"council": session.council_asked(View.EARLY_HELP, query.council)})
    await session.admit(Asked(View.EARLY_HELP, "list", council=query.council))
    api = session.parts.api
    found = await api.reading.early_help(query.council, cursor_bytes(query.after), query.limit)
    today = day_of(api.clock.now())
    # The board of cases lists them under their councils where the other one has providers.
    councils = (await api.reading.choices(today, "early_help")).get("provider", ())
    shown = page(
        request,
        "early_help.jinja",
        cases=[
            (
                case,
                identity_of(await _card(session, case), today),
                state_tag(case),
                "" if case.get("held") else source_words(case.get("source")),
            )
            for case in found.cases
        ],
        councils=session.parts.names.get("council", {}),
        council_names=offered({"council": councils}, "council", session.parts.names),
        query=query,
        after=cursor_text(found.next),
    )
    return session.dress(shown)


@routes.get("/early-help/{ref}")
async def case_page(request: Request, ref: uuid.UUID, session: SessionIn) -> Response:
    """Show one person's cases, and what is their own as a carer, to those whose work it is."""
    council = (await session.admit(Asked(View.EARLY_HELP, subject=ref.bytes))).council
    api, names = session.parts.api, session.parts.names
    found = await api.reading.early_help_of(ref.bytes, council=council)
    now = found.get("now")
    if now and uuid.UUID(now) != ref:
        return session.dress(RedirectResponse(f"/early-help/{uuid.UUID(now)}", 303))
    today = day_of(api.clock.now())
    carer = found["carer"]
    shown = page(
        request,
        "early_help_case.jinja",
        who=identity_of(found["card"], today),
        ref=ref_of(ref.bytes),
        cases=[case_block(case, names) for case in reversed(found["cases"])],
        consents=consent_rows(found),
        carer=None if carer is None else carer_values(carer, today),
        breaks=[] if carer is None else break_rows(carer),
        carer_findings=[] if carer is None else [sentence(label) for label in carer["findings"]],
        may_record=bool(await session.reach(ref.bytes)),
        sees_person=await session.opens(View.JOINT_STATE, ref.bytes),
    )
    return session.dress(shown)
