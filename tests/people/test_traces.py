"""What counts as a name or a number of the person in a text that is to stand in the clear."""

from datetime import date

import pytest

from hub.events.discharge import AdmissionCancelled, Spell
from hub.events.values import Moment
from hub.people.claims import Identifier, PersonClaim
from hub.people.traces import Traces, traces_of
from hub.ports.connector import Proposed, Translation

HER = PersonClaim(
    (
        Identifier("NHS", "NHS", "9990000018"),
        Identifier("HOSPITAL", "RZZ", "T1000451"),
        Identifier("HOSPITAL", "RZZ", "0050417"),
        Identifier("HOSPITAL", "RZZ", "77"),
        Identifier("RECORD", "rzz", "CONTROL-1"),
    ),
    family="O'Sample-Núñez",
    given="Margaret Li",
    born=date(1939, 11, 4),
)
TELLING = frozenset({"Rose", "Baby", "OLDZ4Q82", "1234"})
PERSONAL = {"name": {"preferred": "Peggy"}, "phones": ["01632 960001", "+44 7700 900001 (daughter)", "999"]}


def traces(who: PersonClaim = HER, other: PersonClaim | None = None) -> Traces:
    """Give what is looked for when a message speaks of somebody."""
    body, at = AdmissionCancelled(Spell("RZZ", "SP1")), Moment(0)
    event = Proposed(body, at, at, who, PERSONAL, other=other)
    return traces_of(Translation("accepted", (event,), (), telling=TELLING))


@pytest.mark.parametrize(
    "text",
    [
        "9990000018", "999 000 0018", "999-000-0018/2", "A9990000018B", "T1000451", "t1000451-3", "2026T1000451001",
        "T1000 451", "50417/2", "000050417", "19391104", "1939-11-04", "04/11/1939", "04.11.1939", "1632960001",
        "01632-960001", "00441632960001", "7700900001", "07700 900001",
        "O'SAMPLE-NUNEZ", "osample", "Sample", "NÚÑEZ", "nunez1", "Margaret", "MARGARET'S BED", "bed-margaret-2",
        "ROSE", "Peggy", "peggy_1", "oldz4q82/1",
    ],
)  # fmt: skip
def test_a_name_or_number_of_the_person_is_found(text: str) -> None:
    """Whole words without case and accents; numbers anywhere, whatever stands between their digits."""
    assert traces().found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "SP7700123", "W7", "RZZ01", "20261102092210", "Li", "77", "ROSEWOOD", "MARGARETTA", "samples", "999",
        "1234-1",        "CONTROL-1", "Baby unit", "9990000019", "T1000452", "19391105", "01632960002",
    ],
)  # fmt: skip
def test_anything_else_is_not(text: str) -> None:
    """Two letters, four digits, a part of a longer word and a word of every hospital's doors prove nothing."""
    assert not traces().found_in(text)


def test_a_mrs_ward_lies_in_ward_7() -> None:
    """Common surnames are words on hospital doors; she would have no ward in any hospital of the country."""
    assert not traces(PersonClaim((), family="Ward", given="Day")).found_in("Ward 7, Day Unit")


def test_the_other_record_of_a_merge_is_looked_for_too() -> None:
    """A visit number may hold the number that goes."""
    assert not traces().found_in("OLDZ4Q81-1")
    assert traces(other=PersonClaim((Identifier("HOSPITAL", "RZZ", "OLDZ4Q81"),))).found_in("OLDZ4Q81-1")


def test_a_message_about_nobody_finds_nothing() -> None:
    """An ignored message has no person to look for."""
    assert not traces_of(Translation("ignored", (), ())).found_in("ASHWORTH 9990000018")
