"""Recording by hand: a menu, a form of each kind made of its data, a check of the answers, and what was recorded."""

import secrets
import uuid
from collections.abc import Sequence
from typing import Annotated, Any, Final, NamedTuple

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field

from hub.api.entry_choices import about_own
from hub.api.gate import Asked
from hub.api.list_routes import triple
from hub.api.problems import Problem
from hub.api.purposes import View
from hub.api.refs import ref_of
from hub.domain.days import day_of
from hub.ports.recording import Earlier, Entry, EntryKind, Fault, Faulty, Known, Reason, Recorder, group_corrected
from hub.ports.scopes import OWN_ENTRY, OWN_FORMER, OWN_NOTICE, OWN_STEP, OWN_VISITS
from hub.web import recording_view as view
from hub.web.answers import Sent, fields_of, sent_again, sent_of
from hub.web.environment import page
from hub.web.person_banner import banner
from hub.web.session import Session, open_session

routes = APIRouter(include_in_schema=False)
SessionIn = Annotated[Session, Depends(open_session)]
CorrectsIn = Annotated[str | None, Query(pattern="^[0-9a-f]{32}$")]
_INVALID: Final = 422
_NARROW: Final = frozenset({OWN_NOTICE, OWN_STEP, OWN_FORMER, OWN_VISITS, OWN_ENTRY})
"""Scopes of who has something to finish, or to put right, of somebody who is another's."""


class Desk(NamedTuple):
    """One person's record opened to write in it: who, under which kind, and what is known."""

    session: Session
    subject: bytes
    known: Known
    purpose: str
    scope: str
    top: dict[str, Any]


async def _opened(
    session: Session, ref: uuid.UUID, action: str, kind: EntryKind | None = None, about: str | None = None
) -> Desk | Response:
    """Open a record past the gate; somebody who was merged away is followed to who they are now.

    `about` is the event of an entry made before, which the reader has to be permitted to record as well.
    """
    api = session.parts.api
    asked = Asked(View.ENTRIES, action, ref.bytes, records=kind.group if kind else None, corrects=about)
    decided = await session.admit(asked)
    now = await api.reading.now(ref.bytes)
    if now != ref.bytes:
        return session.dress(RedirectResponse(f"/people/{ref_of(now)}/record", 303))
    known = await api.recording.known(now)
    group = group_corrected(known, api.recording.kinds, about)
    if kind is not None and group not in {None, kind.group}:
        decided = await session.admit(asked._replace(subject=now, records=group))
    top = await _top(session, now, decided.scope)
    purpose = decided.purpose.value if decided.purpose else ""
    return Desk(session, now, known, purpose, decided.scope, top)


async def _top(session: Session, now: bytes, scope: str) -> dict[str, Any]:
    """Return the banner; who only finishes or corrects something sees no more than tells people apart."""
    api, narrow = session.parts.api, scope in _NARROW
    state, card = await api.reading.joint_state(now, None, None), await api.reading.card(now)
    top = banner(state, triple(card) if narrow else card, day_of(api.clock.now()), now) | {"narrow": narrow}
    if narrow and scope != OWN_NOTICE:
        return top | {"back": "/", "back_words": "Go to the six-week board"}
    return top | await _back(session, now)


async def _back(session: Session, subject: bytes) -> dict[str, str]:
    """Return where to go back to: the person's page, early help for who may see that alone, else the notices."""
    for shown, page_of in ((View.JOINT_STATE, "people"), (View.EARLY_HELP, "early-help")):
        if await session.opens(shown, subject):
            return {"back": f"/{page_of}/{ref_of(subject)}", "back_words": "Back to the person"}
    return {"back": "/notices", "back_words": "Back to the notices"}


@routes.get("/people/{ref}/record")
async def menu_page(request: Request, ref: uuid.UUID, session: SessionIn) -> Response:
    """Show what can be recorded, and what was recorded by hand before."""
    desk = await _opened(session, ref, "view")
    if isinstance(desk, Response):
        return desk
    recording, names = session.parts.api.recording, session.parts.names
    own, groups = session.caller.organisation, await session.reach(desk.subject)
    mends, others = session.mends(), frozenset[str]() if desk.scope in _NARROW else groups
    mine = [
        entry
        for entry in desk.known.entries
        if recording.kinds[entry.what].group in (groups | mends if entry.organisation == own else others)
    ]
    shown = page(
        request,
        "record_menu.jinja",
        groups=view.menu(recording, groups),
        entries=view.earlier(desk.known._replace(entries=mine), recording.kinds, own, names),
        **desk.top,
    )
    return session.dress(shown)


@routes.get("/people/{ref}/record/{what}")
async def form_page(
    request: Request, ref: uuid.UUID, what: str, session: SessionIn, corrects: CorrectsIn = None
) -> Response:
    """Show the form of one kind; a correction begins with what was recorded."""
    kind = _kind(session, what)
    desk = await _opened(session, ref, "view", kind, corrects)
    if isinstance(desk, Response):
        return desk
    before = _earlier(desk.known, corrects)
    sent = sent_again(kind, before.answers) if before and before.what == what else {}
    draft = Draft(kind, sent, secrets.token_hex(16), corrects, Reason("", ""))
    return _form(request, desk, draft, ())


