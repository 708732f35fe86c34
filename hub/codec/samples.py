"""Invented events of every type, made from their schemas: what golden files hold.

Nothing in them is drawn by chance, so that a release can be made again and compared.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from hub.codec.bindings import ERASED_NAME, STRUCTS
from hub.codec.schema import Array, AvroType, Fixed, Primitive, Record, Union
from hub.events.catalogue import Entry
from hub.events.envelope import Event
from hub.events.values import ERASED

CASES: Final[Mapping[str, int]] = {"every field has a value": -1, "fields are erased": 1, "nothing optional is said": 0}
"""What each sample shows, and which branch it takes of every union (of those that are there)."""
NOON: Final = 1_781_000_000_000
DAY: Final = date(2026, 6, 9)


def sample(schema: Record, entry: Entry, branch: int) -> Event:
    """One complete event whose unions take the branch."""
    values = _values(schema, _Maker(branch))
    return Event(**values | {"type": entry.name})


class _Maker:
    """Makes values that differ from each other, in a fixed order."""

    def __init__(self, branch: int) -> None:
        self._branch = branch
        self._numbers: Iterator[int] = iter(range(1, 10_000))

    def make(self, kind: AvroType, name: str) -> Any:
        """Make a value of any type; `name` is the field that it is for."""
        match kind:
            case Union(branches=branches):
                made = self.make(branches[min(self._branch, len(branches) - 1)], name)
            case Array(items=items):
                made = tuple(self.make(items, name) for _ in range(2 * abs(self._branch)))
            case Record(name=full):
                made = ERASED if full == ERASED_NAME else STRUCTS[full](**_values(kind, self))
            case Fixed(size=size):
                made = next(self._numbers).to_bytes(size, "big")
            case primitive:
                made = self._primitive(primitive, name)
        return made

    def _primitive(self, kind: Primitive, name: str) -> Any:
        number = next(self._numbers)
        match kind.name:
            case "null":
                made: Any = None
            case "boolean":
                made = number % 2 == 1
            case "double":
                made = number / 64
            case "long":
                made = NOON + 60_000 * number
            case "int":
                made = DAY + timedelta(days=number) if kind.logical == "date" else number % 7
            case "bytes":
                made = f"{name} {number}".encode()
            case _:
                made = f"{name} {number}, Llŷn"
        return made


def _values(schema: Record, maker: _Maker) -> dict[str, Any]:
    return {each.name: maker.make(each.type, each.name) for each in schema.fields}
