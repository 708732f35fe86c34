"""What `hub inspect` prints of one message, and what stands beside every good sample.

Nobody is looked up and nothing is written, and the fields of a person are named, never shown.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import msgspec

from hub.domain.days import rfc3339
from hub.events.values import Erased, Moment, Precision, Zone
from hub.people.screening import replaced, screened
from hub.ports.connector import Proposed, Translation

_DIGEST: Final = "~"
"""Stands for an id of which the hub keeps a keyed digest, because it names the person."""


def translation_json(read: Translation) -> dict[str, Any]:
    """Give a translation as JSON: outcome, events with the fields that are kept, and findings."""
    translation = screened(read)
    shown = dict.fromkeys(translation.private, _DIGEST)
    return {
        "outcome": translation.outcome,
        "message_id": shown.get(translation.message_id, translation.message_id),
        "trigger": translation.trigger,
        "profile": translation.profile,
        "events": [proposed_json(event, shown) for event in translation.events],
        "findings": [msgspec.to_builtins(finding) for finding in translation.findings],
    }


def proposed_json(event: Proposed, shown: Mapping[str, str]) -> dict[str, Any]:
    """Give one event: its type, when it happened, when it was written down, and what is kept of it."""
    occurred = _plain(event.occurred)
    return {
        "type": type(event.body).__name__,
        "occurred_at": occurred["at"],
        "precision": occurred["precision"],
        "zone": occurred["zone"],
        "recorded_at": rfc3339(event.recorded.at),
        "fields": _members(replaced(event.body, shown)),
        "personal": sorted(event.personal),
    }


def _members(struct: msgspec.Struct) -> dict[str, Any]:
    pairs = ((name, getattr(struct, name)) for name in struct.__struct_fields__)
    return {name: _named(name, value) for name, value in pairs if value is not None and not isinstance(value, bytes)}


def _named(name: str, value: object) -> Any:
    """A number under a name that ends in `_at` is a time in milliseconds."""
    return rfc3339(value) if isinstance(value, int) and name.endswith("_at") else _plain(value)


def _plain(value: object) -> Any:
    if isinstance(value, Moment):
        precision, zone = Precision(value.precision).name.lower(), Zone(value.zone).name.lower()
        return {"at": rfc3339(value.at), "precision": precision, "zone": zone}
    if isinstance(value, msgspec.Struct):
        return _members(value)
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, Erased):
        return {"erased": True}
    return value.isoformat() if isinstance(value, date) else value
