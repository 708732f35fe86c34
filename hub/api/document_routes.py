"""The assessment that moves with a person: sent by the council that they leave, read by both councils of the move."""

import uuid
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from hub.api.asking import VisitIn, private
from hub.api.bodies import problems
from hub.api.entry_routes import admitted, recorder
from hub.api.gate import Asked
from hub.api.problems import Problem, error
from hub.api.purposes import View
from hub.api.refs import ref_of
from hub.ports.recording import Fault, Faulty

routes = APIRouter(prefix="/v1/people", tags=["documents"], responses=problems(400, 401, 403, 404, 422, 503))
_TYPE = "application/json"


class DocumentTaken(BaseModel):
    """A document that was taken; `again` says that it had been taken before."""

    subject_ref: str
    move_id: str
    document_id: str
    sha256: str
    event_ids: list[str]
    again: bool


@routes.post(
    "/{ref}/documents",
    response_model=DocumentTaken,
    status_code=201,
    openapi_extra={"requestBody": {"required": True, "content": {_TYPE: {"schema": {"type": "object"}}}}},
)
async def send(
    ref: uuid.UUID,
    request: Request,
    visit: VisitIn,
    move: Annotated[str | None, Query(max_length=80, description="The move; the newest from the council.")] = None,
) -> JSONResponse:
    """Take a signed document, whole or not at all; it is kept as it came, sealed, and told of by its hash."""
    subject = await admitted(visit, Asked(View.DOCUMENTS, "send", ref.bytes))
    try:
        done = await visit.parts.documents.send(subject, await request.body(), recorder(visit), move)
    except Faulty as faulty:
        errors = [error(_path(fault), fault.rule, fault.words) for fault in faulty.faults]
        raise Problem(422, "rejected", "The document was not taken, for the reasons below.", errors) from None
    told = done._asdict() | {"event_ids": [event_id.hex() for event_id in done.event_ids]}
    return private({"subject_ref": ref_of(subject), **told}, HTTPStatus.CREATED)


@routes.get("/{ref}/documents/{sha256}", response_class=Response, responses={200: {"content": {_TYPE: {}}}})
async def read(ref: uuid.UUID, sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")], visit: VisitIn) -> Response:
    """Give a document as it was sent, byte for byte, so that its seal can be checked again."""
    subject = await admitted(visit, Asked(View.DOCUMENTS, subject=ref.bytes))
    raw = await visit.parts.documents.read(subject, sha256)
    return Response(raw, media_type=_TYPE, headers={"Cache-Control": "no-store"})


def _path(fault: Fault) -> str:
    if fault.path == "move":
        return "query.move"
    return f"body.{fault.path}" if fault.path else "body"
