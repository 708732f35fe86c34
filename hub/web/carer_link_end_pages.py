"""Ending a link of a carer on a page: for both, by whoever may record of one of the two."""

import uuid
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from hub.api.gate import Asked
from hub.api.link_bodies import EndBody, moment_of
from hub.api.problems import Problem
from hub.api.purposes import View
from hub.errors import Rejected
from hub.ports.recording import Fault
from hub.web.answers import Sent, fields_of, sent_of
from hub.web.carer_link_other import linked
from hub.web.carer_link_side import Answers, Side, back, fault_of, form_page, opened, records, sent_form
from hub.web.carer_link_view import END, body_of
from hub.web.session import Session, open_session

routes = APIRouter(include_in_schema=False)
SessionIn = Annotated[Session, Depends(open_session)]
LinkIn = Annotated[str, Path(max_length=40, pattern=r"^[A-Za-z0-9._:-]+$")]


@routes.get("/people/{ref}/carers/{link_id}/end")
async def end_page(request: Request, ref: uuid.UUID, link_id: LinkIn, session: SessionIn) -> Response:
    """Show the form that ends a link."""
    side = await opened(session, records(ref, "view"))
    return side if isinstance(side, Response) else await _form(request, side, link_id, {}, ())


@routes.post("/people/{ref}/carers/{link_id}/end")
async def end(request: Request, ref: uuid.UUID, link_id: LinkIn, session: SessionIn) -> Response:
    """End a link for both."""
    form = await sent_form(request, session)
    sent = sent_of(form.multi_items(), END)
    side = await opened(session, records(ref, "record"))
    if isinstance(side, Response):
        return side
    api = session.parts.api
    now = api.clock.now()
    body, faults = body_of(EndBody, fields_of(END, sent), now)
    if body is None or faults:
        return await _form(request, side, link_id, sent, faults)
    try:
        await api.linking.end(side.subject, link_id, moment_of(body, now), side.recorder)
    except Rejected as refused:
        return await _form(request, side, link_id, sent, [fault_of(refused)])
    return back(side, "ended")


async def _form(request: Request, side: Side, link_id: str, sent: Sent, faults: Sequence[Fault]) -> Response:
    """Show the form with the link that it ends; seeing links is decided by itself, and one that is hidden has none."""
    decided = await side.session.admit(Asked(View.EARLY_HELP, subject=side.subject))
    links, _ = await linked(side._replace(decided=decided))
    one = next((one for one in links if one.link_id == link_id), None)
    if one is None:
        raise Problem(404, "not-found", "This person has no such link that may be shown.")
    return form_page(request, side, Answers(END, sent, one), faults)
