"""Whose message some bytes are: what is parked about somebody who is forgotten is found by its numbers."""

import pytest

from hub.people.named_in import About, about, known_of

CARD = {
    "name": {"family": "O'Brien", "given": "Margaret"},
    "born": "1939-11-04",
    "nhs_number": {"value": "999 000 0018"},
    "identifiers": [
        {"kind": "HOSPITAL", "authority": "RZZ", "value": "T1000451"},
        {"kind": "NINO", "authority": "NINO", "value": "AB123456C"},
        {"kind": "NHS", "authority": "NHS", "value": "9990000018"},
    ],
}


@pytest.mark.parametrize(
    ("raw", "whose"),
    [
        (b"PID|1||9990000018^^^NHS", About.THEM),
        (b"PID|1||999 000 0018", About.THEM),
        (b"PID|1||999-000-0018", About.THEM),
        (b'{"nino": "ab 12 34 56 c"}', About.THEM),
        (b'{"nino": "AB123456"}', About.THEM),
        (b"PID|1||T1000451^^^RZZ||O'BRIEN^Margaret", About.THEM),
        (b"PID|1||T1000451^^^RZZ||||19391104", About.THEM),
        (b"PID|1||T1000451^^^RZZ||SOMEBODY^Else||19500101", About.NOBODY),
        (b"PID|1||T1000452^^^RZZ||O'BRIEN^Margaret||19391104", About.NOBODY),
        (b"PID|1||9990000026^^^NHS", About.NOBODY),
        (b"PID|1||99900000181^^^NHS", About.NOBODY),
        (b"PID|1||9990000018\rPID|2||9990000026", About.SHARED),
        (b"PID|1||9990000018\rMSH|4444444444|9990000017", About.THEM),
        (b"\xff\xfe junk", About.NOBODY),
        (b"", About.NOBODY),
    ],
)
def test_bytes_are_known_by_national_numbers_or_by_a_local_one_beside_name_or_birth(raw: bytes, whose: About) -> None:
    """A hospital number of another hospital's patient finds nobody, and a second person's number is told."""
    assert about(known_of([CARD]), raw) is whose


def test_nobody_of_whom_nothing_is_known_is_found() -> None:
    """Without a card there is nothing to look for."""
    assert about(known_of([]), b"PID|1||9990000018^^^NHS") is About.NOBODY
    assert (
        about(known_of([{"name": {}, "identifiers": [{"kind": "NHS", "value": "unknown"}]}]), b"UNKNOWN")
        is About.NOBODY
    )
