"""Writes the reader of a whole event: its head at fixed places, then the body, then, when asked, the rest."""

from collections.abc import Callable
from typing import Final

from hub.codec.folder import NAMESPACE
from hub.codec.reading import SPACE, Reader
from hub.codec.schema import AvroType, Field, Fixed, Primitive, Record, Union
from hub.codec.source import Source
from hub.codec.varints import long_bytes
from hub.errors import Defect
from hub.events.envelope import Event

HEADER: Final = 5
"""Magic byte and schema id."""
TIMES: Final = ("occurred_at", "recorded_at", "received_at")
HEAD: Final = (
    Field("event_id", Fixed(f"{NAMESPACE}.EventId", 16)),
    Field("subject_ref", Fixed(f"{NAMESPACE}.SubjectRef", 16)),
    Field("type", Primitive("string")),
    *(Field(name, Primitive("long")) for name in TIMES),
)
"""What every event begins with, in every version."""
PREFIX_ENDS: Final = "provenance"
"""The clear prefix is every field before this one."""


def event_reader(schema: Record, event_type: str, *, clear: bool, storable: bool = False) -> Callable[[bytes], Event]:
    """Make the reader of one released schema of an event type.

    With `clear` it reads the prefix that rules need and looks no further than whether the least that may follow is
    there; without, it reads everything and refuses what is left over.  The reader raises one of `FAULTS` for bytes
    that are no such event, and with `storable` for a text that no database keeps.
    """
    source = Source("read(d)", SPACE)
    reader = Reader(source, storable=storable)
    values = _head(source, schema, event_type)
    names = [each.name for each in schema.fields]
    end = names.index(PREFIX_ENDS) if clear else len(names)
    values |= reader.fields(schema.fields[len(values) : end])
    rest = sum(least_bytes(each.type) for each in schema.fields[end:])
    with source.block(f"if i + {rest} > len(d):" if clear else "if i != len(d):"):
        source.add("raise IndexError")
    reader.build(Event, values, "event")
    source.add("return event")
    return source.build(f"reader of {schema.name}")


def least_bytes(kind: AvroType) -> int:
    """Give how many bytes a value of a type takes at least (Avro 1.12, binary encoding)."""
    match kind:
        case Primitive(name=name):
            return {"null": 0, "double": 8}.get(name, 1)
        case Fixed(size=size):
            return size
        case Union(branches=branches):
            return 1 + min(map(least_bytes, branches))
        case Record(fields=fields):
            return sum(least_bytes(each.type) for each in fields)
        case _:  # an array without items ends at once
            return 1


def _head(source: Source, schema: Record, event_type: str) -> dict[str, str]:
    """Read what every event begins with: two ids at fixed places, the type, and three times at once."""
    if schema.fields[: len(HEAD)] != HEAD:
        raise Defect(f"{schema.name} does not begin with the head of every event")
    name = event_type.encode()
    written = source.constant(long_bytes(len(name)) + name)
    start = HEADER + 32
    times = (source.fresh("time") for _ in range(3))
    source.add(f"i = {start + 1 + len(name)}")
    with source.block(f"if d[{start}:i] != {written}:"):
        source.add("raise ValueError")
    variables = dict(zip(TIMES, times, strict=True))
    _three_times(source, *variables.values())
    return {"event_id": "d[5:21]", "subject_ref": "d[21:37]", "type": source.constant(event_type), **variables}


def _three_times(source: Source, occurred: str, recorded: str, received: str) -> None:
    """Read three numbers of six bytes as one; three by three when one of them is of another length."""
    add = source.add
    add("w = from_bytes(d[i:i + 18], 'little')")
    with source.block(f"if w & {_lanes(0x808080808081)} == {_lanes(0x008080808080)}:"):
        add(
            f"w = w & {_lanes(0x007F007F007F)} | w >> 1 & {_lanes(0x3F803F803F80)}",
            f"w = w & {_lanes(0x3FFF)} | w >> 2 & {_lanes(0xFFFC000)} | w >> 4 & {_lanes(0x3FFF0000000)}",
            f"{occurred} = w >> 1 & 0x1FFFFFFFFFF",
            f"{recorded} = w >> 49 & 0x1FFFFFFFFFF",
            f"{received} = w >> 97",
            "i += 18",
        )
    with source.block("else:"):
        add(*(f"{each}, i = long_at(d, i)" for each in (occurred, recorded, received)))


def _lanes(mask: int) -> int:
    """Repeat a mask of 48 bits three times."""
    return mask | mask << 48 | mask << 96
