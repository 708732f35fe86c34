"""Writes the writer of one released schema: today's structs to bytes, proved equal to what fastavro writes.

A union is told apart by value: none, the mark of an erased field, anything else.  So a union of ours has at most
one branch besides those two.
"""

import struct
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from hub.codec.bindings import ERASED_NAME, STRUCTS
from hub.codec.reading import EPOCH
from hub.codec.schema import Array, AvroType, Fixed, Primitive, Record, Union
from hub.codec.source import Source, checked_name
from hub.codec.varints import int_bytes, long_bytes
from hub.errors import Defect
from hub.events.envelope import Event
from hub.events.values import ERASED

MAGIC: Final = b"\x00"
SHORT: Final = tuple(bytes((2 * length,)) for length in range(64))
"""Lengths and small numbers that take one byte."""

SPACE: Final = {
    "ERASED": ERASED,
    "SHORT": SHORT,
    "TRUTH": {True: b"\x01", False: b"\x00"},
    "date": date,
    "int_bytes": int_bytes,
    "long_bytes": long_bytes,
    "pack": struct.pack,
}


def header(schema_id: int) -> bytes:
    """Magic byte and schema id: how every value in the log begins (Confluent wire format)."""
    return MAGIC + schema_id.to_bytes(4, "big")


class _Writer:
    """Appends to a source the lines that write one value to `w`."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def write(self, kind: AvroType, value: str) -> None:
        """Write any type; `value` is the Python text that gives the value."""
        match kind:
            case Primitive():
                self._primitive(kind, value)
            case Fixed(size=size):
                with self.source.block(f"if len({value}) != {size}:"):
                    self.source.add("raise TypeError")
                self.source.add(f"w += {value}")
            case Array(items=items):
                self._array(items, value)
            case Union(branches=branches):
                self._union(branches, value)
            case record:
                self._record(record, value)

    def _primitive(self, kind: Primitive, value: str) -> None:
        add = self.source.add
        match kind.name:
            case "boolean":
                add(f"w += TRUTH[{value}]")
            case "double":
                add(f"w += pack('<d', {value})")
            case "long":
                self._long(value)
            case "int" if kind.logical == "date":
                add(f"w += int_bytes(date.toordinal({value}) - {EPOCH})")
            case "int":
                add(f"w += SHORT[{value}] if 0 <= {value} < 64 else int_bytes({value})")
            case text_or_bytes:
                add(f"s = {value}" + (".encode()" if text_or_bytes == "string" else ""), "n = len(s)")
                add("w += SHORT[n] if n < 64 else long_bytes(n)", "w += s")

    def _long(self, value: str) -> None:
        """A time between 1970 and 2039 takes six bytes: spread its septets in two steps."""
        add = self.source.add
        with self.source.block(f"if 0x400000000 <= {value} < 0x20000000000:"):
            add(
                f"n = {value} << 1",
                "n = n & 0x3FFF | n << 2 & 0x3FFF0000 | n << 4 & 0x3FFF00000000",
                "n = n & 0x007F007F007F | n << 1 & 0x7F007F007F00 | 0x008080808080",
                "w += n.to_bytes(6, 'little')",
            )
        with self.source.block("else:"):
            add(f"w += long_bytes({value})")

    def _array(self, items: AvroType, value: str) -> None:
        """Write one block and the empty one that ends it; an empty array is the latter alone."""
        item = self.source.fresh("v")
        with self.source.block(f"if {value}:"):
            self.source.add(f"w += long_bytes(len({value}))")
            with self.source.block(f"for {item} in {value}:"):
                self.write(items, item)
        self.source.add("w += SHORT[0]")

    def _union(self, branches: tuple[AvroType, ...], value: str) -> None:
        tests = [_test(branch) for branch in branches]
        if tests.count("") > 1 or "" in tests[:-1]:
            raise Defect("a union of the hub is null, Erased and one more, in this order")
        for place, (branch, test) in enumerate(zip(branches, tests, strict=True)):
            head = f"{'el' if place else ''}if {value} is {test}:" if test else "else:"
            with self.source.block(head):
                self.source.add(f"w += SHORT[{place}]")
                if not test:
                    self.write(branch, value)
        if tests[-1]:
            with self.source.block("else:"):
                self.source.add("raise TypeError")

    def _record(self, kind: Record, value: str) -> None:
        """Write the fields of a struct in the order of the schema."""
        struct_type = STRUCTS.get(kind.name)
        if struct_type is None:
            raise Defect(f"{kind.name} stands for nothing that the hub can write")
        with self.source.block(f"if type({value}) is not {self.source.constant(struct_type)}:"):
            self.source.add("raise TypeError")
        self.fields(kind, value)

    def fields(self, kind: Record, value: str) -> None:
        """Write fields in order, each from the attribute of its name."""
        for each in kind.fields:
            variable = self.source.fresh("v")
            self.source.add(f"{variable} = {value}.{checked_name(each.name)}")
            self.write(each.type, variable)


def _test(branch: AvroType) -> str:
    if branch == Primitive("null"):
        return "None"
    return "ERASED" if isinstance(branch, Record) and branch.name == ERASED_NAME else ""


def event_writer(schema_id: int, schema: Record) -> Callable[[Event], bytes]:
    """Make the writer of the newest schema of an event type.

    The writer raises `OverflowError` or `UnicodeEncodeError` for a value that Avro cannot hold, and another
    error for a value of another type.
    """
    source = Source("write(e)", SPACE)
    source.add(f"w = bytearray({source.constant(header(schema_id))})")
    _Writer(source).fields(schema, "e")
    source.add("return bytes(w)")
    built: Callable[[Any], bytes] = source.build(f"writer of {schema.name}")
    return built
