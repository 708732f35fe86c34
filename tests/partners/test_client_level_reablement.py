"""Reablement from a council's files: who counts, by year and way, and that nothing that is left out is unsaid."""

import json
from typing import Any

import pytest

from connectors.client_level_data.files import FileRead, together
from connectors.client_level_data.reablement import reablement_outcomes
from hub.commands.client_level_data_words import reablement_in_words
from hub.domain.small_numbers import footnote
from hub.errors import Rejected
from tests.partners.council_files import file_of, read_of, row

Row = dict[str, str]
ST_MAX, NURSING = "Short term support: ST-Max", "Long term support: Nursing care"
YEAR = {"Reporting Period Start Date": "2025-04-01", "Reporting Period End Date": "2026-03-31"}


def who(person: str) -> dict[str, str]:
    """Name somebody by the council's own number."""
    return {"NHS_Number": "", "LA_Person_Unique_Identifier": person}


def helped(person: str, day: str, end: str = "", **more: str) -> Row:
    """Reablement began."""
    own = {"Service_Type": ST_MAX, "Service_Component": "Reablement", "Event_End_Date": end}
    return row("Service", day, **(who(person) | own | more))


def asked(person: str, day: str, way: str = "Discharge from Hospital") -> Row:
    """Somebody asked, on leaving hospital."""
    return row("Request", day, **who(person), Event_End_Date=day, Request__Route_of_Access=way)


def sent(*rows: Row, **claims: str) -> FileRead:
    """Read a file of the year from April 2025."""
    return read_of(file_of(*(one | (claims or YEAR) for one in rows)), in_order=True)


def told(*rows: Row) -> dict[str, Any]:
    """Reckon reablement of rows."""
    return reablement_outcomes(together([sent(*rows)]))


def in_words(answer: dict[str, Any]) -> str:
    """Give what a person reads."""
    return "\n".join(reablement_in_words(answer | {"note": footnote(None)}))


def test_a_year_as_worked_by_hand() -> None:
    """Four of 65 or more: one remained, one died, one entered a home, one is not followed yet; two came from hospital.

    Words of release 1 count, and what is within seven days is one.
    """
    found = told(
        helped("a", "2025-05-01", "2025-05-10"),
        helped("a", "2025-05-17", "2025-06-01", Service_Type="Short Term Support: ST-Max"),
        asked("a", "2025-04-28"),
        helped("b", "2025-06-01", Date_of_Death="2025-07-01"),
        asked("b", "2025-06-03", "discharge from hospital"),
        helped("c", "2025-06-01", "2025-06-20"),
        row("Service", "2025-07-01", **who("c"), Service_Type=NURSING, Service_Component="Long term nursing care"),
        asked("c", "2025-06-01", "Community / Other route"),
        helped("d", "2026-03-01"),
        helped("e", "2025-06-01", Date_of_Birth="1980-01-01"),
    )
    row_ = {"council": "X01", "year": "2025-04-01", "whole_year": True}
    assert found["outcomes"] == [
        row_ | {"group": "after_hospital", "reablement": 2, "remained": 1, "per_cent": 50.0, "died": 1,
                "entered_home": 0, "not_followed_yet": 0},
        row_ | {"group": "all", "reablement": 3, "remained": 1, "per_cent": 33.3, "died": 1,
                "entered_home": 1, "not_followed_yet": 1},
    ]  # fmt: skip
    assert (found["reablement"], found["requests_by_discharge_from_hospital"]) == (5, 2)
    assert {one["rule"]: one["reablement"] for one in found["not_counted"]} == {"under_65": 1, "not_followed_yet": 1}
    words = in_words(found)
    assert "X01      2025-04-01  after hospital         2         1      50.0      1               0" in words
    assert "  not counted, younger than 65 on the first day: 1" in words
    assert "Not to be compared with the published ASCOF 2D" in words


def test_what_is_not_read_as_reablement_is_said() -> None:
    """ST-Max of another component, a type on no list; carers' services and words in other columns are nothing."""
    found = told(
        helped("a", "2025-05-01", Service_Component="Home support or domiciliary care"),
        helped("b", "2025-05-01", Service_Type="Rehab"),
        helped("c", "2025-05-01", Client_Type="Unpaid carer"),
        helped("d", "2025-05-01", Date_of_Birth="1980-01-01"),
    )
    assert (found["reablement"], found["outcomes"]) == (1, [])
    assert list(found["services_read_otherwise"].values()) == [1, 1]
    assert "that are not of the component reablement, not counted: 1" in in_words(found)


