"""Recording by hand: what can be recorded, and one entry of one person, decided and written down before it is made."""

import secrets
import uuid
from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from fastapi.responses import JSONResponse

from hub.api.access import Decision
from hub.api.asking import Visit, VisitIn, private
from hub.api.bodies import problems
from hub.api.entry_bodies import EntryBody, EntryChoices, EntryKinds, RecordedEntry
from hub.api.entry_choices import about_own, choices_json
from hub.api.gate import Asked
from hub.api.problems import Problem, error, nothing_recorded
from hub.api.purposes import View
from hub.api.refs import ref_of
from hub.ports.recording import Choice, Entry, EntryField, EntryKind, Faulty, Reason, Recorder, group_corrected

routes = APIRouter(prefix="/v1", tags=["entries"], responses=problems(400, 401, 403, 404, 422, 503))


@routes.get("/entries/kinds", response_model=EntryKinds)
async def kinds(visit: VisitIn) -> JSONResponse:
    """Give what the reader may record, as data."""
    own = visit.caller.organisation
    decided = await visit.admit(Asked(View.ENTRIES, "list", council=own, provider=own))
    recording = visit.parts.recording
    mine = [kind for kind in recording.kinds.values() if kind.group in decided.records]
    groups = [group for group in recording.groups if group.code in decided.records]
    told = {"groups": _choices(groups), "kinds": [kind_json(kind) for kind in mine]}
    return private(told | {"reasons": _choices(recording.reasons)})


@routes.get("/people/{ref}/entries/choices", response_model=EntryChoices)
async def choices(
    ref: uuid.UUID, visit: VisitIn, what: Annotated[str, Query(max_length=60, description="A kind of entry.")]
) -> JSONResponse:
    """Give what entries of a kind may be about, to whoever may record them of this person."""
    recording = visit.parts.recording
    kind = recording.kinds.get(what)
    if kind is None:
        raise Problem(404, "not-found", "Nothing of this kind can be recorded.")
    subject, decided = await _let_in(visit, Asked(View.ENTRIES, "view", ref.bytes, records=kind.group))
    known = about_own(await recording.known(subject), recorder(visit, decided.scope))
    return private({"subject_ref": ref_of(subject), "what": what, "fields": choices_json(kind, known)})


@routes.post("/people/{ref}/entries", response_model=RecordedEntry, status_code=201)
async def record(
    ref: uuid.UUID,
    body: EntryBody,
    visit: VisitIn,
    idempotency_key: Annotated[str, Header(max_length=80, description="The same for every repeat.")] = "",
) -> JSONResponse:
    """Record one entry, whole or not at all."""
    kind = visit.parts.recording.kinds.get(body.what)
    asked = Asked(View.ENTRIES, "record", ref.bytes, records=kind.group if kind else None)
    subject, decided = await _let_in(visit, asked)
    await _may_correct(visit, asked._replace(subject=subject), body.corrects)
    shown = Asked(View.JOINT_STATE, subject=subject)
    shows = await visit.gate.permits(visit.caller, visit.purpose, shown)
    if shows:
        await visit.admit(shown)
    reason = None if body.reason is None else Reason(body.reason.code, body.reason.words)
    entry = Entry(body.what, body.fields, idempotency_key or secrets.token_hex(16), body.corrects, reason)
    try:
        done = await visit.parts.recording.record(subject, recorder(visit, decided.scope), entry)
    except Faulty as faulty:
        raise problem_of(faulty) from None
    told: dict[str, Any] = {
        "subject_ref": ref_of(subject),
        "what": body.what,
        "event_ids": [event_id.hex() for event_id in done.event_ids],
        "again": done.again,
        "folded": done.folded,
        "joint": await visit.parts.reading.joint_state(subject, None, None) if shows else None,
    }
    return private(told, HTTPStatus.CREATED)


async def admitted(visit: Visit, asked: Asked) -> bytes:
    """Pass the gate for a person, and for who they are now when they were merged away; give who they are now."""
    return (await _let_in(visit, asked))[0]


async def _let_in(visit: Visit, asked: Asked) -> tuple[bytes, Decision]:
    decided = await visit.admit(asked)
    now = await visit.parts.reading.now(asked.subject or b"")
    if now != asked.subject:
        decided = await visit.admit(asked._replace(subject=now))
    return now, decided


async def _may_correct(visit: Visit, asked: Asked, corrects: str | None) -> None:
    """Pass the gate for the entry that is corrected too, where it is of another group than what is recorded."""
    if corrects is None:
        return
    recording = visit.parts.recording
    group = group_corrected(await recording.known(asked.subject or b""), recording.kinds, corrects)
    if group not in {None, asked.records}:
        await visit.admit(asked._replace(records=group))


def recorder(visit: Visit, scope: str = "") -> Recorder:
    """Say who records: organisation and role of the token, the purpose that was asked for, and as what they came in."""
    purpose = visit.purpose.value if visit.purpose else ""
    return Recorder(visit.caller.organisation, visit.caller.role.value, purpose, scope)


def problem_of(faulty: Faulty) -> Problem:
    """Tell every fault of an entry at once, by path and rule."""
    errors = [error(_path(fault.path), fault.rule, f"{fault.words}.") for fault in faulty.faults]
    return nothing_recorded(errors)


def _path(path: str) -> str:
    return "header.idempotency-key" if path == "key" else f"body.{path}"


def kind_json(kind: EntryKind) -> dict[str, Any]:
    """Describe a kind of entry as data."""
    head = {"what": kind.what, "group": kind.group, "label": kind.label, "hint": kind.hint}
    return head | {"corrects": not kind.event, "fields": [_field(field) for field in kind.fields]}


def _field(field: EntryField) -> dict[str, Any]:
    told: dict[str, Any] = {
        name: getattr(field, name) for name in ("name", "type", "label", "hint", "required", "ahead")
    }
    return told | ({"choices": _choices(field.choices)} if field.choices else {}) | _of(field)


def _of(field: EntryField) -> dict[str, str]:
    return {"of": field.of} if field.type == "known" and field.of else {}


def _choices(choices: Iterable[Choice]) -> list[dict[str, str]]:
    return [{"code": choice.code, "words": choice.words} for choice in choices]
