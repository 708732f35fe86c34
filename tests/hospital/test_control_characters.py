"""U+0000 in a message of a hospital: no database keeps it as text, and what is in the log is there for ever."""

import pytest

from connectors.hospital_hl7v2.acknowledgement import code_of
from connectors.hospital_hl7v2.connector import Feed, Reception
from hub.ports.connector import Translation
from tests.hospital.memory_intake import ManualClock, MemoryIntake
from tests.hospital.messages import PID, itk, message, pv1, read

WARD = "AMU^3^B1^RZZ01"
SOUND = message("A01", PID, pv1(f3=WARD), "PV2|||REASON", control="C1")
FEED = Feed("desk", itk())


def _with(old: bytes, new: bytes) -> bytes:
    assert SOUND.count(old) >= 1
    return SOUND.replace(old, new, 1)


HELD = [
    (b"|PAS|", b"|P\0AS|", "MSH-3"),
    (b"|RZZ|", b"|RZZ\0|", "MSH-4"),
    (b"|C1|", b"|C\x001|", "MSH-10"),
    (b"ADT^A01", b"ADT^A01\0", "MSH-9"),
    (b"^RZZ^MR", b"^R\0ZZ^MR", "PID-3"),
    (b"ASHWORTH", b"ASH\0WORTH", "PID-5"),
    (b"AMU", b"A\0MU", "PV1-3"),
    (b"^3^", b"^\0^", "PV1-3"),
    (b"RZZ01", b"RZZ01\0", "PV1-3"),
    (b"SP1", b"SP\x001", "PV1-19"),
    (b"REASON", b"\0REASON", "PV2-3"),
    (b"SP1", rb"SP\X00\1", "PV1-19"),
    (b"AMU", rb"A\x4100\MU", "PV1-3"),
    (b"ASHWORTH", rb"ASH\X0041\WORTH", "PID-5"),
]


@pytest.mark.parametrize(("old", "new", "path"), HELD)
def test_a_field_that_holds_it_is_named_and_nothing_of_the_message_becomes_an_event(
    old: bytes, new: bytes, path: str
) -> None:
    """Sent as it is or as an escape, in whatever field: no text of the refusal holds it either."""
    assert read(SOUND).outcome == "accepted"
    found = read(_with(old, new))
    assert (found.outcome, found.events) == ("rejected", ())
    assert (found.findings[0].path, found.findings[0].rule) == (path, "control_character")
    assert "\0" not in f"{found.message_id}{found.source_organisation}{found.source_system}{found.trigger}"


async def test_both_doors_refuse_it_for_good_and_keep_the_message() -> None:
    """AR over MLLP and 422 over HTTP, with the field; the intake has the bytes, as of every refused message."""
    intake = MemoryIntake()
    reception = Reception(intake, ManualClock())
    raw = _with(b"|RZZ|", b"|RZZ\0|")
    reply = await reception.message(raw, FEED)
    status, again = await reception.http_message(raw, FEED)
    assert (code_of(reply), status, code_of(again)) == ("AR", 422, "AR")
    assert b"ERR|MSH^1^4^102&Data type error" in reply
    assert [one.raw for one in intake.parked] == [raw, raw]
    assert intake.events == []


@pytest.mark.parametrize("end", [b"\0", b"\r\0", b"\0\0\r\n\0", b"\r\n"])
def test_what_a_program_leaves_behind_the_last_segment_is_no_part_of_it(end: bytes) -> None:
    """A sender that ends its texts as C does is heard as ever, without a remark."""
    found = read(SOUND.rstrip(b"\r") + end)
    assert (found.outcome, found.findings, found.events) == _said(read(SOUND))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"REASON", b"REA\tSON"),
        (b"REASON", b"REA\x0bSON"),
        (b"REASON", rb"one\X0D\two\.br\three"),
        (b"PV2|||", b"OBX|1|TX|A^B||bl\0ob\rPV2|||"),
    ],
)
def test_what_harms_nothing_is_taken_as_before(old: bytes, new: bytes) -> None:
    """Tabs and ends of lines in free text, and whatever stands in a segment that nobody reads."""
    assert read(_with(old, new)).outcome == "accepted"


def test_wide_characters_are_no_such_character() -> None:
    """UTF-16 has a zero byte beside every plain letter, and its text holds none."""
    assert read(SOUND.decode().encode("utf-16")).outcome == "accepted"
    assert read(_with(b"SP1", b"SP\x001").decode().encode("utf-16")).findings[0].path == "PV1-19"


def _said(translation: Translation) -> tuple[object, ...]:
    return translation.outcome, translation.findings, translation.events
