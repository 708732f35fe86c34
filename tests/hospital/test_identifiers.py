"""Whose number is it: an NHS number by authority or type alone, every other number by who gave it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.hospital_hl7v2.identifiers import usable
from connectors.hospital_hl7v2.profile import shipped_profiles
from hub.people.claims import Identifier
from tests.hospital.messages import message, read, rules


def _of(pid3: str, rest: str = "", profile: str = "itk_2_4") -> tuple[Identifier, ...]:
    told = read(message("A31", f"PID|1||{pid3}||ASHWORTH^Margaret||19391104|2{rest}"), shipped_profiles()[profile])
    return tuple(told.events[0].person.identifiers)


@pytest.mark.parametrize(
    "shape",
    [
        "9990000018^^^NHS",
        "9990000018^^^NHS^NH",
        "9990000018^^^NHSNBR^NHSNMBR^CD:1",
        "9990000018^^^NHS^HN",
        "9990000018^^^NHS^NHS",
        "9990000018^^^^NHSNMBR",
        "9990000018^^^NHSNBR",
        "999 000 0018^^^NHS^NH",
        "999-000-0018^^^NHS&2.16.840.1.113883.2.1.4.1&ISO^NH",
    ],
)
def test_every_shape_of_an_nhs_number_is_seen(shape: str) -> None:
    """Six vendors type the same number six ways; it is the same person."""
    assert _of(shape) == (Identifier("NHS", "NHS", "9990000018", "02"),)


def test_a_hospital_number_that_passes_mod_11_is_not_an_nhs_number() -> None:
    """One ten-digit hospital number in eleven passes the check; only its authority says what it is."""
    assert _of("9990000018^^^RZZ^MR") == (Identifier("HOSPITAL", "RZZ", "9990000018"),)


@pytest.mark.parametrize(
    ("sent", "authority"),
    [
        ("T1^^^RZZ^MR", "RZZ"),
        ("T1", "RZZ"),
        ("T1^^^RZZ01^PI", "RZZ"),
        ("T1^^^^PPN", "RZZ:PPN"),
        ("T1^^^MRENTR^MEDREC", "RZZ:MRENTR"),
    ],
)
def test_equal_numbers_of_different_issuers_never_meet(sent: str, authority: str) -> None:
    """Two trusts may both number from 1, and a passport number is not a hospital number."""
    assert _of(sent) == (Identifier("HOSPITAL", authority, "T1"),)


@pytest.mark.parametrize(
    ("rest", "status"),
    [("|" * 24 + "NSTS01", "01"), ("|" * 24 + "UD~NSTS04", "04"), ("", "02"), ("|" * 24 + "NSTS77", "02")],
)
def test_the_status_comes_from_pid_32(rest: str, status: str) -> None:
    """Only a number that its sender traced may lead a match, so a silent sender counts as not traced."""
    assert _of("9990000018^^^NHS", rest)[0].status == status


def test_the_older_status_field_counts_where_pid_32_is_empty() -> None:
    """Older feeds say it in ZU1-27."""
    told = read(message("A31", "PID|1||9990000018^^^NHS||A^B", "ZU1" + "|" * 27 + "01"))
    assert told.events[0].person.identifiers[0].status == "01"


@pytest.mark.parametrize(
    ("number", "rule"),
    [
        ("9999999999", "nhs_number_placeholder"),
        ("3333333333", "nhs_number_placeholder"),
        ("9990000019", "nhs_number_check_failed"),
        ("999000001", "nhs_number_malformed"),
        ("NOTKNOWN", "nhs_number_malformed"),
    ],
)
def test_a_bad_nhs_number_is_told_and_never_refuses(number: str, rule: str) -> None:
    """A placeholder or a slip of a key is flagged; the message about the person is still taken."""
    told = read(message("A31", f"PID|1||{number}^^^NHS^NH||ASHWORTH^Margaret"))
    assert told.outcome == "accepted"
    assert ("PID-3", rule) in rules(told.findings)
    assert told.events[0].personal["nhs_number"]["usable"] is False
    assert number not in repr(told.findings)


def test_a_bare_number_in_pid_2_is_read_by_the_profile_alone() -> None:
    """An older feed puts the NHS number bare into PID-2; elsewhere nobody guesses."""
    raw = message("A31", "PID|1|9990000026|T5^^^RZZ^MR||ASHWORTH^Margaret", version="2.3")
    words = shipped_profiles()["words_2_3"]
    kinds = {one.value: one.kind for one in read(raw, words).events[0].person.identifiers}
    assert kinds == {"9990000026": "NHS", "T5": "HOSPITAL"}
    assert {one.value for one in read(raw).events[0].person.identifiers} == {"T5"}


def test_a_bare_hospital_number_in_pid_2_stays_one() -> None:
    """The same older feeds put the hospital number there for people without an NHS number."""
    raw = message("A31", "PID|1|T77|||ASHWORTH^Margaret", version="2.3")
    told = read(raw, shipped_profiles()["words_2_3"])
    assert told.events[0].person.identifiers == (Identifier("HOSPITAL", "RZZ", "T77"),)


@given(st.from_regex(r"[0-9]{10}", fullmatch=True))
def test_the_check_digit_closes_the_sum(number: str) -> None:
    """A usable number's weighted digits, check digit included, divide by eleven (NHS Data Dictionary)."""
    whole = sum(int(digit) * weight for digit, weight in zip(number, range(10, 0, -1), strict=True)) % 11 == 0
    assert usable(number) == (whole and len(set(number)) > 1)
