"""Carers on the pages: whom somebody cares for or is cared for by, and the form that links two who both agree."""

import uuid
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from hub.api.gate import Asked
from hub.api.link_bodies import GROUP, LinkBody, moment_of
from hub.api.purposes import View
from hub.errors import Rejected
from hub.ports.linking import Agreed
from hub.ports.recording import Fault, Known
from hub.web import recording_view
from hub.web.answers import Sent, fields_of, sent_of
from hub.web.carer_link_other import found, linked, other_side
from hub.web.carer_link_side import Answers, Side, back, fault_of, form_page, opened, records, sent_form
from hub.web.carer_link_view import LINK, body_of
from hub.web.environment import page
from hub.web.identity import Identity
from hub.web.session import Session, open_session

routes = APIRouter(include_in_schema=False)
SessionIn = Annotated[Session, Depends(open_session)]
_UNKNOWN = uuid.UUID(int=0)
"""Stands for an other side that was not found, so that the rest of the form is read all the same."""


@routes.get("/people/{ref}/carers")
async def carers_page(
    request: Request, ref: uuid.UUID, session: SessionIn, done: Literal["", "linked", "ended"] = ""
) -> Response:
    """Show whom somebody cares for, and who cares for them, where both may be known."""
    side = await opened(session, Asked(View.EARLY_HELP, subject=ref.bytes))
    if isinstance(side, Response):
        return side
    links, hidden = await linked(side)
    shown = page(
        request,
        "carers.jinja",
        links=links,
        hidden=hidden,
        done=done,
        may_link=GROUP in await session.reach(side.subject),
        sees_person=await session.opens(View.JOINT_STATE, side.subject),
        **side.top,
    )
    return session.dress(shown)


@routes.get("/people/{ref}/carers/link")
async def link_page(request: Request, ref: uuid.UUID, session: SessionIn) -> Response:
    """Show the form of a new link."""
    side = await opened(session, records(ref, "view"))
    return side if isinstance(side, Response) else form_page(request, side, Answers(LINK, {}))


@routes.post("/people/{ref}/carers/link")
async def link(request: Request, ref: uuid.UUID, session: SessionIn) -> Response:
    """Take the form one step on: to its check, back to be changed, or into both records."""
    form = await sent_form(request, session)
    step, answers = form.get("step"), Answers(LINK, sent_of(form.multi_items(), LINK))
    action = "record" if step == "record" else "view"
    side = await opened(session, records(ref, action))
    if isinstance(side, Response):
        return side
    if step == "change":
        return form_page(request, side, answers)
    read = await _read(side, answers.sent, action)
    if isinstance(read, list):
        return form_page(request, side, answers, read)
    agreed, other = read
    if step != "record":
        return _check(request, side, answers.sent, other)
    try:
        await session.parts.api.linking.link(agreed, side.recorder)
    except Rejected as refused:
        return form_page(request, side, answers, [fault_of(refused)])
    return back(side, "linked")


async def _read(side: Side, sent: Sent, action: str) -> tuple[Agreed, Identity] | list[Fault]:
    """Read the form and open the other side; everything that is wrong is told at once."""
    session, fields = side.session, fields_of(LINK, sent)
    now, typed = session.parts.api.clock.now(), fields.get("other")
    ref = None if typed is None else await found(session, typed)
    other = await other_side(session, ref, action) if isinstance(ref, uuid.UUID) else ref
    if typed is not None:
        fields["other"] = ref if isinstance(ref, uuid.UUID) else _UNKNOWN
    body, faults = body_of(LinkBody, fields, now)
    if body is None or faults or other is None or isinstance(other, Fault):
        return [*([other] if isinstance(other, Fault) else ()), *faults]
    subject, who = other
    carer, cared_for = (side.subject, subject) if body.role == "CARER" else (subject, side.subject)
    return Agreed(carer, cared_for, body.relationship, moment_of(body, now)), who


def _check(request: Request, side: Side, sent: Sent, other: Identity) -> Response:
    """Show the answers with who the other is by name, so that nobody is linked to somebody else."""
    rows = recording_view.summary(LINK, recording_view.fields(LINK, sent, (), Known({}), side.session.parts.names))
    boxes = [(name, value) for name, values in sent.items() for value in values]
    shown = page(request, "carer_link_check.jinja", rows=rows[1:], boxes=boxes, other=other, **side.top)
    return side.session.dress(shown)
