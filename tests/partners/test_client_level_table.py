"""Reading a council's file: headings, cells as sent and as they read, lines, and what cannot be cut into rows."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from connectors.client_level_data.fields import PERSONAL, fields
from connectors.client_level_data.profile import CouncilProfile, profile, profiles
from connectors.client_level_data.row import Row
from connectors.client_level_data.table import Table, columns_missing
from hub.errors import Rejected
from tests.partners.council_files import NAMES, PROFILE, SAMPLES, file_of, row, text_of

HEADS = "LA Code,Client Type,Event Type,Last Name\r\n"


def table(text: str | bytes, **more: Any) -> Table:
    """Open a text as a file."""
    content = text.encode() if isinstance(text, str) else text
    return Table(io.BytesIO(content), PROFILE.model_copy(update=more))


def said(text: str, column: str) -> Sequence[tuple[int, str]]:
    """Read the lines and cells of one column."""
    return [(one.line, one.cell(column)) for one in table(text)]


@pytest.mark.parametrize(
    "headings",
    [
        ",".join(f'"{name}"' for name in NAMES),
        "﻿" + ",".join(NAMES),
        ",".join(name.replace(": ", "_").replace(" ", "_").replace(".", "") for name in NAMES),
        ",".join(name.upper().replace("(", "").replace(")", "") for name in NAMES),
    ],
    ids=["quoted", "byte order mark", "underscores", "capitals"],
)
def test_headings_are_known_by_their_letters_and_digits(headings: str) -> None:
    """The 50 columns of the specification in the spellings that are seen in files."""
    heading = table(headings + "\n").heading
    assert heading.columns == NAMES
    assert columns_missing(heading, NAMES) == []


def test_a_profile_names_headings_of_its_own_and_others_are_not_read() -> None:
    """A council's own heading is mapped; an unknown one is no column, and a column may be absent."""
    own = table("Council,Client Type,Event Type,Ward\nX01,,,North\n", headings={"Council": "LA Code"})
    assert own.heading.columns == ("LA Code", "Client Type", "Event Type", None)
    (first,) = own
    assert (first.cell("LA Code"), first.cell("Postcode")) == ("X01", "")
    assert "Postcode" in columns_missing(own.heading, NAMES)


def test_a_profile_of_a_column_that_is_not_there_is_wrong() -> None:
    """Who misspells a column of the specification is told."""
    with pytest.raises(ValueError, match="Surname"):
        CouncilProfile(name="own", version="1", headings={"Family": "Surname"})


def test_the_shipped_profile_calls_itself_by_its_name() -> None:
    """It reads older files' referrals as requests, and dates as councils and databases write them."""
    assert {name: one.name for name, one in profiles().items()} == {"council_file": "council_file"}
    shipped = profile("council_file")
    text = HEADS.replace("Last Name", "Date of Birth") + "X01,,Referral,{}\n"
    for written in ("1950-03-01", "01/03/1950", "1950-03-01 00:00:00", "1950-03-01 00:00:00.000"):
        (first,) = Table(io.BytesIO(text.format(written).encode()), shipped)
        assert (first.cell("Event Type"), first.day("Date of Birth")) == ("Request", date(1950, 3, 1))


def test_what_was_sent_and_what_it_says_stand_side_by_side() -> None:
    """Blanks, quotes, doubled quotes, NULL, and a cell of two lines; the lines are those of the file."""
    text = HEADS + 'X01, Carer ,NULL,"Under ""the"" leaf"\r\nX01,,,"two\r\nlines"\r\n\r\nX02,,,null\r\n'
    rows = list(table(text))
    assert [one.line for one in rows] == [2, 3, 5, 6]
    assert [one.empty for one in rows] == [False, False, True, False]
    assert rows[0].sent == ["X01", " Carer ", "NULL", '"Under ""the"" leaf"']
    assert [rows[0].cell(name) for name in ("Client Type", "Event Type", "Last Name")] == [
        "Carer", "", 'Under "the" leaf',
    ]  # fmt: skip
    assert [one.cell("Last Name") for one in (rows[1], rows[3])] == ["two\r\nlines", "null"]


