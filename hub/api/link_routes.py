"""Links between a carer and the person they care for: told where both agreed, ended by either."""

import uuid
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse

from hub.api.asking import VisitIn, private
from hub.api.bodies import problems
from hub.api.entry_routes import admitted, recorder
from hub.api.gate import Asked
from hub.api.link_bodies import GROUP, EndBody, LinkBody, LinkTold, faults_of, moment_of
from hub.api.problems import nothing_recorded
from hub.api.purposes import View
from hub.api.refs import ref_of
from hub.ports.linking import Agreed, Linked

routes = APIRouter(prefix="/v1/people", tags=["carers"], responses=problems(400, 401, 403, 404, 422, 503))


@routes.post("/{ref}/carer-links", response_model=LinkTold, status_code=201)
async def link(ref: uuid.UUID, body: LinkBody, visit: VisitIn) -> JSONResponse:
    """Link a carer to the person they care for, where both have agreed; each record is decided about."""
    subject = await admitted(visit, _asked(ref))
    other = await admitted(visit, _asked(body.other))
    at = _when(body, visit.parts.clock.now())
    carer, cared_for = (subject, other) if body.role == "CARER" else (other, subject)
    agreed = Agreed(carer, cared_for, body.relationship, at)
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
    at = _when(body, visit.parts.clock.now())
    return _told(subject, await visit.parts.linking.end(subject, link_id, at, recorder(visit)))


def _asked(ref: uuid.UUID) -> Asked:
    return Asked(View.ENTRIES, "record", ref.bytes, records=GROUP)


def _when(body: LinkBody | EndBody, now: int) -> int:
    """Return the time of what is asked for, or refuse it with everything that is wrong."""
    wrong = faults_of(body, now)
    if wrong:
        raise nothing_recorded(wrong)
    return moment_of(body, now)


def _told(subject: bytes, done: Linked) -> JSONResponse:
    told = {
        "subject_ref": ref_of(subject),
        "link_id": done.link_id,
        "event_ids": [event_id.hex() for event_id in done.event_ids],
        "again": done.again,
    }
    return private(told, HTTPStatus.CREATED)
