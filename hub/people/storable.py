"""The last look before something is kept: no text that stays in the clear holds U+0000, whatever its door let in.

PostgreSQL keeps no such text (its manual, "Character Types"), and what is in the log is there for ever.  Each door
refuses it with the sender's own name of the field; what is refused here is a gap of theirs.
"""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from hub.ports.connector import Finding, Proposed, Translation

RULE: Final = "control_character"
_WORDS: Final = "This field holds the character U+0000, which no text has."
_NUL: Final = "\0"
_OF_MESSAGE: Final = ("message_id", "source_organisation", "source_system", "trigger")
_OF_EVENT: Final = ("record_uid", "author", "performer")


def storable(translation: Translation) -> Translation:
    """Give a translation as it is, or refused when a clear text of it cannot be kept."""
    path = next(_unkept(translation), None)
    if path is None:
        return translation
    reason = Finding(translation.read_at.get(path, path), RULE, _WORDS, "error")
    findings = (reason, *translation.findings)
    cleared = {name: getattr(translation, name).replace(_NUL, "") for name in _OF_MESSAGE}
    return msgspec.structs.replace(translation, outcome="rejected", events=(), findings=findings, **cleared)


def _unkept(translation: Translation) -> Iterator[str]:
    """Give the paths of clear texts with U+0000."""
    yield from (name for name in _OF_MESSAGE if _NUL in getattr(translation, name))
    for event in translation.events:
        yield from _of_event(event)


def _of_event(event: Proposed) -> Iterator[str]:
    yield from (name for name in _OF_EVENT if _NUL in (getattr(event, name) or ""))
    yield from _of_value(event.body, "")


def _of_value(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, str):
        if _NUL in value:
            yield path
    elif isinstance(value, tuple):
        for each in value:
            yield from _of_value(each, path)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _of_value(getattr(value, name), f"{path}.{name}" if path else name)
