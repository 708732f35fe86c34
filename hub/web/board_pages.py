"""The joint six-week board: a page that works without scripts, and its live updates."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice
from operator import itemgetter
from typing import Annotated, Any, Final, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response, StreamingResponse
from msgspec.structs import replace

from hub.api.access import Decision
from hub.api.gate import Asked
from hub.api.list_routes import BoardQuery
from hub.api.purposes import View
from hub.api.refs import cursor_text, ref_of
from hub.domain.days import day_of, rfc3339
from hub.ports.board_filter import BoardFilter
from hub.ports.missing import Missing
from hub.web.board_groups import HOLDERS, By, Group, groups, number_of
from hub.web.board_view import Count, RowView, counts_of, row_of
from hub.web.dates import clock_time
from hub.web.environment import page
from hub.web.freshness import waits_since
from hub.web.live import stream
from hub.web.reason_words import reasons_offered
from hub.web.session import Session, open_session
from hub.web.words import STATUSES, Names, named
from hub.web.words import words as step_words

routes = APIRouter(include_in_schema=False)
SessionIn = Annotated[Session, Depends(open_session)]


class PageQuery(BoardQuery):
    """What the page of the board can be asked for beside its filters: how people are arranged."""

    by: By | None = None

    def ask(self, on: date) -> BoardFilter:
        """Return the filter for a day; arranged by anything but the weeks, what is due first comes first."""
        return replace(super().ask(on), order="due") if self.by else super().ask(on)


QueryIn = Annotated[PageQuery, Query()]

_FILTERS: Final = ("ics", "council", "provider", "trust", "status", "step", "holder", "ready", "reason")


def narrowed(query: PageQuery, session: Session) -> PageQuery:
    """Narrow the board to the reader's own organisation where the rules let them see no more."""
    scopes, own = session.scopes(View.BOARD), session.caller.organisation
    if "own_council" in scopes:
        return query.model_copy(update={"council": query.council or own})
    if "own_provider" in scopes:
        return query.model_copy(update={"provider": query.provider or own})
    return query


