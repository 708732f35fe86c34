"""Links between a carer and the person they care for: told where both agreed, ended by either."""

import uuid
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from hub.api.asking import Visit, VisitIn, milliseconds, private
from hub.api.bodies import problems
from hub.api.entry_routes import admitted, recorder
from hub.api.gate import Asked
from hub.api.problems import error, nothing_recorded
from hub.api.purposes import View
from hub.api.refs import ref_of
from hub.domain.carer_codes import CODES
from hub.ports.linking import Agreed, Linked

routes = APIRouter(prefix="/v1/people", tags=["carers"], responses=problems(400, 401, 403, 404, 422, 503))
GROUP = "early_help"
"""The group of entries under which the access policy lets links be recorded."""


def _describe(schema: dict[str, Any]) -> None:
    schema["enum"] = [*sorted(CODES["relationship"]), None]


class LinkBody(BaseModel):
    """Two people who belong together: who the other is, which of them cares, and that each of them agreed.

    `agreed_at` is now when absent.
    """

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    other: uuid.UUID
    role: Literal["CARER", "CARED_FOR"] = Field(description="What the person of the address is.")
    relationship: str | None = Field(default=None, json_schema_extra=_describe)
    carer_agrees: bool
    cared_for_agrees: bool
    agreed_at: AwareDatetime | None = None


class EndBody(BaseModel):
    """When a link ended; now when absent."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    ended_at: AwareDatetime | None = None


class LinkTold(BaseModel):
    """What both records were told; `again` says that it had been told before."""

    subject_ref: str
    link_id: str
    event_ids: list[str]
    again: bool


@routes.post("/{ref}/carer-links", response_model=LinkTold, status_code=201)
async def link(ref: uuid.UUID, body: LinkBody, visit: VisitIn) -> JSONResponse:
    """Link a carer to the person they care for, where both have agreed; each record is decided about."""
    subject = await admitted(visit, _asked(ref))
    other = await admitted(visit, _asked(body.other))
    _agreed(body)
    carer, cared_for = (subject, other) if body.role == "CARER" else (other, subject)
    agreed = Agreed(carer, cared_for, body.relationship, _when(visit, body.agreed_at, "agreed_at"))
    return _told(subject, await visit.parts.linking.link(agreed, recorder(visit)))


@routes.post("/{ref}/carer-links/{link_id}/end", response_model=LinkTold, status_code=201)
async def end(
    ref: uuid.UUID,
    link_id: Annotated[str, Path(max_length=40, pattern=r"^[A-Za-z0-9._:-]+$")],
    body: EndBody,
    visit: VisitIn,
) -> JSONResponse:
    """End a link; whoever may record of one side may, because no link stands that one side does not want."""
    subject = await admitted(visit, _asked(ref))
    at = _when(visit, body.ended_at, "ended_at")
    return _told(subject, await visit.parts.linking.end(subject, link_id, at, recorder(visit)))


def _asked(ref: uuid.UUID) -> Asked:
    return Asked(View.ENTRIES, "record", ref.bytes, records=GROUP)


def _agreed(body: LinkBody) -> None:
    """Refuse a link to which one of the two has not agreed, or that says what is in no list."""
    wrong = [
        error(f"body.{name}", "not_agreed", "Nobody is linked who has not agreed to it.")
        for name in ("carer_agrees", "cared_for_agrees")
        if not getattr(body, name)
    ]
    if body.relationship is not None and body.relationship not in CODES["relationship"]:
        wrong.append(error("body.relationship", "not_in_list", "This is not one of the values that are allowed."))
    if wrong:
        raise nothing_recorded(wrong)


def _when(visit: Visit, said: Any, name: str) -> int:
    now = visit.parts.clock.now()
    at = now if said is None else milliseconds(said)
    if at > now:
        raise nothing_recorded([error(f"body.{name}", "in_future", "This time has not come yet.")])
    return at


def _told(subject: bytes, done: Linked) -> JSONResponse:
    told = {
        "subject_ref": ref_of(subject),
        "link_id": done.link_id,
        "event_ids": [event_id.hex() for event_id in done.event_ids],
        "again": done.again,
    }
    return private(told, HTTPStatus.CREATED)
