"""Bodies of requests and answers, as the OpenAPI document describes them."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class ProblemError(BaseModel):
    """One thing that is wrong: where, which rule, in words."""

    path: str
    rule: str
    message: str


class ProblemDocument(BaseModel):
    """RFC 9457; never holds a value that was sent."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ProblemError]


class Search(BaseModel):
    """Find a person by one identifier; it travels in the body, never in a path or query."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    kind: Literal["NHS", "HOSPITAL", "NINO", "COUNCIL", "PROVIDER"] = "NHS"
    authority: str | None = Field(default=None, max_length=40)
    value: str = Field(min_length=1, max_length=80)


class Found(BaseModel):
    """Who holds the identifier: `subject_ref` where it is one person, null where several share it."""

    subject_ref: str | None
    subject_refs: list[str] = Field(max_length=10)


class JointState(BaseModel):
    """The joint six-week state on a day, as known at a time; `now` names the survivor of a merge."""

    model_config = ConfigDict(extra="allow")

    subject_ref: str
    on: str
    known_at: str | None = None
    hash: str | None = None
    spells: list[dict[str, Any]]
    episodes: list[dict[str, Any]]
    moves: list[dict[str, Any]] = []
    now: str | None = None


class Ledger(BaseModel):
    """What each payer owes up to a day: entries, the same by line, and sums; amounts are decimal strings in pounds."""

    model_config = ConfigDict(extra="allow")

    subject_ref: str
    on: str
    until: str | None
    goes_on: bool
    days: list[dict[str, Any]]
    lines: list[dict[str, Any]]
    by_day: list[dict[str, Any]]
    by_line: list[dict[str, Any]]
    by_payer: list[dict[str, Any]]
    total: dict[str, Any]
    now: str | None = None


class EarlyHelp(BaseModel):
    """Cases of early help and what is the person's own as a carer, on a day, as known at a time."""

    model_config = ConfigDict(extra="allow")

    subject_ref: str
    on: str
    known_at: str | None = None
    cases: list[dict[str, Any]]
    carer: dict[str, Any] | None
    card: dict[str, Any] | None
    now: str | None = None


class BoardItem(BaseModel):
    """One person of the board; `card` is absent for readers who see no names.

    `council` and `ics` are the codes under which the board lists them, also before six weeks begin.
    """

    subject_ref: str
    card: dict[str, Any] | None = None
    joint: dict[str, Any]
    next_step: dict[str, Any] | None = None
    asked_step: dict[str, Any] | None = None
    changed_at: str | None = None
    council: str | None = None
    ics: str | None = None


class MissingServers(BaseModel):
    """How many database servers do not answer, of how many: the people whose records they have are left out."""

    servers: int
    of: int


class Board(BaseModel):
    """A page of the board; `next` goes into `after` where there are more.  Another day than today has no `counts`.

    `missing` is null where everybody is in it whom the filter finds.
    """

    rows: list[BoardItem]
    next: str | None = None
    counts: dict[str, int] | None = None
    missing: MissingServers | None = None


class Rows(BaseModel):
    """A list of JSON objects; `next` goes into `after` where there are more."""

    rows: list[dict[str, Any]]
    next: str | None = None


class DashboardList(BaseModel):
    """The integrated care systems of today, and the products that each has."""

    systems: list[dict[str, str]]
    products: list[dict[str, Any]]


class DashboardPoint(BaseModel):
    """One number of one period; `value` is null unless `status` is `shown`."""

    model_config = ConfigDict(populate_by_name=True)

    first: str = Field(alias="from")
    last: str = Field(alias="to")
    value: float | int | None
    status: Literal["shown", "suppressed", "not_applicable", "missing"]


class DashboardSeries(BaseModel):
    """The numbers of a system or place, or of one row of what it is split by.

    A band of days has a code such as `0`, `1`, `2_to_3_days` or `21_days_or_more`.
    """

    code: str
    name: str
    points: list[DashboardPoint]


class Dashboard(BaseModel):
    """One product of one system or place.  `rounding` is null when the numbers are true."""

    model_config = ConfigDict(extra="allow")

    system: dict[str, str]
    product: dict[str, Any]
    place: dict[str, str] | None = None
    by: str
    every: Literal["day", "week"]
    known_on: str | None = None
    told_until: str | None = None
    rounding: dict[str, int] | None = None
    notes: list[str]
    series: list[DashboardSeries]


class Health(BaseModel):
    """`ok` or what is wrong, for each part."""

    status: str
    parts: dict[str, str] = {}


class Receipt(BaseModel):
    """What became of the files that were handed in: counts, lines that were parked, and why a file was refused."""

    model_config = ConfigDict(extra="allow")

    file: str | None
    accepted: int
    duplicates: int
    ignored: int
    parked: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    refused: dict[str, Any] | None
    replies: list[dict[str, Any]]


class RefusedFiles(ProblemDocument):
    """A problem document that still carries the receipt: what was refused, why, and what was taken all the same.

    `receipt` is absent when the request itself was wrong.
    """

    receipt: Receipt | None = None


def problems(*statuses: int, document: type[ProblemDocument] = ProblemDocument) -> dict[int | str, dict[str, Any]]:
    """Describe the problem documents that a route can answer with."""
    schema = {"$ref": f"#/components/schemas/{document.__name__}"}
    content = {"application/problem+json": {"schema": schema}}
    return {status: {"description": "Problem document", "content": content} for status in statuses}
