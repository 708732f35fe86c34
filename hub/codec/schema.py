"""The part of Avro 1.12 that our schemas use, as frozen values.

Enums and maps are left out on purpose: a new enum symbol can never be added compatibly in both directions, so
codes travel as strings, and a map hides its fields from the schema.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from hub.errors import Defect

PRIMITIVES: Final = frozenset({"null", "boolean", "int", "long", "double", "string", "bytes"})


class _Required:
    """The mark of a field without a default; no JSON is equal to it."""


REQUIRED: Final = _Required()


@dataclass(frozen=True)
class Primitive:
    """A type without parts; `logical` is `date` or empty."""

    name: str
    logical: str = ""


@dataclass(frozen=True)
class Fixed:
    """So many bytes under a name."""

    name: str
    size: int


@dataclass(frozen=True)
class Array:
    """Any number of one type."""

    items: "AvroType"


@dataclass(frozen=True)
class Union:
    """One of several types, told apart by its place."""

    branches: tuple["AvroType", ...]


@dataclass(frozen=True)
class Field:
    """One field of a record; `default` is `REQUIRED` or the JSON of the default."""

    name: str
    type: "AvroType"
    default: Any = REQUIRED
    doc: str = field(default="", compare=False)


@dataclass(frozen=True)
class Record:
    """Fields in order under a full name."""

    name: str
    fields: tuple[Field, ...]
    doc: str = field(default="", compare=False)


AvroType: TypeAlias = Primitive | Fixed | Array | Union | Record


def full_name(schema: Mapping[str, Any], namespace: str = "") -> str:
    """Namespace and name of a named schema, by the rules of Avro."""
    name: str = schema["name"]
    space = schema.get("namespace", namespace)
    return name if "." in name or not space else f"{space}.{name}"


def parse(schema: Any) -> AvroType:
    """Read the JSON of a self-contained schema; raises `Defect` for what is no schema of ours."""
    return _parse(schema, "", {})


def parse_record(schema: Any) -> Record:
    """Read the JSON of a self-contained record; raises `Defect` when it is something else."""
    parsed = parse(schema)
    if not isinstance(parsed, Record):
        raise Defect("a schema of an event must be a record")
    return parsed


def _parse(schema: Any, namespace: str, known: dict[str, AvroType]) -> AvroType:
    if isinstance(schema, str):
        return _by_name(schema, namespace, known)
    if isinstance(schema, list):
        return Union(tuple(_parse(branch, namespace, known) for branch in schema))
    match schema["type"]:
        case "record":
            return _record(schema, namespace, known)
        case "fixed":
            name = full_name(schema, namespace)
            known[name] = Fixed(name, schema["size"])
            return known[name]
        case "array":
            return Array(_parse(schema["items"], namespace, known))
        case str(name) if name in PRIMITIVES:
            return Primitive(name, schema.get("logicalType", ""))
        case other:
            raise Defect(f"a schema uses {other!r}, which no event of the hub may")


def _by_name(name: str, namespace: str, known: Mapping[str, AvroType]) -> AvroType:
    if name in PRIMITIVES:
        return Primitive(name)
    full = name if "." in name or not namespace else f"{namespace}.{name}"
    if full not in known:
        raise Defect(f"a schema names {full!r} before it is defined")
    return known[full]


def _record(schema: Mapping[str, Any], namespace: str, known: dict[str, AvroType]) -> Record:
    name = full_name(schema, namespace)
    inner = name.rpartition(".")[0]
    fields = tuple(
        Field(each["name"], _parse(each["type"], inner, known), each.get("default", REQUIRED), each.get("doc", ""))
        for each in schema["fields"]
    )
    known[name] = record = Record(name, fields, schema.get("doc", ""))
    return record
