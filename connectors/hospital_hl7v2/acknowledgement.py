"""The ACK: original and enhanced mode, codes of table 0008 and 0357, nothing personal (HL7 v2.4 section 2.13)."""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from connectors.hospital_hl7v2.header import Header, Separators, read_header
from connectors.hospital_hl7v2.text import decode
from hub.domain.days import LONDON
from hub.errors import Rejected
from hub.ports.connector import Finding

_APPLICATION: Final = "HUB"
_STANDARD: Final = Separators("|", "^", "~", "\\", "&")
_WORDS: Final = {
    100: "Segment sequence error",
    101: "Required field missing",
    102: "Data type error",
    200: "Unsupported message type",
    201: "Unsupported event code",
    202: "Unsupported processing id",
    203: "Unsupported version id",
    204: "Unknown key identifier",
    207: "Application internal error",
}
_CODES: Final[Mapping[str, int]] = {
    "header_missing": 100,
    "segment_missing": 100,
    "two_messages": 100,
    "two_patients": 100,
    "encoding_characters": 102,
    "too_many_parts": 102,
    "control_character": 102,
    "frame_too_long": 102,
    "frame_of_wide_characters": 102,
    "frame_not_ended": 100,
    "frame_timeout": 100,
    "frame_truncated": 100,
    "identifier_missing": 101,
    "sending_facility_missing": 101,
    "message_type_unsupported": 200,
    "trigger_missing": 201,
    "processing_id_not_allowed": 202,
    "version_unsupported": 203,
    "sending_facility_not_accepted": 204,
}
_MAY_WORK_LATER: Final = frozenset({"frame_not_ended", "frame_timeout", "frame_truncated"})
_PLACE: Final = re.compile(r"([A-Z][A-Z0-9]{2})(?:-(\d+))?")
_ERL_SINCE: Final = "2.5"
_TRIGGER: Final = re.compile(r"[A-Z0-9]{3}")
_VERSION: Final = re.compile(r"[0-9](\.[0-9]{1,2}){0,2}")


class Answer(NamedTuple):
    """What to tell a sender: `kind` is `A` accept, `E` error (send again later), `R` reject (never)."""

    kind: str
    reason: Finding | None = None


ACCEPTED: Final = Answer("A")
UNAVAILABLE: Final = Answer(
    "E", Finding("MSH", "hub_unavailable", "The hub cannot keep this message now; send it again.", "error")
)


def refusal(reason: Finding) -> Answer:
    """Answer a message that was refused for a reason."""
    return Answer("E" if reason.rule in _MAY_WORK_LATER else "R", reason)


def header_of(raw: bytes, fallback: str = "cp1252") -> tuple[Header | None, str]:
    """Read as much of a header as there is, for an answer, and the character set that its text came in."""
    decoded = decode(raw, fallback)
    charset = "utf-8" if decoded.charset == "utf-16" else decoded.charset  # no frame may hold wide characters
    try:
        return read_header(decoded.text), charset
    except Rejected:
        return None, charset


def acknowledge(raw: bytes, answer: Answer, at: int, *, always: bool = False) -> bytes:
    """Write the reply to a message, empty when its sender wants none.

    `at` is the moment of the answer in milliseconds since the epoch; `always` answers in original mode whatever
    MSH-15 and MSH-16 say (for HTTP, where every request has a response).
    """
    header, charset = header_of(raw)
    code = _code(header, answer, always=always)
    if not code:
        return b""
    marks = header.separators if header else _STANDARD
    segments = [_msh(header, marks, at, _new_control_id(raw, at)), _msa(header, marks, code, answer)]
    if answer.reason is not None:
        segments.append(_err(header, marks, answer.reason))
    return ("\r".join(segments) + "\r").encode(charset, "replace")


def code_of(reply: bytes) -> str:
    """Give MSA-1 of a reply of ours."""
    found = re.search(rb"\rMSA.([AC][AER])", reply)
    return found[1].decode("ascii") if found else ""


def _code(header: Header | None, answer: Answer, *, always: bool) -> str:
    accept, application = (header.part(15).upper(), header.part(16).upper()) if header else ("", "")
    if always or not (accept or application):
        return f"A{answer.kind}"
    if _wanted(accept, answer):
        return f"C{answer.kind}"
    if accept in ("", "NE") and _wanted(application, answer):
        return f"A{answer.kind}"
    return ""


def _wanted(condition: str, answer: Answer) -> bool:
    """Read table 0155: always, never, only errors, only successes; anything else counts as always."""
    if condition in ("", "NE"):
        return False
    if condition in ("ER", "SU"):
        return (answer.kind == "A") == (condition == "SU")
    return True


def _msh(header: Header | None, marks: Separators, at: int, control: str) -> str:
    encoding = marks.component + marks.repetition + marks.escape + marks.subcomponent
    sent = header.raw if header else lambda _number: ""
    version = _version(header)
    fields = ["MSH", encoding, sent(5) or _APPLICATION, sent(6) or _APPLICATION, sent(3), sent(4)]
    fields += [
        _stamp(at),
        "",
        _type(header, marks, version),
        control,
        sent(11) or "P",
        version,
    ]
    charset = sent(18)
    if charset:
        fields += ["", "", "", "", "", charset]
    return marks.field.join(fields)


def _version(header: Header | None) -> str:
    """Give the sender's version back, unless something else stands in its place: an answer repeats nothing unknown."""
    sent = header.part(12) if header else ""
    return sent if _VERSION.fullmatch(sent) else "2.4"


def _new_control_id(raw: bytes, at: int) -> str:
    digest = hashlib.sha256(raw + at.to_bytes(8, "big", signed=True)).hexdigest()
    return f"{_APPLICATION}-{digest[:16].upper()}"


def _type(header: Header | None, marks: Separators, version: str) -> str:
    trigger = header.part(9, 2) if header else ""
    if not _TRIGGER.fullmatch(trigger) or version < "2.3.1":
        return "ACK"
    return marks.component.join(["ACK", trigger, "ACK"])


def _msa(header: Header | None, marks: Separators, code: str, answer: Answer) -> str:
    control = header.raw(10) if header else ""
    if answer.reason is None:
        return marks.field.join(["MSA", code, control])
    return marks.field.join(
        ["MSA", code, control, _plain(answer.reason.words, marks), "", "", _error(answer.reason, marks)]
    )


def _err(header: Header | None, marks: Separators, reason: Finding) -> str:
    found = _PLACE.match(reason.path)
    segment, field = (found[1], found[2] or "") if found else ("", "")
    if header and header.part(12) >= _ERL_SINCE:
        where = marks.component.join([segment, "1", field]).rstrip(marks.component)
        return marks.field.join(["ERR", "", where, _error(reason, marks), "E"])
    inner = _error(reason, marks).replace(marks.component, marks.subcomponent)
    return marks.field.join(["ERR", marks.component.join([segment, "1", field, inner])])


def _error(reason: Finding, marks: Separators) -> str:
    code = _CODES.get(reason.rule, 207)
    return marks.component.join([str(code), _WORDS[code], "HL70357"])


def _plain(words: str, marks: Separators) -> str:
    return "".join(" " if one in marks else one for one in words)


def _stamp(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, LONDON).strftime("%Y%m%d%H%M%S")