class Draft(NamedTuple):
    """An entry on its way through the pages: what was typed, and the key that every repeat of it has."""

    kind: EntryKind
    sent: Sent
    key: str
    corrects: str | None
    reason: Reason

    @property
    def entry(self) -> Entry:
        """The entry as it is recorded."""
        fields = fields_of(self.kind, self.sent)
        return Entry(self.kind.what, fields, self.key, self.corrects, self.reason if self.corrects else None)


@routes.post("/people/{ref}/record/{what}")
async def send(request: Request, ref: uuid.UUID, what: str, session: SessionIn) -> Response:
    """Take a form one step on: to its check, back to be changed, or into the record."""
    form = await request.form()
    session.check_form(str(form.get("form_token", "")))
    kind, step = _kind(session, what), form.get("step")
    corrects = str(form.get("corrects", "")) or None
    desk = await _opened(session, ref, "record" if step == "record" else "view", kind, corrects)
    if isinstance(desk, Response):
        return desk
    reason = Reason(str(form.get("reason.code", "")), str(form.get("reason.words", "")))
    draft = Draft(kind, sent_of(form.multi_items(), kind), str(form.get("key", "")), corrects, reason)
    if step == "record":
        return await _record(request, desk, draft)
    if step == "change":
        return _form(request, desk, draft, ())
    faults = await session.parts.api.recording.check(desk.subject, _who(desk), draft.entry)
    return _form(request, desk, draft, faults) if faults else _check(request, desk, draft)


async def _record(request: Request, desk: Desk, draft: Draft) -> Response:
    session = desk.session
    try:
        done = await session.parts.api.recording.record(desk.subject, _who(desk), draft.entry)
    except Faulty as faulty:
        return _form(request, desk, draft, faulty.faults)
    if desk.scope in _NARROW:  # what was recorded may have been all that let them in
        views = view.fields(draft.kind, draft.sent, (), desk.known, session.parts.names)
        rows = view.summary(draft.kind, views)
        shown = page(request, "recorded.jinja", kind=draft.kind, rows=rows, entry=None, folded=done.folded, **desk.top)
        return session.dress(shown)
    query = f"event={done.event_ids[0].hex()}&what={draft.kind.what}&folded={int(done.folded)}"
    return session.dress(RedirectResponse(f"/people/{ref_of(desk.subject)}/recorded?{query}", 303))


class Done(BaseModel):
    """What was recorded: its kind, its event, and whether the joint state includes it already."""

    what: str = Field(max_length=60)
    event: str = Field(pattern="^[0-9a-f]{32}$")
    folded: bool = True


@routes.get("/people/{ref}/recorded")
async def recorded_page(
    request: Request, ref: uuid.UUID, done: Annotated[Done, Query()], session: SessionIn
) -> Response:
    """Say what was recorded, and offer to correct it."""
    kind = _kind(session, done.what)
    desk = await _opened(session, ref, "view", kind, done.event)
    if isinstance(desk, Response):
        return desk
    entry = _earlier(desk.known, done.event)
    names = session.parts.names
    rows: list[tuple[str, str]] = []
    if entry is not None:
        rows = view.summary(kind, view.fields(kind, sent_again(kind, entry.answers), (), desk.known, names))
    shown = page(request, "recorded.jinja", kind=kind, rows=rows, entry=entry, folded=done.folded, **desk.top)
    return session.dress(shown)


def _kind(session: Session, what: str) -> EntryKind:
    kind = session.parts.api.recording.kinds.get(what)
    if kind is None:
        raise Problem(404, "not-found", "Nothing of this kind can be recorded.")
    return kind


def _who(desk: Desk) -> Recorder:
    return desk.session.recorder(desk.purpose, desk.scope)


def _earlier(known: Known, event: str | None) -> Earlier | None:
    return next((entry for entry in known.entries if entry.event_id.hex() == event), None)


def _form(request: Request, desk: Desk, draft: Draft, faults: Sequence[Fault]) -> Response:
    api, names = desk.session.parts.api, desk.session.parts.names
    shown = page(
        request,
        "record_form.jinja",
        _INVALID if faults else 200,
        fields=view.fields(draft.kind, draft.sent, faults, _offered(desk, draft), names),
        errors=view.errors(faults, draft.kind),
        wrong={fault.path: fault.words for fault in faults},
        reasons=api.recording.reasons,
        **_frame(desk, draft),
    )
    return desk.session.dress(shown)


def _offered(desk: Desk, draft: Draft) -> Known:
    before = _earlier(desk.known, draft.corrects)
    return about_own(desk.known, _who(desk), frozenset(map(str, before.answers.values())) if before else frozenset())


def _check(request: Request, desk: Desk, draft: Draft) -> Response:
    api, names = desk.session.parts.api, desk.session.parts.names
    rows = view.summary(draft.kind, view.fields(draft.kind, draft.sent, (), desk.known, names))
    if draft.corrects:
        why = {choice.code: choice.words for choice in api.recording.reasons}
        rows += [("Why it is corrected", why[draft.reason.code])]
        rows += [("In your words", draft.reason.words)] if draft.reason.words.strip() else []
    boxes = [(name, value) for name, values in draft.sent.items() for value in values]
    return desk.session.dress(page(request, "record_check.jinja", rows=rows, boxes=boxes, **_frame(desk, draft)))


def _frame(desk: Desk, draft: Draft) -> dict[str, Any]:
    return desk.top | {
        "kind": draft.kind,
        "key": draft.key,
        "corrects": draft.corrects,
        "reason": draft.reason,
        "form_token": desk.session.form_token,
    }
