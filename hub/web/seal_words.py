"""What is said of a document's seal: that it was checked, or why it could not be."""

from collections.abc import Mapping
from typing import Any, Final

from hub.web.words import Tag, words

_DOUBTS: Final[Mapping[str, str]] = {
    "unsigned": "nobody signed it",
    "no_key_of_council": "the key of the council that signed it is not known here",
    "hash_malformed": "its hash is not written as one",
    "signature_malformed": "the signature is not written as one",
    "signature_wrong": "the signature was not made with a key of this council",
    "not_the_sending_council": "another council signed it than the one that the person leaves",
}


def seal_words(document: Mapping[str, Any]) -> str:
    """Say whether the seal of a document of a move holds, and why not where it does not."""
    if document["verified"]:
        return "its seal was checked"
    reason = document.get("reason")
    because = f": {_DOUBTS.get(str(reason), words(reason).lower())}" if reason else ""
    return f"its seal could not be checked{because}"


def seal_tag(document: Mapping[str, Any]) -> Tag:
    """Return the same as a tag."""
    return Tag("Seal checked", "green") if document["verified"] else Tag("Seal not checked", "orange")
