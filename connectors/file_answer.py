"""What one record of a file becomes, and what it is read against."""

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from connectors.council_routing import Places
from connectors.file_lines import FileLine, file_lines
from connectors.file_profile import FileProfile
from connectors.receipt import RecordReply
from hub.domain.lawful_bases import LawfulBases
from hub.errors import Rejected
from hub.ports.connector import Finding, Translation

P = TypeVar("P", bound=FileProfile)


class Asked(NamedTuple, Generic[P]):
    """What a record is read against: its profile, pure look-ups, the moment, and the council of its file."""

    profile: P
    places: Places
    at: int
    """Milliseconds since the epoch."""
    recipient: str | None = None
    bases: LawfulBases = LawfulBases()
    """On what people may be passed on, by date."""


class Answer(NamedTuple):
    """What one record becomes, and the one word that goes back about it; no reply for a record that was parked."""

    translation: Translation
    reply: RecordReply | None
    kept: bytes | None = None
    """What is kept as the record's original, where that is less than what was sent."""


def inspected(
    raw: bytes, profile: FileProfile, answers: Callable[[Sequence[FileLine]], Sequence[Answer]]
) -> list[Translation]:
    """Read a file, or one record, and write nothing."""
    try:
        lines = list(file_lines(raw))
    except Rejected as wrong:
        finding = Finding(wrong.path, wrong.rule, wrong.words, "error")
        return [Translation("rejected", (), (finding,), profile=profile.label)]
    return [answer.translation for answer in answers(lines)]
