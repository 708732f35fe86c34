"""Schemas in words: what a type is called, and how two versions differ."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from hub.codec.folder import SCHEMAS, self_contained, working
from hub.codec.registry import entries
from hub.codec.schema import REQUIRED, Array, AvroType, Field, Fixed, Record, Union, parse_record
from hub.errors import NotFound


class Row(NamedTuple):
    """One released version, as a list shows it."""

    id: int
    name: str
    version: int
    fingerprint: str
    file: str


def said(kind: AvroType) -> str:
    """What people call a type."""
    match kind:
        case Union(branches=branches):
            return " or ".join(said(branch) for branch in branches)
        case Array(items=items):
            return f"array of {said(items)}"
        case Fixed(name=name, size=size):
            return f"{name.rpartition('.')[2]} ({size} bytes)"
        case Record(name=name):
            return name.rpartition(".")[2]
        case _:
            return kind.logical or kind.name


def listing(folder: Path = SCHEMAS) -> list[Row]:
    """Every released version, in the order of ids."""
    return sorted(Row(*each[:5]) for each in entries(folder))


def diff(old: str, new: str, folder: Path = SCHEMAS) -> list[str]:
    """How two schemas differ, a sentence each; empty when they mean the same.

    A schema is named by its id, as `NAME@VERSION`, or as `NAME` for the one that people edit; the name may leave
    the namespace out.  Raises `NotFound` when there is none or more than one.
    """
    return list(changes(_named(old, folder), _named(new, folder)))


def _named(asked: str, folder: Path) -> Record:
    name, _, version = asked.partition("@")
    found: list[Any] = []
    if version or asked.isdecimal():
        found = [
            each.schema
            for each in entries(folder)
            if str(each.id) == asked or (_means(name, each.name) and str(each.version) == version)
        ]
    else:
        schemas = working(folder)
        found = [self_contained(each, schemas) for each in schemas if _means(name, each)]
    if len(found) != 1:
        raise NotFound("no schema, or more than one, goes by that name")
    return parse_record(found[0])


def _means(asked: str, name: str) -> bool:
    return asked in (name, name.rpartition(".")[2])


def changes(old: AvroType, new: AvroType, path: str = "") -> Iterator[str]:
    """How one type became another."""
    if isinstance(old, Record) and isinstance(new, Record) and old.name == new.name:
        yield from _record_changes(old, new, path)
    elif isinstance(old, Union) and isinstance(new, Union) and said(old) == said(new):
        for before, after in zip(old.branches, new.branches, strict=True):
            yield from changes(before, after, path)
    elif old != new:
        yield f"{path or 'schema'}: {said(old)} became {said(new)}"


def _record_changes(old: Record, new: Record, path: str) -> Iterator[str]:
    before = {each.name: each for each in old.fields}
    after = {each.name: each for each in new.fields}
    if old.doc != new.doc:
        yield f"{path or 'schema'}: says something else of what it means"
    for name in before.keys() - after.keys():
        yield f"{_at(path, name)}: removed"
    for name, each in after.items():
        if name in before:
            yield from _field_changes(before[name], each, _at(path, name))
        else:
            yield f"{_at(path, name)}: added, {said(each.type)}, {_default(each)}"
    shared = [name for name in before if name in after]
    if shared != [name for name in after if name in before]:
        yield f"{path or 'schema'}: its fields stand in another order"


def _field_changes(old: Field, new: Field, path: str) -> Iterator[str]:
    yield from changes(old.type, new.type, path)
    if old.default != new.default:
        yield f"{path}: {_default(old)} became {_default(new)}"
    if old.doc != new.doc:
        yield f"{path}: says something else of what it means"


def _default(field: Field) -> str:
    return "without default" if field.default is REQUIRED else "with a default"


def _at(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
