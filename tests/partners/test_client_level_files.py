"""Files of several quarters read together: whose they are, which is the newest, and that no row is lost unsaid."""

import io
import json
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest

from connectors.client_level_data.files import FileRead, together, told
from connectors.client_level_data.waits import waiting_times
from hub.commands.client_level_data_words import waits_in_words
from hub.domain.small_numbers import footnote
from hub.errors import Rejected
from tests.partners.council_files import file_of, read_of, row

Row = dict[str, str]
YEAR = ("2025-01-01", "2025-12-31")
NEXT = ("2025-04-01", "2026-03-31")


def sent(period: tuple[str, str], *rows: Row, name: str = "") -> FileRead:
    """Read a file for a period."""
    claims = {"Reporting Period Start Date": period[0], "Reporting Period End Date": period[1]}
    return read_of(file_of(*(one | claims for one in rows)), name or f"{period[1]}.csv")


def asked(day: str, **more: str) -> Row:
    """Somebody asked, and it led on."""
    return row("Request", day, **({"Event_End_Date": day} | more))


def counts_for(*files: FileRead) -> list[Any]:
    """Give what each file counts for."""
    return [one["counts_for"] for one in told(together(files))["files"]]


def test_a_wait_that_no_file_has_whole_is_found_in_both() -> None:
    """Asked in March, served in April: the request is in the older file and the service in the newer, 25 days later.

    In any order, and though the older file tells of another outcome that is put right in the newer.
    """
    older = sent(YEAR, asked("2025-03-10"), asked("2025-05-05", Event_Outcome="NFA: Other"))
    newer = sent(NEXT, row("Service", "2025-04-04"), asked("2025-05-05"))
    for files in permutations([older, newer]):
        found = waiting_times(together(files))
        assert [(one["measure"], one["quarter"], one["days"]) for one in found["medians"]] == [
            ("first_response", "2025-04-01", 25),
            ("first_service", "2025-04-01", 25),
        ]
        assert [one["file"] for one in found["files"]] == ["2025-12-31.csv", "2026-03-31.csv"]


def test_somebody_known_from_an_older_file_is_no_new_client() -> None:
    """Long-term support that ended last winter: alone the newer file would count the request."""
    older = sent(YEAR, row("Service", "2024-02-01", Event_End_Date="2025-02-20"))
    newer = sent(NEXT, asked("2025-09-01"))
    assert waiting_times(together([newer]))["requests_counted"] == 1
    assert waiting_times(together([newer, older]))["requests_counted"] == 0


def test_every_row_is_in_one_of_the_numbers() -> None:
    """Left out, outside what its file counts for, of the same event, or an event; a file not needed is all outside."""
    older = sent(YEAR, asked("2025-03-10"), asked("2025-05-05"), row("Service", "2025-02-01"), asked("soon"))
    newer = sent(NEXT, asked("2025-05-05"), asked("2025-05-05"), row("Service", "2025-02-01"), asked("2025-01-05"))
    spring = sent(("2025-04-01", "2025-06-30"), asked("2025-05-05"))
    found = waiting_times(together([newer, spring, older]))
    assert found["events"] == {"Request": 2, "Service": 1}
    assert (found["rows"], found["rows_of_the_same_event"], found["rows_outside_what_their_file_counts_for"]) == (
        9,
        2,
        3,
    )
    assert [(one["file"], one["rows"], one["lines"]) for one in found["left_out"]] == [("2025-12-31.csv", 1, [5])]
    assert [one["rows_outside"] for one in found["files"]] == [1, 1, 1]
    words = "\n".join(waits_in_words(found | {"note": footnote(None)}))
    assert (
        "2025-12-31.csv: 4 rows, for 2025-01-01 to 2025-12-31: counts for 2025-01-01 to 2025-03-31, rows outside: 1"
        in (words)
    )
    assert "2025-06-30.csv: 1 rows, for 2025-04-01 to 2025-06-30: not counted, " in words
    assert "rows left out (no_start_date): 1: Event Start Date: 2025-12-31.csv, lines 5" in words
    assert "rows of no quarter that their file counts for: 3" in words


