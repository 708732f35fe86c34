"""One person whose name and numbers stand in the fields of messages that rules need in the clear."""

from collections.abc import Iterator
from itertools import cycle

import httpx

from tests.end_to_end.leak_messages import HL7_TYPE
from tests.end_to_end.leak_needles import OLD_NUMBER, WHO, Answers
from tests.end_to_end.lives import message, stay
from tests.end_to_end.running_hub import Mllp, RunningHub, code_of

WAYS = (("A02", "MLLP"), ("A08", "HTTP"), ("A04", "MLLP"), ("A60", "HTTP"), ("A01", "MLLP"))
"""Moved, updated, an attender (ignored), an unknown trigger (kept), admitted; five ways beside seven fields."""


def in_clear_fields(hub: RunningHub, kept: Answers) -> None:
    """Send the person's name and numbers in the fields that rules need in the clear, over MLLP and HTTP.

    An acknowledgement has to give the sender its own message id back (MSA-2): that echo alone is not searched.
    """
    with Mllp(hub.mllp) as line, httpx.Client(base_url=hub.url, timeout=20) as client:
        for (name, control, segments), (trigger, way) in zip(_telling(), cycle(WAYS), strict=False):
            raw = message(WHO, trigger, control, hours=42, segments=segments)
            raw = raw.replace(b"|I|", b"|O|", 1) if trigger == "A04" else raw
            if way == "MLLP":
                told = line.ask(raw)
            else:
                told = client.post("/v1/messages/hl7v2", content=raw, headers={"Content-Type": HL7_TYPE}).content
            assert code_of(told) == "AA", name
            kept.keep(f"{way} {trigger}: {name}", told.replace(f"|{control}".encode(), b"|"))
        for trigger in ("A42", "A45"):
            merge = f"MRG|{OLD_NUMBER}^^^RZZ^MR||||{OLD_NUMBER}-1"
            raw = message(
                WHO, trigger, f"LEAK-{trigger}", hours=43, segments=[merge, stay(f"{WHO.hospital_number}-4", "W7")]
            )
            kept.keep(f"MLLP {trigger}", line.ask(raw))


def _telling() -> Iterator[tuple[str, str, list[str]]]:
    """Give what a message says of the person in its id, its visit number, or a part of its location."""
    values = {
        "family name": WHO.family, "given name": WHO.given.upper(), "hospital number": WHO.hospital_number,
        "NHS number": WHO.nhs_number, "NHS number in groups": "999 000 1022", "birth date": WHO.born,
        "phone": WHO.phone,
    }  # fmt: skip
    for place, (name, value) in enumerate(values.items()):
        plain = stay("SPLEAK2", "W7")
        yield f"{name} in the message id", f"{value}-{place}", [plain]
        yield f"{name} in the visit number", f"LEAK-V{place}", [stay(f"{value}-3", "W7")]
        for part, old in enumerate(("W7", "BAY1", "01", "RZZ01")):
            where = "W7^BAY1^01^RZZ01".replace(old, f"X {value}")
            yield (
                f"{name} in part {part} of the location",
                f"LEAK-P{place}{part}",
                [plain.replace("W7^BAY1^01^RZZ01", where)],
            )
        yield f"{name} for a GP practice", f"LEAK-G{place}", [f"PD1|||^^{value}", plain]
