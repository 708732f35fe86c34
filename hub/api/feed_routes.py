"""Routes for partners' machines, and for those who look after the feeds."""

import hmac
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Security
from fastapi.responses import JSONResponse, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.datastructures import UploadFile

from hub.api.asking import PartsIn, VisitIn, gate_of, parts_of, private
from hub.api.bodies import Receipt, RefusedFiles, Rows, problems
from hub.api.feed_state import feed_rows
from hub.api.gate import Asked
from hub.api.problems import Problem, error
from hub.api.purposes import Role, View
from hub.domain.days import rfc3339
from hub.ports.books import Wanted
from hub.ports.store import Parked

routes = APIRouter(prefix="/v1", tags=["feeds"], responses=problems(400, 401, 403, 422, 503))

HL7_TYPE: Final = "application/hl7-v2"
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
_TOKEN = HTTPBearer(auto_error=False, description="A token of role sender.", bearerFormat="JWT")


async def may_send(
    request: Request,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_TOKEN)],
    x_feed_secret: Annotated[str | None, Header(max_length=200)] = None,
) -> None:
    """Let a sender in: a token of role `sender`, or the feed secret from this machine; a desk asks for neither."""
    settings = parts_of(request).settings
    local = request.client is not None and request.client.host in _LOOPBACK
    if settings.feed_secret and x_feed_secret and local:
        if hmac.compare_digest(settings.feed_secret.encode(), x_feed_secret.encode()):
            return
        raise Problem(401, "no-token", "The feed secret is not the right one.")
    if bearer is None and settings.mode == "desk":
        return
    caller = await gate_of(request).caller(None if bearer is None else bearer.credentials)
    if caller.role is not Role.SENDER:
        raise Problem(403, "not-permitted", "Only a sender may hand in messages.")


_ACK: Final[dict[str, Any]] = {HL7_TYPE: {"schema": {"type": "string"}}}
ACKNOWLEDGED: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "AA: taken, and durable", "content": _ACK},
    422: {"description": "AR: it cannot be taken as it is", "content": _ACK | problems(422)[422]["content"]},
    503: {"description": "AE: nothing was kept, send it again", "content": _ACK | problems(503)[503]["content"]},
}


@routes.post(
    "/messages/hl7v2",
    dependencies=[Depends(may_send)],
    response_class=Response,
    responses=problems(413, 415) | ACKNOWLEDGED,
    openapi_extra={"requestBody": {"required": True, "content": {HL7_TYPE: {"schema": {"type": "string"}}}}},
)
async def hl7v2(request: Request, parts: PartsIn) -> Response:
    """Take one HL7 v2 message and answer with its acknowledgement, once what it said is durable."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != HL7_TYPE:
        raise Problem(415, "media-type", f"Send the message as {HL7_TYPE}.")
    status, acknowledgement = await parts.hl7(await request.body())
    return Response(acknowledgement, status, media_type=HL7_TYPE)


_FILES = {"type": "object", "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}}}


@routes.post(
    "/feeds/{feed}/files",
    dependencies=[Depends(may_send)],
    response_model=Receipt,
    responses=problems(404, 413) | problems(422, document=RefusedFiles),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"multipart/form-data": {"schema": _FILES | {"required": ["files"]}}},
        }
    },
)
async def drop(
    request: Request, parts: PartsIn, feed: Annotated[str, Path(max_length=60, pattern=r"^[a-z0-9-]+$")]
) -> JSONResponse:
    """Hand files to a feed and answer with the receipt; 422 and the receipt when a file as a whole was refused."""
    async with request.form(max_files=20, max_fields=0) as form:
        uploads = [item for item in form.getlist("files") if isinstance(item, UploadFile)]
        files = {item.filename or "unnamed": await item.read() for item in uploads}
    if not files:
        raise Problem(422, "invalid", "Send at least one file in the field named files.")
    receipt = dict(await parts.drop(feed, files))
    refused = [error(path, one["rule"], one["words"]) for path, one in _refusals(receipt)]
    if refused:
        words = "A file was refused as a whole; the receipt says what became of everything that was handed in."
        raise Problem(422, "file-refused", words, refused, {"receipt": receipt})
    return private(receipt)


def _refusals(receipt: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give why each file was refused, with its place in the receipt: a name is the sender's own text."""
    for place, one in enumerate(receipt.get("files", ())):
        if one["refused"]:
            yield f"files.{place}", one["refused"]
    if "files" not in receipt and receipt["refused"]:
        yield "file", receipt["refused"]


@routes.get("/feeds", response_model=Rows)
async def feeds(visit: VisitIn) -> JSONResponse:
    """Give each feed: last message, age, expected rhythm, counts, and whether it is silent."""
    await visit.admit(Asked(View.FEEDS, "list"))
    parts = visit.parts
    rows = await feed_rows(parts.feeds, parts.quarantine, parts.rhythms, parts.clock.now())
    return private({"rows": [row._asdict() for row in rows], "next": None})


def parked_json(parked: Parked) -> dict[str, Any]:
    """Return a parked message by its reason; the sealed original stays where it is."""
    kept = ("id", "feed", "path", "rule", "words", "state", "topic", "lane", "position")
    return {name: getattr(parked, name) for name in kept} | {"parked_at": rfc3339(parked.parked_at)}


@routes.get("/quarantine", response_model=Rows)
async def quarantine(
    visit: VisitIn,
    state: Annotated[str, Query(pattern="^(parked|redriven|dropped)$")] = "parked",
    feed: Annotated[str | None, Query(max_length=60)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> JSONResponse:
    """Give parked messages, newest first, by reason; never their content."""
    await visit.admit(Asked(View.QUARANTINE, "list"))
    rows = await visit.parts.quarantine.parked(Wanted(state, feed or None, limit=limit))
    return private({"rows": [parked_json(row) for row in rows], "next": None})
