"""One row and one profile to an event: pure."""

import hashlib
from collections.abc import Mapping
from typing import Final

from connectors.nhs_number import fault_of, plain
from connectors.provider_table.bodies import Read, outcome_words, read_body
from connectors.provider_table.cells import Cells
from connectors.provider_table.profile import TableProfile
from connectors.provider_table.table import Row
from hub.domain.origin_codes import ORIGINS, origin_code
from hub.domain.services import listed
from hub.errors import Rejected
from hub.events.values import Moment, Precision, Zone
from hub.people.claims import Identifier, PersonClaim
from hub.people.traces import Traces, traces_of
from hub.ports.connector import Finding, Proposed, Translation

_UNTRACED: Final = "02"
_KEY_COLUMNS: Final = (
    "provider_location",
    "line_id",
    "record",
    "started_on",
    "ended_on",
    "visit_planned_at",
    "visit_done_at",
    "recorded_at",
)


def translate(row: Row, profile: TableProfile, received_at: int | None = None) -> Translation:
    """Read one row; a rejected one has one `error` finding with its column and rule.

    `received_at` (milliseconds since the epoch) stands in for a `recorded_at` that the sender left out; without
    either the time at which it happened does.
    """
    if row.cells is None:
        return _rejected(Rejected("row", "row_width", "a row has as many cells as the heading"), profile)
    try:
        return _read(Cells(row.cells, profile), row.cells, profile, received_at)
    except Rejected as wrong:
        return _rejected(wrong, profile)


def _rejected(wrong: Rejected, profile: TableProfile) -> Translation:
    finding = Finding(wrong.path, wrong.rule, wrong.words, "error")
    return Translation("rejected", (), (finding,), source_system=profile.system, profile=profile.label)


def _read(cells: Cells, sent: Mapping[str, str], profile: TableProfile, received_at: int | None) -> Translation:
    claim = _claim(cells)
    stated = cells.time("recorded_at")
    read = read_body(cells, profile, stated)
    event = Proposed(
        body=read.body,
        occurred=read.occurred,
        recorded=_recorded(cells, read, stated, received_at),
        person=claim,
        personal=_personal(claim, cells),
        author=cells.required("provider_location"),
        record_uid=cells.required("line_id"),
        register=False,
    )
    told = Translation(
        outcome="accepted",
        events=(event,),
        findings=tuple(cells.findings),
        message_id=_message_id(sent),
        source_organisation=cells.required("provider_location"),
        source_system=profile.system,
        trigger=cells.required("record").upper(),
        profile=profile.label,
        read_at={"person": "person_nhs_number"},
    )
    _names_nobody(cells, traces_of(told))
    return told


def _recorded(cells: Cells, read: Read, stated: Moment | None, received_at: int | None) -> Moment:
    if stated is not None:
        return stated
    cells.remark("recorded_at", "recorded_at_missing", "without it, rows of one day cannot be told apart by age")
    if received_at is None:
        return read.occurred
    return Moment(received_at, Precision.MILLISECOND, Zone.STATED)


def _claim(cells: Cells) -> PersonClaim:
    number = plain(cells.required("person_nhs_number"))
    fault = fault_of(number)
    if fault:
        raise Rejected("person_nhs_number", fault, "this is not an NHS number that may be used to find a person")
    family, born = cells.required("person_family_name"), cells.required_day("person_date_of_birth")
    return PersonClaim((Identifier("NHS", "NHS", number, _UNTRACED),), family=family, born=born)


def _names_nobody(cells: Cells, traces: Traces) -> None:
    """Refuse ids and codes made of who the person is: they travel in clear, and a table is easily mended."""
    for column in ("line_id", "service", "origin", "provider_location", "programme", "price_framework"):
        text = cells.text(column) or ""
        if (column == "service" and listed(text)) or (column == "origin" and origin_code(text) in ORIGINS):
            continue  # Of a closed list: home support of a Mr Home names nobody.
        # A care home may be called as its resident is.
        if traces.number_in(text) or (column != "provider_location" and traces.names_in(text)):
            raise Rejected(column, "names_the_person", "this column may not hold the person's number or name")


def _personal(claim: PersonClaim, cells: Cells) -> dict[str, object]:
    """Fields that are sealed: what the row said to find the person by, and no card, for a provider is no register."""
    number = {"value": claim.identifiers[0].value, "status": _UNTRACED, "usable": True}
    born = claim.born.isoformat() if claim.born else ""
    personal: dict[str, object] = {"name": {"family": claim.family}, "born": born, "nhs_number": number}
    words = outcome_words(cells)
    return {**personal, "text": words} if words else personal


def _message_id(sent: Mapping[str, str]) -> str:
    """Give the same id for the same statement: what is said of which line, for when, recorded when."""
    key = "\x1f".join(sent.get(column, "").strip() for column in _KEY_COLUMNS)
    return hashlib.sha256(key.encode("utf-8")).hexdigest()[:32]
