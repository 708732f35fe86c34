"""Waiting times from a council's file: whose events they are, which rows are one event, and what is left out."""

import io
import json
from itertools import permutations
from typing import Any

import pytest

from connectors.client_level_data.files import together
from connectors.client_level_data.waits import waiting_times
from hub.commands.client_level_data_words import waits_in_words
from hub.domain.small_numbers import footnote
from tests.partners.council_files import file_of, read_of, row

HOME = "Long term support: Community"
LOW = "Short term support: Ongoing low level"
ST_MAX = "Short term support: ST-Max"
Row = dict[str, str]


def waited(*rows: Row) -> dict[str, Any]:
    """Reckon waits of rows."""
    return waiting_times(together([read_of(file_of(*rows))]))


def groups(*rows: Row) -> list[tuple[str, str, str, str, float, int]]:
    """Give the medians as tuples."""
    return [tuple(one.values()) for one in waited(*rows)["medians"]]


def asked(day: str = "2025-09-01", **more: str) -> Row:
    """Somebody asked, and it led on."""
    return row("Request", day, **({"Event_End_Date": day} | more))


def assessed(day: str = "2025-09-21", **more: str) -> Row:
    """They were assessed."""
    return row("Assessment", day, **({"Event_End_Date": day} | more))


def served(day: str = "2025-10-06", **more: str) -> Row:
    """A service began."""
    return row("Service", day, **more)


def test_waits_of_two_councils_and_bands_as_worked_by_hand() -> None:
    """20 days in the summer, 30 and 50 in the autumn: a median of 40; a younger person and another council stand apart.

    Somebody served first waited as long for the response as for the service, in the quarter of the service.
    """
    people: list[Row] = []
    for number, day in (("1", "2025-09-21"), ("2", "2025-10-01"), ("3", "2025-10-21")):
        who = {"NHS_Number": "", "LA_Person_Unique_Identifier": number}
        people += [asked(**who), assessed(day, **who)]
    young = {"NHS_Number": "", "LA_Person_Unique_Identifier": "4", "Date_of_Birth": "1970-01-01"}
    other = {"NHS_Number": "", "LA_Person_Unique_Identifier": "1", "LA_Code": "Z9D4Z"}
    found = groups(*people, asked(**young), served(**young), asked(**other), assessed("2025-09-02", **other))
    assert found == [
        ("first_response", "X01", "2025-07-01", "65 and over", 20, 1),
        ("first_response", "X01", "2025-10-01", "25 to 64", 35, 1),
        ("first_response", "X01", "2025-10-01", "65 and over", 40, 2),
        ("first_response", "Z9D4Z", "2025-07-01", "65 and over", 1, 1),
        ("first_service", "X01", "2025-10-01", "25 to 64", 35, 1),
    ]


@pytest.mark.parametrize(
    ("request_", "before"),
    [
        (asked(Client_Type="Unpaid carer"), []),
        (asked(Client_Type="Carer"), []),
        (asked("2023-03-31"), []),
        (asked(Date_of_Birth="2000-09-02"), []),
        (asked(Date_of_Birth=""), []),
        (asked(Date_of_Birth="2025-12-01"), []),
        (asked(Event_Outcome="NFA: Support declined"), []),
        (asked(Event_Outcome="NFA - Support declined"), []),
        (asked(Event_Outcome="Service ended as planned"), []),
        (asked(Event_Outcome="Admitted to hospital"), []),
        (asked(Event_Outcome="NULL"), []),
        (asked(), [served("2024-01-01", Event_End_Date="2024-09-01")]),
        (asked(), [served("2024-01-01")]),
        (asked(), [served("2025-01-01", Service_Type=ST_MAX, Event_End_Date="2025-06-01")]),
        (asked(), [served("2024-01-01", Service_Type="Long Term Support: Community")]),
        (asked(), [served("2024-01-01", Date_of_Birth="")]),
    ],
)
def test_requests_that_do_not_count(request_: Row, before: list[Row]) -> None:
    """Case 10: carers, before April 2023, under 25 or of no age, no further action, hospital, existing clients."""
    answer = assessed(Date_of_Birth=request_["Date of Birth"])
    assert waited(request_, *before, answer)["requests_counted"] == 0


