"""Whatever bytes arrive: an answer, never an exception, and nothing of a person in what is told."""

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.hospital_hl7v2.acknowledgement import acknowledge, refusal
from connectors.hospital_hl7v2.inspect import inspect
from connectors.hospital_hl7v2.profile import shipped_profiles
from connectors.hospital_hl7v2.translate import translate
from connectors.inspection import translation_json
from hub.ports.connector import Finding, Translation
from tests.hospital.messages import NOW

SAMPLES = Path(__file__).parents[2] / "connectors" / "hospital_hl7v2" / "samples" / "good"
GOOD = [one.read_bytes() for one in sorted(SAMPLES.glob("*.hl7"))]
PROFILES = list(shipped_profiles().values())
PERSONAL = (
    "ASHWORTH",
    "Margaret",
    "BRACKEN",
    "Harold",
    "Quarry",
    "QX2",
    "9990000018",
    "T1000451",
    "01632960",
    "Daniel",
)
MARKS = b'|^~\\&\r\n\x00\x0b\x1c"'


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A real message with a few cuts, swaps and insertions of the bytes that hurt most."""
    raw = bytearray(draw(st.sampled_from(GOOD)))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, max(0, len(raw) - 1)))
        match draw(st.integers(0, 3)):
            case 0:
                del raw[at : at + draw(st.integers(1, 40))]
            case 1:
                raw[at:at] = bytes([draw(st.sampled_from(MARKS))]) * draw(st.integers(1, 5))
            case 2:
                raw[at : at + 1] = bytes([draw(st.integers(0, 255))])
            case _:
                end = at + draw(st.integers(1, 60))
                raw[at:at] = raw[at:end]
    return bytes(raw)


def _sound(raw: bytes, translation: Translation) -> None:
    assert translation.outcome in ("accepted", "ignored", "rejected")
    assert (translation.outcome == "accepted") == bool(translation.events)
    told = " ".join(f"{one.path} {one.rule} {one.words}" for one in translation.findings)
    assert not [one for one in PERSONAL if one in told]
    reason = translation.findings[0] if translation.outcome == "rejected" else None
    reply = acknowledge(raw, refusal(reason) if reason else refusal(_SOME), NOW, always=True)
    assert b"\rMSA" in reply
    json.dumps(translation_json(translation))


_SOME = Finding("MSH", "segment_missing", "A reason.", "error")


@settings(max_examples=300, deadline=None)
@given(mutated(), st.sampled_from(PROFILES))
def test_a_mutated_message_is_answered_and_leaks_nothing(raw: bytes, profile: object) -> None:
    """A line that drops bytes or a system gone mad stops nobody and shows nobody."""
    _sound(raw, translate(raw, profile, NOW))  # type: ignore[arg-type]  # profiles, as sampled


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=600),
    st.sampled_from([b"", b"MSH|^~\\&|", b"MSH|^~\\&|A|RZZ|||1||ADT^A01|1|P|2.4\rPID|", b"\xff\xfe"]),
)
def test_random_bytes_are_answered(junk: bytes, head: bytes) -> None:
    """Binary junk, with or without a header before it, is rejected or ignored."""
    _sound(head + junk, translate(head + junk, PROFILES[0], NOW))
    for one in inspect(head + junk, PROFILES[0], NOW):
        json.dumps(translation_json(one))


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(GOOD), st.sampled_from(PROFILES))
def test_reading_is_the_same_every_time(raw: bytes, profile: object) -> None:
    """Equal bytes and profile give equal events, so that a resend makes equal ids."""
    assert translate(raw, profile, NOW) == translate(raw, profile, NOW)  # type: ignore[arg-type]  # as above