def test_a_row_that_ends_before_it_starts_is_left_out_by_line() -> None:
    """As in the published code; counted with its line and column, and not in the waits."""
    rows = [helped("a", "2025-05-10", "2025-05-09"), helped("b", "2025-05-10", "2025-05-10")]
    found = told(*rows)
    assert found["left_out"] == [
        {"file": "cld.csv", "rule": "ends_before_it_starts", "field": "Event End Date", "rows": 1, "lines": [2]}
    ]
    assert found["reablement"] == 1
    assert together([read_of(file_of(*rows))]).files[0].left_out == []


def test_years_and_councils_stand_apart() -> None:
    """March and April; a year of which the files have a part is said to be one, and 84 days later tell who remained."""
    claims = {"Reporting Period Start Date": "2025-01-01", "Reporting Period End Date": "2025-12-31"}
    one = sent(helped("a", "2025-03-31"), helped("b", "2025-04-01"), helped("c", "2025-04-01", LA_Code="X02"), **claims)
    found = reablement_outcomes(together([one]))
    assert [(one["council"], one["year"], one["whole_year"], one["remained"]) for one in found["outcomes"]] == [
        ("X01", "2024-04-01", False, 1),
        ("X01", "2025-04-01", False, 1),
        ("X02", "2025-04-01", False, 1),
    ]
    assert in_words(found).count("part of the year") == 3


def test_joined_files_tell_of_one_year_and_what_came_after() -> None:
    """Begun in February, dead in April by the newer file: its row says so; a year with a gap is no whole year."""
    older = sent(helped("a", "2026-02-02", "2026-03-02"), helped("b", "2026-03-03", "2026-03-30"))
    claims = {"Reporting Period Start Date": "2025-07-01", "Reporting Period End Date": "2026-06-30"}
    newer = sent(helped("a", "2026-02-02", "2026-03-02", Date_of_Death="2026-04-20"), **claims)
    found = reablement_outcomes(together([newer, older]))
    assert found["time"] == {"from": "2025-04-01", "to": "2026-06-30"}
    (year,) = found["outcomes"]
    assert (year["whole_year"], year["reablement"], year["died"]) == (True, 1, 1)
    late = {"Reporting Period Start Date": "2026-01-01", "Reporting Period End Date": "2026-06-30"}
    early = {"Reporting Period Start Date": "2025-04-01", "Reporting Period End Date": "2025-06-30"}
    gap = reablement_outcomes(
        together([sent(helped("a", "2026-02-02"), **late), sent(helped("b", "2025-05-05"), **early)])
    )
    assert [one["whole_year"] for one in gap["outcomes"]] == [False]


def test_birth_and_death_are_those_of_the_newest_rows_that_say_them() -> None:
    """As nationally: of the latest period, the earliest birth and the latest death; a blank says nothing."""
    newer = {"Reporting_Period_End_Date": "2026-06-30"}
    rows = [
        helped(
            "a",
            "2025-05-01",
            Date_of_Birth="1980-01-01",
            Date_of_Death="2025-05-20",
            Reporting_Period_End_Date="2026-03-31",
        ),
        row("Review", "2025-05-02", **who("a"), **newer, Date_of_Birth="1950-01-01", Date_of_Death="2025-12-01"),
        row("Review", "2025-05-03", **who("a"), **newer, Date_of_Birth="1990-01-01", Date_of_Death="2025-11-01"),
        row("Review", "2025-05-04", **who("a"), Reporting_Period_End_Date="2026-09-30", Date_of_Birth=""),
    ]
    same = {"Event End Date": "2025-05-09", "Reporting Period Start Date": "2025-04-01"}
    found = reablement_outcomes(together([read_of(file_of(*(one | same for one in rows)))]))
    (year,) = found["outcomes"]
    assert (year["reablement"], year["died"], year["remained"]) == (1, 0, 1)


def test_a_file_that_says_no_time_is_refused() -> None:
    """Nobody could tell who has been followed for 84 days."""
    with pytest.raises(Rejected, match="no_period"):
        reablement_outcomes(together([sent(helped("a", "2025-05-01"), **{"Reporting Period End Date": ""})]))


def test_nothing_personal_is_told() -> None:
    """Neither names nor numbers nor days of one person are in the answer or the words."""
    found = told(helped("PX-77", "2025-05-03", Date_of_Death="2025-06-09"), asked("PX-77", "soon"))
    text = json.dumps(found) + in_words(found)
    cells = ("Quillfeather", "PX-77", "2025-05-03", "2025-06-09", "1950-03-01", "soon")
    assert not [cell for cell in cells if cell in text]