@pytest.mark.parametrize(
    ("request_", "before"),
    [
        (asked(), []),
        (asked("2023-04-01"), []),
        (asked(Date_of_Birth="2000-09-01"), []),
        (asked(Client_Type="Service User"), []),
        (asked(Event_Type="Referral"), []),
        (asked(Event_Outcome="Progress to Assessment"), []),
        (asked(Event_Outcome="Progress to financial assessment"), []),
        (asked(Event_Outcome="Passed to the duty desk"), []),
        (asked(), [served("2024-01-01", Event_End_Date="2024-08-31")]),
        (asked(), [served("2025-01-01", Service_Type=ST_MAX, Event_End_Date="2025-05-31")]),
        (asked(), [served("2024-01-01", Service_Type=LOW)]),
        (asked(), [served("2024-01-01", LA_Code="X02")]),
        (asked(), [served("2024-01-01", NHS_Number="9990000026")]),
        (asked(), [served("2024-01-01", Service_Type="Unpaid carer support: Direct to unpaid carer")]),
    ],
)
def test_requests_that_count(request_: Row, before: list[Row]) -> None:
    """The other side of each: words of release 1, low-level support, another council's and another person's service."""
    assert waited(request_, *before)["requests_counted"] == 1


@pytest.mark.parametrize(
    "nothing",
    [
        assessed(Assessment_Type="Financial assessment"),
        assessed(Assessment_Type="Financial Assessment"),
        served(Service_Type="Carer Support: Direct to Carer"),
        row("Review", "2025-09-20", Event_End_Date="2025-09-21"),
    ],
)
def test_what_is_no_response(nothing: Row) -> None:
    """A financial assessment, a carer's service and a review: the request counts, and waits on."""
    told = waited(asked(), nothing)
    assert (told["requests_counted"], told["medians"]) == (1, [])


def test_words_of_release_1_are_read_as_those_of_release_2() -> None:
    """A long-term assessment that led to support planning, then home support: 20 and 35 days."""
    found = groups(
        asked(Client_Type="Service User", Event_Outcome="Progress to Assessment"),
        assessed(Assessment_Type="Long Term Assessment", Event_Outcome="Progress to Support Planning / Services"),
        served(Service_Type="Long Term Support: Community"),
    )
    assert [one[4:] for one in found] == [(20, 1), (35, 1)]


def test_a_conversation_of_release_1_is_its_own_response() -> None:
    """Marked in its description and led on, before July 2025: no day waited; after it: until the assessment."""
    talked = {"Event_Description": "Stage 1 conversation", "Event_Outcome": "Progress to Assessment"}
    assert groups(asked("2025-06-02", **talked), assessed("2025-06-12"))[0][4] == 0
    assert groups(asked("2025-07-02", **talked), assessed("2025-07-12"))[0][4] == 10
    assert groups(asked("2025-06-02"), assessed("2025-06-12"))[0][4] == 10


def test_a_person_is_known_by_the_nhs_number_then_by_the_councils_own() -> None:
    """One NHS number under two council numbers is one person; a placeholder or a wrong number is none."""
    one = [asked(LA_Person_Unique_Identifier="A"), assessed(LA_Person_Unique_Identifier="B")]
    assert [each[4] for each in groups(*one)] == [20]
    for number in ("9999999999", "0000000000", "9990000019", "NULL"):
        two = [
            asked(NHS_Number=number, LA_Person_Unique_Identifier="A"),
            assessed(NHS_Number=number, LA_Person_Unique_Identifier="B"),
        ]
        assert groups(*two) == []


def test_of_rows_of_one_event_one_is_kept_in_any_order() -> None:
    """The best outcome counts: one row says no further action and one that it led on, and a service without an end."""
    rows = [
        asked(Event_Outcome="NFA: Support declined"),
        asked(Event_Reference="another"),
        served("2024-01-01", Event_End_Date="2024-02-01"),
        served("2024-01-01", Unit_Cost="20"),
    ]
    for order in permutations(rows):
        told = waited(*order)
        assert (told["rows_of_the_same_event"], told["requests_counted"]) == (2, 0)
        assert told["events"] == {"Request": 1, "Service": 1}
    assert waited(*rows[:3])["requests_counted"] == 1


