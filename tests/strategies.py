"""Hypothesis strategies for events of every type, drawn from the schemas and from nothing in the codec.

@given(events())                                        any type
@given(events("SpellAdmitted", "SpellDischarged"))      these types
@given(events(times=ANY_LONG))                          times that no calendar holds, too
"""

import json
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import msgspec
from hypothesis import strategies as st

import hub.events
from hub.events.catalogue import BY_TYPE
from hub.events.envelope import Event
from hub.events.values import ERASED

ROOT = Path(__file__).parents[1] / "schemas"
FAMILIES = tuple(import_module(f"hub.events.{each.name}") for each in iter_modules(hub.events.__path__))

ANY_LONG = st.integers(-(2**63), 2**63 - 1)
ANY_INT = st.integers(-(2**31), 2**31 - 1)
TIMES = st.integers(946_684_800_000, 4_102_444_800_000)
"""From 2000 to 2100."""
TIMES_OF_NOW = st.integers(1_772_323_200_000, 1_798_761_600_000)
"""Inside 2026, where most events fall and writers take a short way."""


@cache
def schemas() -> dict[str, Any]:
    """Every schema that people edit, by full name."""
    found = {}
    for path in ROOT.rglob("*.avsc"):
        if path.relative_to(ROOT).parts[0] not in ("released", "golden"):
            schema = json.loads(path.read_text(encoding="utf-8"))
            found[f"{schema['namespace']}.{schema['name']}"] = schema
    return found


def schema_of(event_type: str) -> Any:
    """The schema of an event type."""
    (found,) = [schema for schema in schemas().values() if schema["name"] == event_type]
    return found


def struct_named(name: str) -> type[msgspec.Struct]:
    """The Python struct that a record stands for, by its name without namespace."""
    (found,) = {getattr(family, name) for family in FAMILIES if hasattr(family, name)}
    assert isinstance(found, type)
    assert issubclass(found, msgspec.Struct)
    return found


def drawn_from(schema: Any, field: str = "", times: st.SearchStrategy[int] = TIMES) -> st.SearchStrategy[Any]:
    """Values of a schema, as Python holds them; `field` is where they stand."""
    if isinstance(schema, list):
        return st.one_of(*(drawn_from(branch, field, times) for branch in schema))
    if isinstance(schema, str) and schema in schemas():
        return drawn_from(schemas()[schema], field, times)
    if isinstance(schema, str):
        return _primitive(schema, field, times)
    return _of_named_kind(schema, field, times)


def _of_named_kind(schema: Any, field: str, times: st.SearchStrategy[int]) -> st.SearchStrategy[Any]:
    match schema["type"]:
        case "record" if schema["name"] == "Erased":
            drawn: st.SearchStrategy[Any] = st.just(ERASED)
        case "record":
            drawn = st.builds(struct_named(schema["name"].removesuffix("Body")), **_fields(schema, times))
        case "array":
            drawn = st.lists(drawn_from(schema["items"], field, times), max_size=4).map(tuple)
        case "fixed":
            drawn = st.binary(min_size=schema["size"], max_size=schema["size"])
        case _:
            assert schema == {"type": "int", "logicalType": "date"}
            drawn = st.dates(date.min, date.max)
    return drawn


def _fields(schema: Any, times: st.SearchStrategy[int]) -> dict[str, st.SearchStrategy[Any]]:
    return {each["name"]: drawn_from(each["type"], each["name"], times) for each in schema["fields"]}


def _primitive(name: str, field: str, times: st.SearchStrategy[int]) -> st.SearchStrategy[Any]:
    if field in ("precision", "zone"):
        return st.integers(0, 6 if field == "precision" else 3)
    return {
        "null": st.none(),
        "boolean": st.booleans(),
        "int": ANY_INT,
        "long": times,
        "double": st.floats(0, 1) if field == "share" else st.floats(allow_nan=False),
        "string": st.text(max_size=80),
        "bytes": st.binary(max_size=200),
    }[name]


def events(*types: str, times: st.SearchStrategy[int] = TIMES | TIMES_OF_NOW) -> st.SearchStrategy[Event]:
    """Complete events of these types, or of every type; `times` are milliseconds since the epoch."""
    return st.sampled_from(types or tuple(BY_TYPE)).flatmap(lambda name: _events_of(name, times))


def _events_of(event_type: str, times: st.SearchStrategy[int]) -> st.SearchStrategy[Event]:
    drawn = _fields(schema_of(event_type), times)
    return st.builds(Event, **drawn | {"type": st.just(event_type)})
