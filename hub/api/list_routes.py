"""Routes that answer with more than one person: the board and the early-help list."""

from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, field_validator

from hub.api.asking import AsOfIn, VisitIn, private
from hub.api.bodies import Board, Rows, problems
from hub.api.gate import Asked
from hub.api.purposes import View
from hub.api.refs import cursor_bytes, cursor_text, ref_of
from hub.domain.days import day_of, rfc3339
from hub.ports.board_filter import BoardFilter
from hub.ports.missing import Missing
from hub.ports.reading import BoardPage, BoardRow, Json

routes = APIRouter(prefix="/v1", tags=["lists"], responses=problems(400, 401, 403, 422, 503))

Code = Annotated[str | None, Field(max_length=40)]


class ListQuery(BaseModel):
    """What narrows and pages a list; an empty value, as a form sends it, narrows nothing."""

    council: Code = None
    after: Annotated[str | None, Field(max_length=200)] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value


class BoardQuery(ListQuery):
    """What narrows the board; the same names are in the page's own address."""

    ics: Code = None
    provider: Code = None
    trust: Code = None
    status: Literal["in_hospital", "open", "suspended", "unfinished", "ended", "died"] | None = None
    step: Code = None
    holder: Literal["hospital", "council", "provider", "ics"] | None = None
    order: Literal["weeks", "due"] | None = None
    ready: Literal["yes"] | None = None
    reason: Code = None

    def ask(self, on: date) -> BoardFilter:
        """Return the filter for a day; raises `Problem` when the cursor is none of ours."""
        return BoardFilter(
            on=on,
            ics=self.ics,
            council=self.council,
            provider=self.provider,
            trust=self.trust,
            status=self.status,
            after=cursor_bytes(self.after),
            limit=self.limit,
            step=self.step,
            holder=self.holder,
            order=self.order or "weeks",
            ready=self.ready is not None,
            reason=self.reason,
        )


TRIPLE: Final = ("name", "born", "sex", "nhs_number", "cannot_be_read")
"""What tells people apart in a list, or that a card does not open; addresses and contacts are on a person's own page
(Caldicott principle 3)."""


def triple(card: Json | None) -> dict[str, Any] | None:
    """Return what a list may show of a name card, or none when the person was erased."""
    return None if card is None else {field: card[field] for field in TRIPLE if field in card}


def _case(case: Json) -> dict[str, Any]:
    """Return an early-help case with no more of the person than a list needs."""
    return dict(case) | ({"card": triple(case["card"])} if "card" in case else {})


def _row(row: BoardRow, *, names: bool) -> dict[str, Any]:
    shown = {
        "subject_ref": ref_of(row.subject),
        "joint": dict(row.joint),
        "next_step": row.next_step,
        "asked_step": row.asked_step,
        "changed_at": None if row.changed_at is None else rfc3339(row.changed_at),
        "council": row.council,
        "ics": row.ics,
    }
    return shown | {"card": triple(row.card)} if names else shown


def board_json(page: BoardPage, missing: Missing, *, names: bool) -> dict[str, Any]:
    """Return a page of the board as JSON, without anything personal unless `names`, and whether people are missing."""
    rows = [_row(row, names=names) for row in page.rows]
    return {"rows": rows, "next": cursor_text(page.next), "counts": page.counts, "missing": missing.told}


@routes.get("/board", response_model=Board)
async def board(query: Annotated[BoardQuery, Query()], as_of: AsOfIn, visit: VisitIn) -> JSONResponse:
    """Give the people in their six weeks, a page at a time.

    `ready=yes` asks for who is ready to leave and has not left, and `reason` for those of them who wait for it now: a
    national code of delay, a published group of codes (`capacity`, `interface`, `transfer_hub`, `wellbeing`,
    `hospital`), or `unknown`.  They are the people whom `ready-not-left`, `waiting-for` and `delay-reasons` of the
    dashboards count at the end of today, as far as that is known now; with either filter `trust` is the hospital in
    which they wait.

    `step`, `holder` or `order=due` ask for everybody for whom such a step waits, whatever comes next for them: the
    `asked_step` of a row is the one of its `open_steps` that was asked for, and rows come by its day.  The dead come
    too where something waits that others owe them, but not with `ready` or `reason`.

    With `on` the board is that of another day: who was on it by all that is known now, with the status, council, step
    and delay of that day.  A page of it looks at a limited number of people, in the order of their references: it may
    have fewer rows than `limit`, or none, though `next` says that there are more; and it has no `counts`.

    While one of several database servers does not answer, the people of the others come, and `missing` says of how
    many servers how many do not answer: anybody may be missing, and `counts` leaves them out.
    """
    decided = await visit.admit(Asked(View.BOARD, "list", council=query.council, provider=query.provider))
    missing = Missing()
    page = await visit.parts.reading.board(query.ask(as_of.on or day_of(visit.parts.clock.now())), missing=missing)
    return private(board_json(page, missing, names=decided.names))


@routes.get("/early-help", response_model=Rows)
async def early_help(query: Annotated[ListQuery, Query()], visit: VisitIn) -> JSONResponse:
    """Give the early-help cases of a council."""
    await visit.admit(Asked(View.EARLY_HELP, "list", council=query.council))
    page = await visit.parts.reading.early_help(query.council, cursor_bytes(query.after), query.limit)
    return private({"rows": [_case(case) for case in page.cases], "next": cursor_text(page.next)})
