"""The OpenAPI description of an entry, made of the table: one shape for each kind."""

from collections.abc import Mapping
from typing import Any, Final

from hub.ports.recording import EntryField, EntryKind, Recording

_TYPES: Final[Mapping[str, Mapping[str, Any]]] = {
    "code": {"type": "string", "maxLength": 40, "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$"},
    "text": {"type": "string", "maxLength": 2000},
    "label": {"type": "string", "maxLength": 80, "description": "Words in the clear, without any number of a person."},
    "council": {"type": "string", "pattern": "^[ENSW][0-9]{8}$"},
    "day": {"type": "string", "format": "date"},
    "time": {"type": "string", "description": "RFC 3339, or Europe/London wall time without an offset."},
    "hours": {"type": "string", "description": "Hours a week, as a decimal.", "maxLength": 12},
    "pounds": {"type": "string", "description": "Pounds an hour, as a decimal.", "maxLength": 12},
    "amount": {"type": "string", "description": "Pounds, as a decimal.", "maxLength": 12},
    "share": {"type": "string", "description": "Per cent, as a decimal.", "maxLength": 12},
    "known": {"type": "string", "description": "Something that is known of the person.", "maxLength": 200},
    "yes_no": {"enum": ["yes", "no", True, False]},
}


def describe_entries(document: dict[str, Any], recording: Recording) -> None:
    """Describe each kind as a schema of its own, and say in the shape of all entries which one goes with which kind.

    One shape with a choice of forty would say the same; tools that make requests from a document choke on it.
    """
    schemas = document["components"]["schemas"]
    names = {what: f"Entry_{what}" for what in recording.kinds}
    schemas |= {names[kind.what]: _kind(kind, recording) for kind in recording.kinds.values()}
    body = schemas["EntryBody"]
    body["properties"]["what"] = {"enum": list(recording.kinds)}
    body["x-entry-kinds"] = {what: f"#/components/schemas/{name}" for what, name in names.items()}


def _kind(kind: EntryKind, recording: Recording) -> dict[str, Any]:
    needed = [field.name for field in kind.fields if field.required]
    fields: dict[str, Any] = {"type": "object", "additionalProperties": False}
    fields["properties"] = {field.name: _field(field) for field in kind.fields}
    fields |= {"required": needed} if needed else {}
    fields |= {"anyOf": [{"required": [name]} for name in kind.rules.needs]} if kind.rules.needs else {}
    return {
        "type": "object",
        "title": kind.label,
        "additionalProperties": False,
        "required": [
            "what",
            *(["fields"] if needed or kind.rules.needs else []),
            *([] if kind.event else ["corrects", "reason"]),
        ],
        "properties": {
            "what": {"enum": [kind.what]},
            "fields": fields,
            "corrects": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "reason": {
                "type": "object",
                "additionalProperties": False,
                "required": ["code"],
                "properties": {
                    "code": {"enum": [choice.code for choice in recording.reasons]},
                    "words": {"type": "string", "maxLength": 2000},
                },
            },
        },
    }


def _field(field: EntryField) -> dict[str, Any]:
    codes = [choice.code for choice in field.choices]
    described: dict[str, Any] = {"title": field.label}
    if field.type == "choice":
        return described | {"enum": codes}
    if field.type == "choices":
        return described | {"type": "array", "items": {"enum": codes}}
    return described | dict(_TYPES[field.type])
