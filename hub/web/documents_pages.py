"""Documents of moves: what came with each move, one of them to be read, and the form that hands one over."""

import uuid
from collections.abc import Sequence
from typing import Annotated, Any, Final, NamedTuple

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from hub.api.gate import Asked
from hub.api.guards import TOO_LARGE
from hub.api.problems import Problem
from hub.api.purposes import View
from hub.api.refs import ref_of
from hub.domain.days import day_of
from hub.errors import NotFound
from hub.portable.reading import AT_MOST, read
from hub.ports.reading import Json
from hub.ports.recording import Fault, Faulty
from hub.web import documents_view as view
from hub.web.environment import page
from hub.web.paper_view import chapters_of
from hub.web.person_banner import banner
from hub.web.session import Session, open_session

routes = APIRouter(include_in_schema=False)
SessionIn = Annotated[Session, Depends(open_session)]
HashIn = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
_INVALID: Final = 422
_FIELDS: Final = 4
_NO_FILE: Final = Fault("", "missing", "Choose the signed document, a file of JSON.")
_TOO_LARGE: Final = Fault(
    "", "too_large", "Choose a smaller file: a document has at most 4 MB, and this one was not read."
)
_HASH_ALONE: Final = "The document itself did not come to this hub: no more than its hash is kept."


class Papers(NamedTuple):
    """One person's documents opened: for which purpose, and their moves where the reader may see them too."""

    session: Session
    subject: bytes
    purpose: str
    state: Json | None
    top: dict[str, Any]


async def _opened(session: Session, ref: uuid.UUID, action: str = "view", below: str = "") -> Papers | Response:
    """Open documents past the gate; somebody who was merged away is followed to who they are now.

    The moves stand in the joint state, which is decided about and written down by itself.  Who may not see that, as a
    council that somebody left a while ago, is shown no banner and no list.
    """
    api = session.parts.api
    decided = await session.admit(Asked(View.DOCUMENTS, action, ref.bytes))
    now = await api.reading.now(ref.bytes)
    if now != ref.bytes:
        return session.dress(RedirectResponse(f"/people/{ref_of(now)}/documents{below}", 303))
    purpose, state, top = decided.purpose, None, {"ref": ref_of(now)}
    if await session.opens(View.JOINT_STATE, now):
        await session.admit(Asked(View.JOINT_STATE, subject=now))
        state = await api.reading.joint_state(now, None, None)
        top = banner(state, await api.reading.card(now), day_of(api.clock.now()), now)
    return Papers(session, now, purpose.value if purpose else "", state, top)


class Sent(BaseModel):
    """What was handed over just now, by its hash, and whether it had been before."""

    sent: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")
    again: bool = False


_NOTHING: Final = Sent()


@routes.get("/people/{ref}/documents")
async def documents_page(
    request: Request, ref: uuid.UUID, session: SessionIn, sent: Annotated[Sent, Query()]
) -> Response:
    """Show what came with each move, and the form where the reader's council may hand a document over."""
    papers = await _opened(session, ref)
    return papers if isinstance(papers, Response) else _page(request, papers, (), sent)


def _page(request: Request, papers: Papers, faults: Sequence[Fault], sent: Sent = _NOTHING, move: str = "") -> Response:
    session, state = papers.session, papers.state
    moves = [] if state is None else view.moves_to_send(state, session.caller.organisation)
    found = [] if state is None else view.papers_of(state, session.parts.names)
    shown = page(
        request,
        "documents.jinja",
        _INVALID if faults else 200,
        papers=found,
        listed=state is not None,
        moves=moves,
        move=move,
        may_send=state is None or bool(moves),
        sent=sent,
        folded=any(one.sha256 == sent.sent for each in found for one in each.came),
        errors=view.errors_of(faults),
        wrong=view.wrong_of(faults),
        form_token=session.form_token,
        **papers.top,
    )
    return session.dress(shown)


@routes.post("/people/{ref}/documents")
async def send(request: Request, ref: uuid.UUID, session: SessionIn) -> Response:
    """Hand a document over, whole, or show beside its field everything that is wrong with it."""
    try:
        async with request.form(max_files=1, max_fields=_FIELDS) as form:
            session.check_form(str(form.get("form_token", "")))
            raw, move = await _file(form), str(form.get("move", ""))
    except HTTPException as wrong:
        if wrong.status_code != TOO_LARGE:
            raise
        return await _too_large(request, ref, session)
    papers = await _opened(session, ref, "send")
    if isinstance(papers, Response):
        return papers
    if not raw:
        return _page(request, papers, [_NO_FILE], move=move)
    try:
        done = await session.parts.api.documents.send(
            papers.subject, raw, session.recorder(papers.purpose), move or None
        )
    except Faulty as faulty:
        return _page(request, papers, faulty.faults, move=move)
    query = f"sent={done.sha256}&again={int(done.again)}"
    return session.dress(RedirectResponse(f"/people/{ref_of(papers.subject)}/documents?{query}", 303))


async def _too_large(request: Request, ref: uuid.UUID, session: Session) -> Response:
    """Show the form again beside which it stands that the file was not even read: nothing of it was kept."""
    papers = await _opened(session, ref)
    return papers if isinstance(papers, Response) else _page(request, papers, [_TOO_LARGE])


async def _file(form: FormData) -> bytes:
    """Read the file no further than is needed to say that it is too long."""
    file = form.get("document")
    return await file.read(AT_MOST + 1) if isinstance(file, UploadFile) else b""


@routes.get("/people/{ref}/documents/{sha256}")
async def document_page(request: Request, ref: uuid.UUID, sha256: HashIn, session: SessionIn) -> Response:
    """Show one document with every part of it."""
    papers = await _opened(session, ref, below=f"/{sha256}")
    if isinstance(papers, Response):
        return papers
    names, found = session.parts.names, read(await _raw(papers, sha256))
    listed = [] if papers.state is None else view.papers_of(papers.state, names)
    shown = page(
        request,
        "document.jinja",
        chapters=[] if found.document is None else chapters_of(found.document, names),
        sha256=sha256,
        came=next((one for each in listed for one in each.came if one.sha256 == sha256), None),
        **papers.top,
    )
    return session.dress(shown)


@routes.get("/people/{ref}/documents/{sha256}/file")
async def document_file(ref: uuid.UUID, sha256: HashIn, session: SessionIn) -> Response:
    """Give a document as it was sent, byte for byte, as a file: its seal can be checked again."""
    papers = await _opened(session, ref, below=f"/{sha256}/file")
    if isinstance(papers, Response):
        return papers
    name = f'attachment; filename="document-{sha256[:12]}.json"'
    raw = await _raw(papers, sha256)
    return session.dress(Response(raw, media_type="application/json", headers={"Content-Disposition": name}))


async def _raw(papers: Papers, sha256: str) -> bytes:
    try:
        return await papers.session.parts.api.documents.read(papers.subject, sha256)
    except NotFound:
        raise Problem(404, "not-found", _HASH_ALONE) from None