def test_an_event_ends_with_a_death() -> None:
    """A service that nobody ended ended on the day of death, long before; the request of another year counts."""
    alive = [served("2023-05-01", Date_of_Death="2023-06-01"), asked()]
    assert waited(*alive)["requests_counted"] == 1
    assert waited(served("2023-05-01"), asked())["requests_counted"] == 0
    late = served("2023-05-01", Event_End_Date="2026-01-01", Date_of_Death="2023-06-01")
    assert waited(late, asked())["requests_counted"] == 1


def test_the_age_band_is_that_at_the_end_of_the_answer() -> None:
    """64 when the assessment began and 65 when it ended; of a service that goes on, at the end of the period."""
    born = {"Date_of_Birth": "1960-10-01"}
    (first,) = groups(asked(**born), assessed("2025-09-21", Event_End_Date="2025-10-01", **born))
    assert first[3] == "65 and over"
    assert [one[3] for one in groups(asked(**born), served("2025-09-21", **born))] == ["65 and over"] * 2
    ended = served("2025-09-21", Event_End_Date="2025-09-30", **born)
    assert [one[3] for one in groups(asked(**born), ended)] == ["25 to 64"] * 2
    no_period = {"Reporting_Period_End_Date": ""}
    assert [one[3] for one in groups(asked(**born), served("2025-09-21", **born, **no_period))] == ["25 to 64"] * 2


@pytest.mark.parametrize(
    ("given", "rule", "field"),
    [
        (asked(LA_Code="Quillfeather"), "council_unknown", "LA Code"),
        (asked(NHS_Number="", LA_Person_Unique_Identifier=""), "no_person_id", "NHS Number"),
        (asked(Event_Start_Date=""), "no_start_date", "Event Start Date"),
        (asked(Event_Start_Date="soon"), "no_start_date", "Event Start Date"),
        (asked(Event_End_Date=""), "no_end_date", "Event End Date"),
        (served(Event_End_Date="soon"), "end_date_unreadable", "Event End Date"),
        (asked(Date_of_Death="2025-08-31"), "starts_after_death", "Event Start Date"),
        (asked(Event_Type="Call"), "event_type_unknown", "Event Type"),
        (asked(Client_Type="Unpaid carer known by association"), "carer_known_by_association", "Client Type"),
    ],
)
def test_rows_that_are_no_event_are_counted_and_named_by_reason(given: Row, rule: str, field: str) -> None:
    """By rule, column and line; the rest of the file is reckoned, and nothing that stands in such a row is told."""
    told = waited(given, row("Review"))
    assert told["left_out"] == [{"file": "cld.csv", "rule": rule, "field": field, "rows": 1, "lines": [2]}]
    assert told["events"] == {"Review": 1}
    assert "Quillfeather" not in json.dumps(told) + "\n".join(waits_in_words(told | {"note": footnote(None)}))


def test_a_row_of_another_width_and_an_empty_line_are_no_event() -> None:
    """The one is counted, the other is nothing; somebody without a date of birth is counted too."""
    text = file_of(asked(), asked(Date_of_Birth="?", NHS_Number="9990000026")).read() + b"X01,\r\n\r\n"
    told = waiting_times(together([read_of(io.BytesIO(text))]))
    assert told["left_out"] == [{"file": "cld.csv", "rule": "row_width", "field": "row", "rows": 1, "lines": [4]}]
    assert (told["rows"], told["rows_without_an_age"], told["requests_counted"]) == (3, 1, 1)


def test_a_death_after_the_end_changes_nothing() -> None:
    """A service that ended in 2023 of somebody who died while they waited: the request counts."""
    died = {"Date_of_Death": "2025-09-20"}
    assert waited(served("2023-05-01", Event_End_Date="2023-06-01", **died), asked(**died))["requests_counted"] == 1
