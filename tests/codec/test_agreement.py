"""The schemas and the Python bodies say the same: names, order, types, who may be absent or erased, defaults."""

import types
import typing
from datetime import date
from typing import Any

import msgspec
import pytest

from hub.events.catalogue import BY_TYPE
from hub.events.envelope import Event, Provenance, Sealed
from hub.events.values import Erased, Precision, Zone
from tests.strategies import schema_of, schemas, struct_named

HUB = "uk.care.hub"
NAMES: dict[Any, set[str]] = {
    str: {"string"},
    bool: {"boolean"},
    int: {"int", "long"},
    float: {"double"},
    bytes: {"bytes", f"{HUB}.EventId", f"{HUB}.SubjectRef", f"{HUB}.CorrelationId"},
    type(None): {"null"},
    Erased: {f"{HUB}.Erased"},
}
"""What each Python type may be in a schema; a struct must have its own name there."""


def names_of(schema: Any) -> list[Any]:
    """The branches of a union, or the one type."""
    return schema if isinstance(schema, list) else [schema]


def rank(kind: Any) -> int:
    """None first, then the mark of an erased field, then the value."""
    return 0 if kind is type(None) else 1 if kind is Erased else 2


def agrees(kind: Any, schema: Any) -> bool:
    """Whether a Python type and a branch of a schema mean the same."""
    if typing.get_origin(kind) is tuple:
        return bool(schema["type"] == "array" and agrees(typing.get_args(kind)[0], schema["items"]))
    if kind is date:
        return bool(schema == {"type": "int", "logicalType": "date"})
    if kind in NAMES:
        return isinstance(schema, str) and schema in NAMES[kind]
    return isinstance(schema, str) and struct_named(schema.rpartition(".")[2]) is kind


def compare(struct: type[msgspec.Struct], schema: Any) -> None:
    """Field by field, in order."""
    hints = typing.get_type_hints(struct)
    assert [each["name"] for each in schema["fields"]] == list(struct.__struct_fields__)
    for field, each in zip(msgspec.structs.fields(struct), schema["fields"], strict=True):
        place = f"{schema['name']}.{field.name}"
        hint = hints[field.name]
        union = typing.get_origin(hint) in (typing.Union, types.UnionType)
        kinds = sorted(typing.get_args(hint), key=rank) if union else [hint]
        branches = names_of(each["type"])
        assert len(kinds) == len(branches), place
        assert all(agrees(kind, branch) for kind, branch in zip(kinds, branches, strict=True)), place
        default = each.get("default", msgspec.NODEFAULT)
        expected = field.default
        assert (list(expected) if isinstance(expected, tuple) else expected) == default, place


@pytest.mark.parametrize("event_type", BY_TYPE)
def test_a_body_is_what_its_schema_says(event_type: str) -> None:
    """Nobody changes an event in Python without its schema, or the other way round."""
    schema = schema_of(event_type)
    (body,) = [each["type"] for each in schema["fields"] if each["name"] == "body"]
    assert body["name"] == f"{event_type}Body"
    compare(BY_TYPE[event_type].body, body)
    assert schema["namespace"] == f"{HUB}.{BY_TYPE[event_type].body.__module__.rpartition('.')[2]}"


@pytest.mark.parametrize(
    "name", ["Moment", "Code", "Place", "HomeArea", "Spell", "Source", "Stated", "Provenance", "Sealed"]
)
def test_a_shared_value_is_what_its_schema_says(name: str) -> None:
    """A value that many events are made of has one shape, in Python and on the wire."""
    (schema,) = [schema for schema in schemas().values() if schema["name"] == name]
    compare(struct_named(name), schema)


@pytest.mark.parametrize("event_type", BY_TYPE)
def test_every_event_travels_in_the_same_envelope(event_type: str) -> None:
    """What rules need stands first, at the same places in every type; what names a person stands last."""
    fields = schema_of(event_type)["fields"]
    assert [each["name"] for each in fields] == list(Event.__struct_fields__)
    envelope = [(each["type"], each.get("default", "none")) for each in fields if each["name"] != "body"]
    assert envelope == [
        (f"{HUB}.EventId", "none"),
        (f"{HUB}.SubjectRef", "none"),
        ("string", "none"),
        *[("long", "none")] * 3,
        *[("int", "none")] * 2,
        ("boolean", "none"),
        (f"{HUB}.Provenance", "none"),
        (["null", f"{HUB}.Sealed"], None),
    ]
    hints = typing.get_type_hints(Event)
    assert hints["precision"] == Precision | int
    assert hints["zone"] == Zone | int
    assert hints["provenance"] == Provenance | None
    assert hints["sealed"] == Sealed | None


def test_every_schema_has_its_place_in_the_catalogue() -> None:
    """No schema lies about that no event uses."""
    shared = {"Moment", "Code", "Place", "HomeArea", "Spell", "Source", "Stated", "Provenance", "Sealed"}
    marks = {"Erased", "EventId", "SubjectRef", "CorrelationId"}
    assert {schema["name"] for schema in schemas().values()} == {*BY_TYPE, *shared, *marks}


def test_times_are_longs_and_everything_else_that_counts_is_int() -> None:
    """A time of our century takes six bytes and a way of its own through the reader; small numbers take one."""
    counted = [
        (name, each)
        for name, schema in schemas().items()
        for each in (*schema.get("fields", ()), *bodies(schema))
        if {"int", "long"} & {branch for branch in names_of(each["type"]) if isinstance(branch, str)}
    ]
    assert counted
    for name, each in counted:
        is_time = each["name"] == "at" or each["name"].endswith("_at")
        assert ("long" in names_of(each["type"])) == is_time, (name, each["name"])
        assert not is_time or "illiseconds since" in each["doc"], (name, each["name"])


def bodies(schema: Any) -> list[Any]:
    """Fields of the body inside an event's schema."""
    inner = [each["type"] for each in schema.get("fields", ()) if each["name"] == "body"]
    return [each for body in inner if isinstance(body, dict) for each in body["fields"]]
