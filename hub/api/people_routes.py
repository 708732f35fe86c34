"""Routes about one person; each read is decided and written down before it is answered."""

import uuid
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from hub.api.asking import AsOfIn, Visit, VisitIn, private
from hub.api.bodies import EarlyHelp, Found, JointState, Ledger, Rows, Search, problems
from hub.api.correction_words import chain_for, rows_for
from hub.api.gate import Asked
from hub.api.identifiers import identifier_of
from hub.api.purposes import View
from hub.api.refs import ref_of
from hub.errors import NotFound

PathIn = Annotated[str, Query(max_length=200, min_length=1)]
"""Which value, as `episodes.0.last_covered_day`."""
routes = APIRouter(prefix="/v1/people", tags=["people"], responses=problems(400, 401, 403, 404, 422, 503))


async def _followed(visit: Visit, asked: Asked, seen: Mapping[str, Any]) -> None:
    """Decide and write down again for the survivor, when the answer is about them."""
    now = seen.get("now")
    if now is not None and uuid.UUID(now).bytes != asked.subject:
        await visit.admit(asked._replace(subject=uuid.UUID(now).bytes))


@routes.post("/search", response_model=Found)
async def search(body: Search, visit: VisitIn) -> JSONResponse:
    """Find a person by one identifier: everybody who holds it, where people share a number."""
    await visit.admit(Asked(View.SEARCH, "search"))
    people = await visit.parts.reading.find_all(identifier_of(body.kind, body.authority, body.value))
    if not people:
        raise NotFound
    for subject in people:
        await visit.admit(Asked(View.SEARCH, "search", subject))
    refs = [ref_of(subject) for subject in people]
    return private({"subject_ref": refs[0] if len(refs) == 1 else None, "subject_refs": refs})


@routes.get("/{ref}/joint-state", response_model=JointState)
async def joint_state(ref: uuid.UUID, as_of: AsOfIn, visit: VisitIn) -> JSONResponse:
    """Give the joint six-week state."""
    asked = Asked(View.JOINT_STATE, subject=ref.bytes)
    await visit.admit(asked)
    state = await visit.parts.reading.joint_state(ref.bytes, as_of.on, as_of.known_at)
    await _followed(visit, asked, state)
    return private(state)


@routes.get("/{ref}/ledger", response_model=Ledger)
async def ledger(ref: uuid.UUID, as_of: AsOfIn, visit: VisitIn) -> JSONResponse:
    """Give what each payer owes for the support of the six weeks, by day, line and payer."""
    asked = Asked(View.JOINT_STATE, subject=ref.bytes)
    await visit.admit(asked)
    shown = await visit.parts.reading.ledger(ref.bytes, as_of.on, as_of.known_at)
    await _followed(visit, asked, shown)
    return private(shown)


@routes.get("/{ref}/record", response_model=dict[str, Any])
async def record(ref: uuid.UUID, as_of: AsOfIn, visit: VisitIn) -> JSONResponse:
    """Give the shared record under the PRSB headings."""
    asked = Asked(View.RECORD, subject=ref.bytes)
    await visit.admit(asked)
    shown = await visit.parts.reading.record(ref.bytes, as_of.on, as_of.known_at)
    await _followed(visit, asked, shown)
    return private(shown)


@routes.get("/{ref}/why", response_model=dict[str, Any])
async def why(
    ref: uuid.UUID,
    path: PathIn,
    as_of: AsOfIn,
    visit: VisitIn,
) -> JSONResponse:
    """Give the chain behind one value: event, message, author, times, rule and what it replaced."""
    asked = Asked(View.WHY, subject=ref.bytes)
    await visit.admit(asked)
    chain = await visit.parts.reading.why(ref.bytes, path, as_of.on, as_of.known_at)
    await _followed(visit, asked, chain)
    return private(chain_for(chain, visit.caller.organisation, await visit.reach(ref.bytes)))


@routes.get("/{ref}/early-help", response_model=EarlyHelp)
async def early_help(ref: uuid.UUID, as_of: AsOfIn, visit: VisitIn) -> JSONResponse:
    """Give the person's cases of early help and their own record as a carer: for the offer, and for nothing else."""
    asked = Asked(View.EARLY_HELP, subject=ref.bytes)
    council = (await visit.admit(asked)).council
    shown = await visit.parts.reading.early_help_of(ref.bytes, as_of.on, as_of.known_at, council)
    await _followed(visit, asked, shown)
    return private(shown)


@routes.get("/{ref}/early-help/why", response_model=dict[str, Any])
async def why_of_help(ref: uuid.UUID, path: PathIn, as_of: AsOfIn, visit: VisitIn) -> JSONResponse:
    """Give the chain behind one value of early help, as for any other: under the same decision as the value."""
    asked = Asked(View.EARLY_HELP, subject=ref.bytes)
    council = (await visit.admit(asked)).council
    chain = await visit.parts.reading.why_of_help(ref.bytes, path, as_of.on, as_of.known_at, council)
    await _followed(visit, asked, chain)
    return private(chain_for(chain, visit.caller.organisation, await visit.reach(ref.bytes)))


@routes.get("/{ref}/timeline", response_model=Rows)
async def timeline(ref: uuid.UUID, as_of: AsOfIn, visit: VisitIn) -> JSONResponse:
    """Give what happened to the person, newest first."""
    asked = Asked(View.TIMELINE, subject=ref.bytes)
    await visit.admit(asked)
    now = await visit.parts.reading.now(ref.bytes)
    if now != ref.bytes:
        await visit.admit(asked._replace(subject=now))
    rows = await visit.parts.reading.timeline(ref.bytes, as_of.on, as_of.known_at)
    told = rows_for(rows, visit.caller.organisation, await visit.reach(now))
    return private({"rows": told, "next": None})


@routes.get("/{ref}/access", response_model=Rows)
async def access(ref: uuid.UUID, visit: VisitIn) -> JSONResponse:
    """Give who looked at the person, when and why."""
    await visit.admit(Asked(View.ACCESS, subject=ref.bytes))
    return private({"rows": list(await visit.parts.reading.access_of(ref.bytes)), "next": None})
