"""Writes what reads the types of a released schema: bytes to today's structs, field by field, no dictionary between.

The writer's schema leads: its fields are read in its order.  What today's struct does not know is read and
dropped; what the writer did not know takes the struct's default (Avro's schema resolution by name).
"""

import struct
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import msgspec

from hub.codec.bindings import ERASED_NAME, STRUCTS
from hub.codec.schema import Array, AvroType, Field, Fixed, Primitive, Record, Union
from hub.codec.source import Source, checked_name
from hub.codec.varints import length_at, long_at
from hub.errors import Defect
from hub.events.values import ERASED

EPOCH: Final = date(1970, 1, 1).toordinal()
FAULTS: Final = (IndexError, ValueError, OverflowError, struct.error)
"""What a reader raises for bytes that are no such event; text that is no UTF-8 is a `ValueError`."""

SPACE: Final[Mapping[str, Any]] = {
    "long_at": long_at,
    "length_at": length_at,
    "from_bytes": int.from_bytes,
    "unpack_from": struct.unpack_from,
    "day": date.fromordinal,
    "TRUTH": (False, True),
    "ERASED": ERASED,
    "NUL": "\0",
}


class Reader:
    """Appends to a source the lines that read one type into one variable.

    With `storable` a text with U+0000 in it is a fault: Avro holds it, PostgreSQL's `text` does not.
    """

    def __init__(self, source: Source, *, storable: bool = False) -> None:
        self.source, self._storable = source, storable

    def read(self, kind: AvroType, into: str) -> None:
        """Read any type."""
        match kind:
            case Primitive():
                self._primitive(kind, into)
            case Fixed(size=size):
                self.source.add(f"j = i + {size}", f"{into} = d[i:j]", "i = j")
            case Array(items=items):
                self._array(items, into)
            case Union(branches=branches):
                self._union(branches, into)
            case Record(name=name) if name == ERASED_NAME:
                self.source.add(f"{into} = ERASED")
            case record:
                self._record(record, into)

    def _primitive(self, kind: Primitive, into: str) -> None:
        add = self.source.add
        match kind.name:
            case "null":
                add(f"{into} = None")
            case "boolean":
                add(f"{into} = TRUTH[d[i]]", "i += 1")
            case "double":
                add(f"({into},) = unpack_from('<d', d, i)", "i += 8")
            case "long":
                self._long(into)
            case "int":
                self._int(into)
                if kind.logical == "date":
                    add(f"{into} = day({into} + {EPOCH})")
            case text_or_bytes:
                self._length()
                add(f"{into} = d[i:j]" + (".decode()" if text_or_bytes == "string" else ""), "i = j")
                if text_or_bytes == "string" and self._storable:
                    with self.source.block(f"if NUL in {into}:"):
                        add("raise ValueError")

    def _int(self, into: str) -> None:
        add = self.source.add
        add(f"{into} = d[i]")
        with self.source.block(f"if {into} < 128:"):
            add(f"{into} = ({into} >> 1) ^ -({into} & 1)", "i += 1")
        with self.source.block("else:"):
            add(f"{into}, i = long_at(d, i)")

    def _long(self, into: str) -> None:
        add = self.source.add
        add("w = from_bytes(d[i:i + 6], 'little')")
        with self.source.block("if w & 0x808080808081 == 0x008080808080:"):
            add(
                "w = w & 0x007F007F007F | w >> 1 & 0x3F803F803F80",
                f"{into} = w >> 1 & 0x1FFF | w >> 3 & 0x7FFE000 | w >> 5 & 0x1FFF8000000",
                "i += 6",
            )
        with self.source.block("else:"):
            add(f"{into}, i = long_at(d, i)")

    def _length(self) -> None:
        """Leave the end of a text in `j`: an even byte below 128 is twice its length."""
        add = self.source.add
        add("n = d[i]")
        with self.source.block("if n & 129:"):
            add("n, i = length_at(d, i)", "j = i + n")
        with self.source.block("else:"):
            add("i += 1", "j = i + (n >> 1)")

    def _array(self, items: AvroType, into: str) -> None:
        """Read blocks until an empty one; a negative count is followed by the size of its block in bytes."""
        add, block = self.source.add, self.source.block
        count, gathered, item = (self.source.fresh(stem) for stem in ("n", "a", "v"))
        add(f"{gathered} = []", f"{count}, i = long_at(d, i)")
        with block(f"while {count}:"):
            with block(f"if {count} < 0:"):
                add(f"{count} = -{count}", "_, i = length_at(d, i)")
            with block(f"if {count} > len(d):"):
                add("raise IndexError")
            with block(f"for _ in range({count}):"):
                self.read(items, item)
                add(f"{gathered}.append({item})")
            add(f"{count}, i = long_at(d, i)")
        add(f"{into} = tuple({gathered})")

    def _union(self, branches: tuple[AvroType, ...], into: str) -> None:
        add, block = self.source.add, self.source.block
        add("u = d[i]", "i += 1")
        for place, branch in enumerate(branches):
            with block(f"{'el' if place else ''}if u == {2 * place}:"):
                self.read(branch, into)
        with block("else:"):
            add("raise ValueError")

    def _record(self, kind: Record, into: str) -> None:
        values = self.fields(kind.fields)
        struct = STRUCTS.get(kind.name)
        if struct is None:
            self.source.add(f"{into} = None")
            return
        self.build(struct, values, into)

    def fields(self, fields: tuple[Field, ...]) -> dict[str, str]:
        """Read fields in order; gives the variable of each."""
        values: dict[str, str] = {}
        for each in fields:
            variable = self.source.fresh(f"{checked_name(each.name)}_")
            self.read(each.type, variable)
            values[each.name] = variable
        return values

    def build(self, struct: type[msgspec.Struct], values: Mapping[str, str], into: str) -> None:
        """Make a struct of what was read, its fields by place; what the writer did not know takes its default."""
        arguments = []
        for each in msgspec.structs.fields(struct):
            if each.name in values:
                arguments.append(values[each.name])
            elif each.default is not msgspec.NODEFAULT:
                arguments.append(self.source.constant(each.default))
            else:
                raise Defect(f"{struct.__name__}.{each.name} has no default and an old schema does not have it")
        self.source.add(f"{into} = {self.source.constant(struct)}({', '.join(arguments)})")