def test_rows_are_written_back_as_they_stood() -> None:
    """Line ends of both kinds, quotes that were not needed, an unknown column, and a last line without an end."""
    body = '"X01", Carer ,NULL,"a, b"\r\nX01,,,\n  \n,,,\r\nX02,,,"two\nlines"'
    opened = table(HEADS + body)
    assert b"".join(opened.bytes_of(one) for one in opened) == body.encode()
    assert table("﻿" + HEADS).heading.sent == ("﻿" + HEADS).encode()


@pytest.mark.parametrize(
    ("content", "path", "rule"),
    [
        (b"", "LA Code", "column_missing"),
        (b"LA Code,Event Type\n", "Client Type", "column_missing"),
        (b"LA Code,LA_Code,Client Type,Event Type\n", "LA Code", "column_twice"),
        (HEADS.encode() + b'X01,"Secretsmith,,\n', "line 2", "not_csv"),
        (HEADS.encode() + b'X01,,,\nX01,Secret"smith",,\n', "line 3", "not_csv"),
        (HEADS.encode() + b'X01,"Secretsmith"x,,\n', "line 2", "not_csv"),
        (HEADS.encode() + "X01,,,Sécretsmith\n".encode("cp1252"), "line 2", "character_set"),
        (HEADS.encode() + b'X01,"' + b"Secretsmith\n" * 20, "line 2", "row_too_long"),
        (HEADS.encode("utf-16"), "line 1", "character_set"),
    ],
)
def test_a_file_that_cannot_be_cut_into_rows_is_refused_with_its_line(content: bytes, path: str, rule: str) -> None:
    """The field or line and the rule are named, and nothing that stands in the file is."""
    with pytest.raises(Rejected) as refused:
        list(table(content, longest_row=200))
    assert (refused.value.path, refused.value.rule) == (path, rule)
    assert "cretsmith" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("quote_never_closed", "not_csv"),
        ("column_missing", "column_missing"),
        ("not_utf8", "character_set"),
    ],
)
def test_bad_samples_are_refused(name: str, rule: str) -> None:
    """The files that ship as bad are bad for the reason that their name says."""
    with (SAMPLES / "bad" / f"{name}.csv").open("rb") as file, pytest.raises(Rejected) as refused:
        list(Table(file, PROFILE))
    assert refused.value.rule == rule


def test_another_character_set_is_a_profile() -> None:
    """What a spreadsheet saves as Windows-1252 is read and written back so."""
    sent = HEADS.encode() + "X01,,,Quillféather\r\n".encode("cp1252")
    opened = table(sent, encoding="cp1252")
    (first,) = opened
    assert first.cell("Last Name") == "Quillféather"
    assert opened.bytes_of(first) == "X01,,,Quillféather\r\n".encode("cp1252")


def test_other_words_are_put_with_quotes_where_they_need_them() -> None:
    """A word with a comma is quoted, a cell that had quotes keeps them, and the rest of the row stays."""
    (first,) = table(HEADS + 'X01,Carer,"Review",a\n')
    first.put("Client Type", "Progress to assessment, review")
    first.put("Event Type", "Request")
    assert first.sent == ["X01", '"Progress to assessment, review"', '"Request"', "a"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2025-02-28", date(2025, 2, 28)),
        ("28/02/2025", date(2025, 2, 28)),
        ("2025-02-29", None),
        ("0025-02-28", None),
        ("28.02.2025", None),
        ("", None),
    ],
)
def test_dates_are_read_in_the_forms_of_the_profile(written: str, read: date | None) -> None:
    """A day that there is not, a year that cannot be meant, and another form are no date."""
    (first,) = Table(file_of(row("Request", Date_of_Birth=written)), PROFILE)
    assert first.day("Date of Birth") == read


def test_a_conversation_is_marked_in_the_description() -> None:
    """By the words of the profile, in any capitals."""
    marks = ["Stage 1 Conversation", "telephone call", ""]
    rows = list(Table(file_of(*(row("Request", Event_Description=mark) for mark in marks)), PROFILE))
    assert [one.has_conversation() for one in rows] == [True, False, False]


def test_every_personal_column_is_a_column() -> None:
    """Names, numbers, addresses, days of birth and death, and free text; nothing misspelt."""
    assert set(NAMES) >= PERSONAL
    assert list(fields()) == list(NAMES)
    (first,) = Table(io.BytesIO(text_of([row("Request")]).encode()), PROFILE)
    assert isinstance(first, Row)
    assert set(first.personal()) == {"9990000018", "PX-1001", "Abelard", "Quillfeather", "1950-03-01", "ZZ99 3CZ"}
