"""What a sender of files gets back: counts, the lines that were parked with their reason, and nothing of a person."""

import enum
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec


class Outcome(enum.Enum):
    """The whole vocabulary of a reply about one record; no other word ever goes back."""

    RECEIVED = "RECEIVED"
    NOT_THIS_COUNCIL = "NOT_THIS_COUNCIL"
    DECEASED = "DECEASED"


class RecordReply(NamedTuple):
    """What one record is answered with, under the sender's own id of it."""

    referral_id: str
    outcome: Outcome


class LineNote(NamedTuple):
    """One line that was parked, or taken with a remark: which line, field and rule, and words; never a value."""

    line: int
    path: str
    rule: str
    words: str
    severity: str = "error"


class Refusal(NamedTuple):
    """Why a whole file was not taken."""

    rule: str
    words: str


class FileReceipt(msgspec.Struct, frozen=True):
    """What became of one file.  `line` counts from 1 and includes a heading row."""

    file: str
    accepted: int = 0
    duplicates: int = 0
    ignored: int = 0
    parked: tuple[LineNote, ...] = ()
    findings: tuple[LineNote, ...] = ()
    refused: Refusal | None = None
    replies: tuple[RecordReply, ...] = ()


def refused(file: str, rule: str, words: str, replies: Sequence[RecordReply] = ()) -> FileReceipt:
    """Give the receipt of a file that was not taken at all."""
    return FileReceipt(file=file, refused=Refusal(rule, words), replies=tuple(replies))


def receipt_json(receipt: FileReceipt) -> dict[str, Any]:
    """Give a receipt as the JSON object that goes back over HTTP and that `hub drop` prints."""
    return {
        "file": receipt.file,
        "accepted": receipt.accepted,
        "duplicates": receipt.duplicates,
        "ignored": receipt.ignored,
        "parked": [_parked(note) for note in receipt.parked],
        "findings": [note._asdict() for note in receipt.findings],
        "refused": receipt.refused._asdict() if receipt.refused else None,
        "replies": [{"referral_id": one.referral_id, "outcome": one.outcome.value} for one in receipt.replies],
    }


def _parked(note: LineNote) -> Mapping[str, Any]:
    return {"line": note.line, "path": note.path, "rule": note.rule, "words": note.words}


def receipts_json(receipts: Sequence[FileReceipt]) -> dict[str, Any]:
    """Give one object for everything that was handed over at once.

    One file gives its own receipt.  Several give their sums under the same names, and each one under `files`.
    """
    whole = [receipt_json(one) for one in receipts]
    if len(whole) == 1:
        return whole[0]
    sums: dict[str, Any] = {name: sum(one[name] for one in whole) for name in ("accepted", "duplicates", "ignored")}
    lists = {name: [row for one in whole for row in one[name]] for name in ("parked", "findings", "replies")}
    stopped = next((one["refused"] for one in whole if one["refused"]), None)
    return {"file": None, **sums, **lists, "refused": stopped, "files": whole}
