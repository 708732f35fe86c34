"""Invented rows of client level data, in release 2 words where a test does not say others."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

from connectors.client_level_data.files import FileRead, Reading, read
from connectors.client_level_data.profile import CouncilProfile

FOLDER: Final = Path(__file__).parents[2] / "connectors" / "client_level_data"
SAMPLES: Final = FOLDER / "samples"
COUNCILS: Final = frozenset({"X01", "X02", "Z9D4Z"})
PROFILE: Final = CouncilProfile(
    name="test",
    version="1",
    date_formats=("%Y-%m-%d", "%d/%m/%Y"),
    values={"Event Type": {"Referral": "Request"}},
)


def rows_shipped(name: str) -> list[dict[str, str]]:
    """Read a table that ships with the connector, without its code."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


NAMES: Final = tuple(row["field_name"] for row in rows_shipped("cld_fields.csv"))
_PERSON: Final = {
    "LA Code": "X01",
    "Reporting Period Start Date": "2025-07-01",
    "Reporting Period End Date": "2026-06-30",
    "NHS Number": "9990000018",
    "LA Person Unique Identifier": "PX-1001",
    "First Name": "Abelard",
    "Last Name": "Quillfeather",
    "Gender": "Male",
    "Ethnicity": "White: Irish",
    "Date of Birth": "1950-03-01",
    "Client Type": "Service user",
    "Primary Support Reason": "Physical support: Personal care support",
    "Postcode": "ZZ99 3CZ",
    "Accommodation Status": "Owner occupier or shared ownership scheme",
    "Has Unpaid Carer": "No",
}
_KINDS: Final[Mapping[str, Mapping[str, str]]] = {
    "Request": {
        "Event End Date": "2025-09-02",
        "Event Outcome": "Progress to assessment, review or reassessment",
        "Request: Route of Access": "Community / Other route",
    },
    "Assessment": {
        "Event End Date": "2025-09-02",
        "Event Outcome": "Progress to support planning or services",
        "Assessment Type": "Long term assessment",
        "Eligible Needs Identified": "Eligible needs identified",
        "Method of Assessment": "Service user only",
    },
    "Service": {
        "Client Funding Status": "Fully social care funded",
        "Event Outcome": "Continuation of support or services",
        "Service Type": "Long term support: Community",
        "Service Component": "Home support or domiciliary care",
        "Delivery Mechanism": "CASSR commissioned support",
    },
    "Review": {
        "Client Funding Status": "Fully social care funded",
        "Event End Date": "2025-09-02",
        "Event Outcome": "Continuation of support or services",
        "Review Reason": "Planned",
        "Review Outcomes Achieved": "Fully achieved",
        "Method of Review": "Service user only",
    },
}


def row(kind: str, started: str = "2025-09-01", **more: str) -> dict[str, str]:
    """Give a row that passes; `more` are other cells, by their column with blanks as underscores."""
    named = {NAMES_BY_WORD[name]: value for name, value in more.items()}
    return {**_PERSON, "Event Type": kind, "Event Start Date": started, **_KINDS[kind], **named}


def _word(name: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in name)


NAMES_BY_WORD: Final = {_word(name): name for name in NAMES}


def text_of(rows: Iterable[Mapping[str, str]], names: Iterable[str] = NAMES) -> str:
    """Write rows as a file."""
    text = io.StringIO(newline="")
    lines = csv.DictWriter(text, tuple(names), restval="", lineterminator="\r\n")
    lines.writeheader()
    lines.writerows(rows)
    return text.getvalue()


def file_of(*rows: Mapping[str, str]) -> BinaryIO:
    """Give rows as an open file."""
    return io.BytesIO(text_of(rows).encode())


def read_of(content: BinaryIO, name: str = "cld.csv", *, in_order: bool = False) -> FileRead:
    """Read an open file."""
    return read(name, content, Reading(PROFILE, COUNCILS.__contains__, in_order), quiet)


def failing(told: Mapping[str, Any]) -> list[tuple[int, str, str]]:
    """Give line, column and rule of each cell that fails."""
    return [(one["line"], one["field"], one["rule"]) for one in told["failures"]]


def quiet(count: int) -> None:
    """Be told how far it is, and say nothing."""
    _ = count
