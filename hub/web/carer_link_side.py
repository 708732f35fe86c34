"""One side of carers' links opened on a page: whose it is, what was decided, and the forms that are shown of it."""

import uuid
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from hub.api.access import Decision
from hub.api.gate import Asked
from hub.api.link_bodies import GROUP
from hub.api.purposes import View
from hub.api.refs import ref_of
from hub.domain.days import day_of
from hub.errors import Rejected
from hub.ports.recording import EntryKind, Fault, Known, Recorder
from hub.web import recording_view
from hub.web.answers import Sent
from hub.web.carer_link_view import LinkView
from hub.web.environment import page
from hub.web.identity import identity_of
from hub.web.session import Session

_INVALID: Final = 422


class Side(NamedTuple):
    """One side opened: whose page it is, what was decided about it, and what stands at its head."""

    session: Session
    subject: bytes
    decided: Decision
    top: dict[str, Any]

    @property
    def recorder(self) -> Recorder:
        """Who records here."""
        purpose = self.decided.purpose
        return self.session.recorder(purpose.value if purpose else "")


class Answers(NamedTuple):
    """A form on its way through the pages: its kind, what was typed, and the link that it is about, where it is one."""

    kind: EntryKind
    sent: Sent
    link: LinkView | None = None


async def opened(session: Session, asked: Asked) -> Side | Response:
    """Open a side past the gate; somebody who was merged away is followed to who they are now."""
    api, subject = session.parts.api, asked.subject or b""
    decided = await session.admit(asked)
    now = await api.reading.now(subject)
    if now != subject:
        return session.dress(RedirectResponse(f"/people/{ref_of(now)}/carers", 303))
    who = identity_of(await api.reading.card(now), day_of(api.clock.now()))
    return Side(session, now, decided, {"who": who, "ref": ref_of(now), "form_token": session.form_token})


def records(ref: uuid.UUID, action: str) -> Asked:
    """Ask to record a link of somebody, or to see the form of one, as the API asks for it."""
    return Asked(View.ENTRIES, action, ref.bytes, records=GROUP)


async def sent_form(request: Request, session: Session) -> FormData:
    """Read a form that was made for this session; raises `Problem` 403 for any other."""
    form = await request.form()
    session.check_form(str(form.get("form_token", "")))
    return form


def form_page(request: Request, side: Side, answers: Answers, faults: Sequence[Fault] = ()) -> Response:
    """Show a form with what it holds, and what is wrong beside each field."""
    kind, names = answers.kind, side.session.parts.names
    shown = page(
        request,
        "carer_link.jinja",
        _INVALID if faults else 200,
        kind=kind,
        link=answers.link,
        fields=recording_view.fields(kind, answers.sent, faults, Known({}), names),
        errors=recording_view.errors(faults, kind),
        **side.top,
    )
    return side.session.dress(shown)


def back(side: Side, done: str) -> Response:
    """Go back to the links, with what was done."""
    return side.session.dress(RedirectResponse(f"/people/{ref_of(side.subject)}/carers?done={done}", 303))


def fault_of(refused: Rejected) -> Fault:
    """Put what the door refuses beside its field."""
    return Fault(f"fields.{refused.path}", refused.rule, refused.words.rstrip("."))
