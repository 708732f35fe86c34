"""Reading a document from bytes: everything that is wrong with it at once, by field and rule."""

import json
from collections.abc import Sequence
from typing import Any, Final, NamedTuple, NoReturn

from pydantic import ValidationError

from hub.portable.document import PortableDocument
from hub.portable.faults import Fault, faults_of, faults_of_texts

AT_MOST: Final = 4_000_000
"""Bytes of a document; a longer one is no assessment."""


class Read(NamedTuple):
    """A document, its content as JSON for the hash, and what is wrong; `document` is none when it has no form."""

    document: PortableDocument | None
    content: dict[str, Any]
    faults: Sequence[Fault]


class _WrongError(Exception):
    """Stops the JSON reader at what canonical JSON cannot hold."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.rule)
        self.fault: Final = fault


def read(raw: bytes) -> Read:
    """Read a document; never raises for what stands in it."""
    try:
        content = _parsed(raw)
    except _WrongError as wrong:
        return Read(None, {}, (wrong.fault,))
    try:
        document = PortableDocument.model_validate_json(raw)
    except ValidationError as wrong:
        errors = wrong.errors(include_input=False, include_url=False, include_context=False)
        return Read(None, content, tuple(_fault(error["loc"], error["type"], error["msg"]) for error in errors))
    return Read(document, content, tuple(sorted([*faults_of_texts(content), *faults_of(document)])))


def _fault(loc: Sequence[int | str], rule: str, words: str) -> Fault:
    """Name the field; a name that the model does not know came from the sender and is not told."""
    if rule == "extra_forbidden":
        loc, words = loc[:-1], "A name stands here that a document does not have"
    return Fault(".".join(map(str, loc)), rule, f"{words}.")


def _parsed(raw: bytes) -> dict[str, Any]:
    if len(raw) > AT_MOST:
        raise _WrongError(Fault("", "too_long", f"A document has at most {AT_MOST} bytes."))
    try:
        content = json.loads(raw, object_pairs_hook=_once, parse_float=_no_number, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise _WrongError(Fault("", "not_json", "This is not JSON in UTF-8.")) from None
    if not isinstance(content, dict):
        raise _WrongError(Fault("", "not_an_object", "A document is one JSON object."))
    return content


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that stands twice in one object: readers would disagree about which holds."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _WrongError(Fault("", "name_twice", "A name stands twice in one object."))
    return found


def _no_number(text: str) -> NoReturn:
    del text
    raise _WrongError(Fault("", "number_with_point", "Amounts are written as text, so that all hash the same."))