def address(query: PageQuery, path: str = "/", **changes: str | None) -> str:
    """Return the address of the board with these filters; empty ones are left out."""
    values = {name: getattr(query, name) for name in (*_FILTERS, "by", "after")} | changes
    kept = {name: value for name, value in values.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path


def _asked(query: PageQuery) -> Asked:
    return Asked(View.BOARD, "list", council=query.council, provider=query.provider)


async def board_values(query: PageQuery, session: Session, decision: Decision, *, opens: bool) -> dict[str, Any]:
    """Return what the board's template shows; `opens` notes that the reader has seen it."""
    api = session.parts.api
    now = api.clock.now()
    today, names = day_of(now), session.parts.names
    ask, missing = query.ask(today), Missing()
    by_group = [] if query.by is None or query.by == "due" else await groups(api.reading, ask, query.by, missing)
    shown = await api.reading.board(ask, missing=missing)
    pages = [group.page for group in by_group] or [shown]
    rows = [row_of(row, names, today, show_names=decision.names) for page_ in pages for row in page_.rows]
    counts, of_page = counts_of(shown)
    looked = await session.last_look(opens=opens).since([row for page_ in pages for row in page_.rows])
    since = {ref_of(subject): words for subject, words in looked.items()}
    waits = waits_since(session.parts.waits_since(None), now)
    return {
        "rows": rows,
        "groups": _sections(query, by_group, rows),
        "counts": counts,
        "counts_of_page": of_page,
        "count_links": {count.status: address(query, status=count.status, after=None) for count in counts},
        "all_link": address(query, status=None, after=None),
        "next_link": None if by_group or shown.next is None else address(query, after=cursor_text(shown.next)),
        "first_link": address(query, after=None) if query.after else None,
        "query": query,
        "filtered": any(getattr(query, name) for name in (*_FILTERS, "after")),
        "digest": digest_of(rows, (list(counts), sorted(since.items()), waits, missing.told)),
        "since": since,
        "waits_since": waits,
        "missing": missing,
        "at": clock_time(rfc3339(now)),
        "changed": frozenset(),
    }


class Section(NamedTuple):
    """A group of the board as it is shown: its name in the page, heading, number, rows, and the page that has all."""

    id: str
    heading: str
    number: str
    rows: Sequence[RowView]
    link: str
    goes_on: bool


def _sections(query: PageQuery, by_group: Sequence[Group], rows: Sequence[RowView]) -> list[Section]:
    """Return the groups with their rows, which come one group after the other."""
    left, found = iter(rows), []
    for group in by_group:
        mine = list(islice(left, len(group.page.rows)))
        chosen: dict[str, str | None] = {group.by: group.code, "by": "due", "after": None}
        link = address(query, "/", **chosen)
        found.append(Section(f"{group.by}-{group.code}", group.heading, group.text, mine, link, group.goes_on))
    return found


def digest_of(rows: list[RowView], beside: Any) -> str:
    """Return a mark of what is shown, so that nothing is sent twice; it tells nothing about anybody."""
    return hashlib.sha256(repr((rows, beside)).encode()).hexdigest()[:16]


@routes.get("/")
async def board_page(request: Request, query: QueryIn, session: SessionIn) -> Response:
    """Show who is in the six weeks."""
    query = narrowed(query, session)
    decision = await session.admit(_asked(query))
    values = await board_values(query, session, decision, opens=True)
    names, today = session.parts.names, day_of(session.parts.api.clock.now())
    choices = await session.parts.api.reading.choices(today, missing=values["missing"])
    waiting = await session.parts.api.reading.steps(query.ask(today), values["missing"])
    response = page(
        request,
        "board.jinja",
        **values,
        live_link=address(query, "/board/live"),
        statuses=[
            (code, tag.text) for code, tag in STATUSES.items() if code in {one.status for one in values["counts"]}
        ],
        ics_names=offered(choices, "ics", names),
        trust_names=offered(choices, "trust", names),
        council_names=offered(choices, "council", names),
        provider_names=offered(choices, "provider", names),
        step_names=sorted([(step, offered_of(step, waiting.steps)) for step in waiting.steps], key=itemgetter(1)),
        holder_names=[(code, offered_of(code, waiting.holders)) for code in HOLDERS],
        reason_names=reasons_offered(choices.get("reason", ()), query.reason),
    )
    return session.dress(response)


def offered_of(code: str, people: Mapping[Any, int]) -> str:
    """Return what the filter of a step or a holder offers: its name, and of how many people it is."""
    return f"{step_words(code)} ({number_of(people.get(code, 0))})"


def offered(choices: Mapping[str, Sequence[str]], kind: str, names: Names) -> list[tuple[str, str]]:
    """Return what a filter offers: the codes that occur, by name."""
    return sorted(((code, named(names, kind, code)) for code in choices.get(kind, ())), key=lambda pair: pair[1])


@routes.get("/board/live")
async def board_live(
    request: Request, query: QueryIn, session: SessionIn, seen: Annotated[str, Query(max_length=16)] = ""
) -> Response:
    """Send the board again whenever what it shows has changed; each sending is an access of its own.

    `seen` is the digest of what the page shows.  What changed since the reader opened the board stays marked, also when
    the stream breaks and comes again: the page's opening is what is compared with.
    """
    query = narrowed(query, session)
    decision = await session.admit(_asked(query))
    template = request.app.state.templates.get_template("board_rows.jinja")
    before: dict[str, RowView] = {}
    last = seen

    async def render() -> str | None:
        nonlocal last, before
        values = await board_values(query, session, decision, opens=False)
        fresh = {row.ref: row for row in values["rows"]}
        changed = frozenset(ref for ref, row in fresh.items() if before and before.get(ref) != row)
        before = fresh
        if values["digest"] == last:
            return None
        last = values["digest"]
        await session.admit(_asked(query))
        return str(template.render(values | {"changed": changed, "live": True}))

    events = stream(session.parts.api.reading.changes(), render)
    return session.dress(StreamingResponse(events, media_type="text/event-stream"))


__all__ = ["Count", "address", "routes"]
