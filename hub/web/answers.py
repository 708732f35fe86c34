"""What a form sends, as the fields of an entry, and back: a day is three boxes, a time four."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from hub.ports.recording import EntryField, EntryKind

PREFIX: Final = "f."
Sent = Mapping[str, Sequence[str]]
"""What a form sent, by the name of the box; a box of several choices may send several."""
_DAY: Final = ("day", "month", "year")


def sent_of(items: Iterable[tuple[str, Any]], kind: EntryKind) -> Sent:
    """Keep of a form what belongs to the fields of its kind; files and anything else are left out."""
    names = {name for field in kind.fields for name in boxes(field)}
    held: dict[str, list[str]] = {}
    for name, value in items:
        if name in names and isinstance(value, str) and value.strip():
            held.setdefault(name, []).append(value.strip())
    return held


def boxes(field: EntryField) -> list[str]:
    """Name the boxes of a field."""
    name = PREFIX + field.name
    if field.type not in {"day", "time"}:
        return [name]
    return [f"{name}.{part}" for part in (*_DAY, *(("at",) if field.type == "time" else ()))]


def fields_of(kind: EntryKind, sent: Sent) -> dict[str, Any]:
    """Give the fields of an entry; one that was left empty is absent."""
    told = {field.name: _field(field, sent) for field in kind.fields}
    return {name: value for name, value in told.items() if value}


def _field(field: EntryField, sent: Sent) -> Any:
    held = [sent.get(name, [""])[0] for name in boxes(field)]
    if field.type == "choices":
        return list(sent.get(PREFIX + field.name, ()))
    if not any(held):
        return ""
    if field.type == "day":
        return _day(held)
    if field.type == "time":
        return f"{_day(held[:3])}T{held[3].zfill(5)}"
    return held[0]


def _day(parts: Sequence[str]) -> str:
    """Write three boxes as one day; what is no day is refused where days are read."""
    day, month, year = parts
    return f"{year}-{month.zfill(2)}-{day.zfill(2)}"


def sent_again(kind: EntryKind, answers: Mapping[str, Any]) -> Sent:
    """Write the fields of an entry as a form would send them, so that a form begins with what was recorded."""
    held: dict[str, Sequence[str]] = {}
    for field in kind.fields:
        value = answers.get(field.name)
        if value is None:
            continue
        if field.type in {"day", "time"}:
            held |= {name: [part] for name, part in zip(boxes(field), _parts(str(value)), strict=False)}
        else:
            held[PREFIX + field.name] = value if isinstance(value, list) else [str(value)]
    return held


def _parts(value: str) -> list[str]:
    day, _, at = value.partition("T")
    year, month, number = day.split("-")
    return [number, month, year, at]
