"""What fastavro and the official `avro` package make of an event: they share no code with the hub's codec."""

import enum
import io
from functools import cache
from typing import Any

import avro.io
import avro.schema
import fastavro
import msgspec

from tests.strategies import schema_of, schemas

HEADER = 5


def datum(value: Any) -> Any:
    """An event as dictionaries and lists; an erased field is a record without fields."""
    match value:
        case msgspec.Struct():
            return {name: datum(getattr(value, name)) for name in value.__struct_fields__}
        case tuple():
            return [datum(each) for each in value]
        case enum.IntEnum():
            return int(value)
        case enum.Enum():
            return {}
        case _:
            return value


@cache
def fast_schema(event_type: str) -> Any:
    """The edited schema of an event type with everything that it names, parsed by fastavro."""
    known: dict[str, Any] = {}
    for name in _needed(schema_of(event_type), []):
        fastavro.parse_schema(schemas()[name], named_schemas=known)
    return fastavro.parse_schema(schema_of(event_type), named_schemas=known, expand=True)


def _needed(schema: Any, found: list[str]) -> list[str]:
    """Names that a schema refers to, each after what it needs itself."""
    if isinstance(schema, list):
        for branch in schema:
            _needed(branch, found)
    elif isinstance(schema, str) and schema in schemas() and schema not in found:
        _needed(schemas()[schema], found)
        found.append(schema)
    elif isinstance(schema, dict):
        for each in schema.get("fields", ()):
            _needed(each["type"], found)
        _needed(schema.get("items"), found)
    return found


def written(event_type: str, value: Any, schema: Any = None) -> bytes:
    """The Avro body that fastavro writes, strict about every field."""
    stream = io.BytesIO()
    fastavro.schemaless_writer(stream, schema or fast_schema(event_type), value, strict=True)
    return stream.getvalue()


def read(event_type: str, value: bytes) -> Any:
    """What fastavro reads from a whole value, which it must use up."""
    stream = io.BytesIO(value[HEADER:])
    found = fastavro.schemaless_reader(stream, fast_schema(event_type), None)
    assert stream.read() == b""
    return found


def read_officially(text: str, value: bytes) -> Any:
    """What the official package reads with the text of a released schema."""
    stream = io.BytesIO(value[HEADER:])
    found = avro.io.DatumReader(avro.schema.parse(text)).read(avro.io.BinaryDecoder(stream))
    assert stream.read() == b""
    return found
