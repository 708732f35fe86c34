"""The answer a hospital's engine reads: it stops its queue or goes on by these few bytes."""

import pytest

from connectors.hospital_hl7v2.acknowledgement import ACCEPTED, UNAVAILABLE, Answer, acknowledge, code_of, refusal
from hub.ports.connector import Finding
from tests.hospital.messages import NOW, PID, message, pv1

REASON = Finding("PID-3", "identifier_missing", "The patient has no identifier.", "error")


def _lines(raw: bytes, answer: Answer = ACCEPTED) -> list[list[str]]:
    reply = acknowledge(raw, answer, NOW)
    return [line.split("|") for line in reply.decode().split("\r")]


def test_sender_and_receiver_change_places_and_the_control_id_is_echoed() -> None:
    """The sender finds its own id, exactly as it wrote it, and its version and processing id."""
    raw = message("A01^ADT_A01", PID, control="RZZ-0001\\T\\ x ~2")
    msh, msa, end = _lines(raw)
    assert msh[2:6] == ["HUB", "HUB", "PAS", "RZZ"]
    assert (msh[8], msh[10], msh[11]) == ("ACK^A01^ACK", "T", "2.4")
    assert msh[9]
    assert msh[9] != "RZZ-0001"
    assert msa == ["MSA", "AA", "RZZ-0001\\T\\ x ~2"]
    assert end == [""]


def test_version_2_3_gets_a_bare_ack() -> None:
    """Older engines do not know the third component."""
    assert _lines(message("A01", PID, version="2.3"))[0][8] == "ACK"


def test_a_rejection_names_segment_field_rule_and_code() -> None:
    """The sender's engineer finds the field without reading the patient's data."""
    _, msa, err, _ = _lines(message("A01", PID), refusal(REASON))
    assert msa == ["MSA", "AR", "C1", REASON.words, "", "", "101^Required field missing^HL70357"]
    assert err == ["ERR", "PID^1^3^101&Required field missing&HL70357"]


def test_version_2_5_gets_its_own_error_segment() -> None:
    """From 2.5 the place and the code stand in fields of their own."""
    err = _lines(message("A01", PID, version="2.5.1"), refusal(REASON))[2]
    assert err == ["ERR", "", "PID^1^3", "101^Required field missing^HL70357", "E"]


def test_a_hub_that_cannot_keep_asks_for_a_resend() -> None:
    """AE, never AR: the message is good and must come again."""
    assert _lines(message("A01", PID), UNAVAILABLE)[1][1] == "AE"


@pytest.mark.parametrize(
    ("accept", "application", "good", "bad"),
    [
        ("", "", "AA", "AR"),
        ("AL", "NE", "CA", "CR"),
        ("AL", "AL", "CA", "CR"),
        ("AL", "", "CA", "CR"),
        ("ER", "NE", "", "CR"),
        ("SU", "NE", "CA", ""),
        ("NE", "AL", "AA", "AR"),
        ("", "AL", "AA", "AR"),
        ("NE", "ER", "", "AR"),
        ("NE", "NE", "", ""),
    ],
)
def test_enhanced_mode_answers_what_was_asked_for(accept: str, application: str, good: str, bad: str) -> None:
    """A sender in enhanced mode gets commit answers, and none where it wants none."""
    raw = message("A01", PID, pv1()).replace(b"|T|2.4", f"|T|2.4|||{accept}|{application}".encode())
    assert code_of(acknowledge(raw, ACCEPTED, NOW)) == good
    assert code_of(acknowledge(raw, refusal(REASON), NOW)) == bad
    assert code_of(acknowledge(raw, ACCEPTED, NOW, always=True)) == "AA"


def test_the_reply_comes_in_the_senders_character_set_and_separators() -> None:
    """A Windows-1252 control id and odd separators come back byte for byte."""
    raw = "MSH#*+\\@#PAS#RZZ###20261102##ADT*A01#é-1#T#2.4\r".encode("cp1252")
    reply = acknowledge(raw, ACCEPTED, NOW)
    assert b"\rMSA#AA#\xe9-1\r" in reply
    assert reply.startswith(b"MSH#*+\\@#")


def test_junk_is_answered_with_a_header_of_our_own() -> None:
    """A sender that waits for any answer gets one."""
    msh, msa, *_ = _lines(b"\x00\xff junk", refusal(Finding("MSH", "header_missing", "No header.", "error")))
    assert (msh[8], msa[1], msa[2]) == ("ACK", "AR", "")