def test_a_quarter_that_no_file_covers_is_said() -> None:
    """Half a year between two files: both quarters are named."""
    files = [sent(("2025-01-01", "2025-03-31"), asked("2025-03-01")), sent(("2025-10-01", "2025-12-31"))]
    with pytest.raises(Rejected, match="no_period"):
        together(files)
    files[1] = sent(("2025-10-01", "2025-12-31"), asked("2025-11-01"))
    found = waiting_times(together(files))
    assert [one["from"] for one in found["quarters_missing"]] == ["2025-04-01", "2025-07-01"]
    assert "NO file covers the whole quarter from 2025-04-01 to 2025-06-30" in (
        "\n".join(waits_in_words(found | {"note": footnote(None)}))
    )


def test_the_period_is_what_the_events_show_where_they_are_many() -> None:
    """A file that claims a year and has 120 events until May covers one quarter; what it claims makes it the newer."""
    days = [date(2025, 1, 10) + timedelta(days=day) for day in range(120)]
    half = sent(YEAR, *(asked(day.isoformat(), LA_Person_Unique_Identifier="a", NHS_Number="") for day in days))
    full = sent(("2024-10-01", "2025-09-30"), asked("2025-08-01"))
    assert [one["period"] for one in told(together([half, full]))["files"]] == [
        {"from": "2024-10-01", "to": "2025-09-30"},
        {"from": "2025-01-01", "to": "2025-05-31"},
    ]
    assert counts_for(full, half) == [
        {"from": "2024-10-01", "to": "2025-09-30"},
        {"from": "2025-01-01", "to": "2025-03-31"},
    ]


@pytest.mark.parametrize(
    ("other", "rule", "words"),
    [
        (sent(NEXT, asked("2025-09-01", LA_Code="X02")), "different_councils", "line 2 is of council X02, line 2 of "),
        (sent(YEAR, asked("2025-09-02"), name="copy.csv"), "same_period", "copy.csv: it is for the same time as "),
        (sent(("", ""), asked("2025-09-01"), name="b.csv"), "no_period", "b.csv: neither its events nor "),
    ],
)
def test_files_that_cannot_be_put_together_are_refused(other: FileRead, rule: str, words: str) -> None:
    """Two councils, two files of which nobody can tell the newer, one of no time: with names and lines, no value."""
    first = sent(YEAR, asked("2025-09-01"))
    with pytest.raises(Rejected) as refused:
        together([first, other])
    assert refused.value.rule == rule
    assert words in str(refused.value)
    assert "Quillfeather" not in str(refused.value)


def test_files_of_less_than_a_quarter_are_refused() -> None:
    """Monthly files alone cover no whole quarter of a year."""
    months = [sent((f"2025-0{month}-01", f"2025-0{month}-28"), asked(f"2025-0{month}-02")) for month in (1, 2)]
    with pytest.raises(Rejected, match="no_quarter"):
        together(months)


def test_a_file_of_two_councils_is_joined_to_no_other() -> None:
    """Alone it is reckoned council by council, as ever; of several files all are of one."""
    both = sent(NEXT, asked("2025-09-01"), asked("2025-09-02", LA_Code="X02"))
    assert waiting_times(together([both]))["requests_counted"] == 2
    with pytest.raises(Rejected, match="line 3 is of council X02"):
        together([sent(YEAR, asked("2025-09-01")), both])


def test_a_file_that_is_none_is_refused_by_its_name() -> None:
    """Which of several files it was is said, and nothing of what stands in it."""
    with pytest.raises(Rejected, match=r"june\.csv: Client Type: the file has no column Client Type"):
        read_of(io.BytesIO(b"LA Code,Event Type,Quillfeather\r\nX01,Request,Abelard\r\n"), "june.csv")


def test_nothing_personal_is_told_of_joined_files() -> None:
    """Neither names nor numbers nor days of birth and death are in the answer."""
    files = [sent(YEAR, asked("2025-09-01"), asked("")), sent(NEXT, asked("2025-09-01", Date_of_Death="2025-12-01"))]
    text = json.dumps(waiting_times(together(files)))
    assert not [cell for cell in ("Quillfeather", "9990000018", "PX-1001", "1950-03-01", "2025-12-01") if cell in text]
