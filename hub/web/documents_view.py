"""Documents of moves: which came with which move, and with which moves a council may send one."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from hub.ports.recording import Fault
from hub.web.dates import clinical_time
from hub.web.moves_view import tag_of, title_of
from hub.web.seal_words import seal_tag, seal_words
from hub.web.words import Names, Tag, named

Json = Mapping[str, Any]
_CANCELLED: Final = "CANCELLED_NOT_MOVED"
_BESIDE: Final = 3
"""So many faults stand beside the file; the head of the page lists every one."""


class Came(NamedTuple):
    """One document that came: its hash, whether its seal holds, and what is known of it in words."""

    sha256: str
    name: str
    seal: Tag
    rows: Sequence[tuple[str, str]]


class MovePapers(NamedTuple):
    """One move with the documents that travelled with it."""

    title: str
    status: Tag
    came: Sequence[Came]


def papers_of(state: Json, names: Names) -> list[MovePapers]:
    """Return the moves with their documents, newest first."""
    moves = state.get("moves") or ()
    return [MovePapers(title_of(one), tag_of(one), [_came(each, names) for each in one["documents"]])
            for one in moves][::-1]  # fmt: skip


def _came(each: Json, names: Names) -> Came:
    """Give one document; who signed it is not said where no council may be named."""
    signer = [("Signed by", named(names, "council", each["signed_by"]))] if each["signed_by"] else []
    seal = seal_words(each)
    rows = [
        ("Came", clinical_time(each["received_at"])),
        *signer,
        ("Seal", seal[:1].upper() + seal[1:]),
        ("SHA-256", each["sha256"]),
    ]
    return Came(each["sha256"], each["document_id"], seal_tag(each), rows)


def moves_to_send(state: Json, council: str) -> list[tuple[str, str]]:
    """Give the moves with which a council may hand a document over, newest first: its own that are not cancelled."""
    moves = state.get("moves") or ()
    own = [one for one in moves if one["from_council"] == council and one["state"] != _CANCELLED]
    return [(one["move_id"], title_of(one)) for one in own[::-1]]


def wrong_of(faults: Sequence[Fault]) -> dict[str, str]:
    """Give what is wrong by the field of the form: the file, or the move that was chosen."""
    found = {"move": [one for one in faults if one.path == "move"], "document": []}
    found["document"] = [one for one in faults if one.path != "move"]
    return {field: _said(held) for field, held in found.items() if held}


def errors_of(faults: Sequence[Fault]) -> list[dict[str, str]]:
    """Give the list at the head of the form: every fault with its place in the document, and a link to its field."""
    return [{"text": _placed(one), "href": "#move" if one.path == "move" else "#document"} for one in faults]


def _said(faults: Sequence[Fault]) -> str:
    more = len(faults) - _BESIDE
    said = " ".join(_placed(one) for one in faults[:_BESIDE])
    return f"{said} And {more} more, listed at the head of the page." if more > 0 else said


def _placed(fault: Fault) -> str:
    """Write a fault with its place, which is a name of the form of documents and no word of the sender's."""
    return f"{fault.path}: {fault.words}" if fault.path not in {"", "move"} else fault.words
