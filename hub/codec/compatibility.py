"""Whether every released version of an event type reads what every other one wrote: FULL_TRANSITIVE, offline.

The rules are Avro's schema resolution (Avro 1.12, "Schema Resolution") with one difference: a type never turns
into another.  Avro would promote text to bytes and back, or `int` to `long`; the first can meet bytes that are
no text, and the second reads in one direction only.
"""

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any, NamedTuple

import fastavro
from fastavro.schema import SchemaParseException, UnknownType

from hub.codec.bindings import EVENT_NAMES, STRUCTS
from hub.codec.differences import diff, listing, said
from hub.codec.folder import SCHEMAS, fingerprint, self_contained, working
from hub.codec.registry import Registered, entries, record_of
from hub.codec.schema import REQUIRED, Array, AvroType, Record, Union, parse_record
from hub.events.envelope import Event

__all__ = ["Problem", "check", "diff", "faults", "listing", "unreleasable"]


class Problem(NamedTuple):
    """One thing that stops a release: in which schema, at which field, by which rule, in words."""

    name: str
    path: str
    rule: str
    words: str


class Fault(NamedTuple):
    """Why one schema cannot read another: the field, the rule, and words without a subject."""

    path: str
    rule: str
    words: str


def faults(reader: AvroType, writer: AvroType, path: str = "") -> Iterator[Fault]:
    """Everything that keeps `reader` from reading what `writer` wrote."""
    if isinstance(writer, Union):
        for branch in writer.branches:
            yield from _branch_faults(reader, branch, path)
    elif isinstance(reader, Union):
        yield from _branch_faults(reader, writer, path)
    elif isinstance(reader, Record) and isinstance(writer, Record) and reader.name == writer.name:
        yield from _record_faults(reader, writer, path)
    elif isinstance(reader, Array) and isinstance(writer, Array):
        yield from faults(reader.items, writer.items, f"{path}[]")
    elif reader != writer:
        yield Fault(path, "type_changed", f"{said(writer)} cannot be read as {said(reader)}")


def _branch_faults(reader: AvroType, branch: AvroType, path: str) -> Iterator[Fault]:
    options = reader.branches if isinstance(reader, Union) else (reader,)
    for option in options:
        if _same_kind(option, branch):
            yield from faults(option, branch, path)
            return
    yield Fault(path, "branch_missing", f"{said(branch)} is not among {said(reader)}")


def _same_kind(one: AvroType, other: AvroType) -> bool:
    """Whether a branch is meant by another: the same name, or the same type without one."""
    if isinstance(one, Record) and isinstance(other, Record):
        return one.name == other.name
    return one == other or (isinstance(one, Array) and isinstance(other, Array))


def _record_faults(reader: Record, writer: Record, path: str) -> Iterator[Fault]:
    written = {each.name: each for each in writer.fields}
    for each in reader.fields:
        place = f"{path}.{each.name}" if path else each.name
        if each.name in written:
            yield from faults(each.type, written[each.name].type, place)
        elif each.default is REQUIRED:
            yield Fault(place, "no_default", "the field is missing there and has no default here")


def check(folder: Path = SCHEMAS) -> list[Problem]:
    """Everything that is wrong with a folder of schemas, in the order of names; empty when it may be released.

    Raises `Defect` when a file that the registry names cannot be read.
    """
    released = entries(folder)
    found = [*_registry_problems(released), *_working_problems(folder, released)]
    for name in sorted({each.name for each in released}):
        found += _subject_problems(name, [each for each in released if each.name == name])
    return sorted(set(found))


def _registry_problems(released: list[Registered]) -> Iterator[Problem]:
    """Ids never used twice, versions without gaps, texts never edited."""
    ids = [each.id for each in released]
    for each in released:
        if ids.count(each.id) > 1:
            yield Problem(each.name, "", "id_reused", f"schema id {each.id} stands for more than one schema")
        if fingerprint(each.schema) != each.fingerprint:
            words = f"released version {each.version} was edited; a released text never changes"
            yield Problem(each.name, "", "released_edited", words)
        versions = [other.version for other in released if other.name == each.name]
        if sorted(versions) != list(range(1, len(versions) + 1)):
            yield Problem(each.name, "", "version_gap", "released versions do not count 1, 2, 3 without gap or repeat")


def _subject_problems(name: str, versions: list[Registered]) -> Iterator[Problem]:
    for reader, writer in permutations(versions, 2):
        for fault in faults(record_of(reader), record_of(writer)):
            yield _told(name, fault, f"version {reader.version}", f"version {writer.version}")


def _working_problems(folder: Path, released: list[Registered]) -> Iterator[Problem]:
    """What people edited but did not release, or cannot; and what they did not explain."""
    schemas = working(folder)
    for name, schema in schemas.items():
        yield from _undocumented(name, schema)
        yield from _invalid(name, self_contained(name, schemas))
    for name in EVENT_NAMES:
        if name not in schemas:
            yield Problem(name, "", "schema_missing", "the catalogue names this event type, but it has no schema")
            continue
        today = self_contained(name, schemas)
        versions = [each for each in released if each.name == name]
        if not versions or max(versions, key=lambda each: each.version).schema != today:
            yield Problem(name, "", "not_released", "the schema differs from its newest released version")
            yield from unreleasable(name, parse_record(today), versions)


def unreleasable(name: str, today: Record, versions: list[Registered]) -> Iterator[Problem]:
    """Why an edited schema cannot be released beside the versions before it, and the Python of today."""
    for path, record in _records(today):
        struct = Event if record.name == name else STRUCTS.get(record.name)
        expected = () if struct is None else struct.__struct_fields__
        if tuple(each.name for each in record.fields) != expected:
            yield Problem(name, path, "struct_differs", f"the fields are not those of the Python {said(record)}")
    for each in versions:
        before = record_of(each)
        for fault in faults(today, before):
            yield _told(name, fault, "the edited schema", f"version {each.version}")
        for fault in faults(before, today):
            yield _told(name, fault, f"version {each.version}", "the edited schema")


def _records(kind: AvroType, path: str = "") -> Iterator[tuple[str, Record]]:
    """Every record inside a type, with its place; the type itself stands at no place."""
    if isinstance(kind, Record):
        yield path, kind
        for each in kind.fields:
            yield from _records(each.type, f"{path}.{each.name}" if path else each.name)
    elif isinstance(kind, Union):
        for branch in kind.branches:
            yield from _records(branch, path)
    elif isinstance(kind, Array):
        yield from _records(kind.items, path)


def _told(name: str, fault: Fault, reader: str, writer: str) -> Problem:
    words = f"{reader} cannot read what {writer} wrote: {fault.words}"
    return Problem(name, fault.path, fault.rule, words)


def _invalid(name: str, schema: Any) -> Iterator[Problem]:
    """What the Avro library refuses: names, types, and defaults that are not of their type."""
    try:
        fastavro.parse_schema(schema, _force=True)
    except (SchemaParseException, UnknownType) as fault:
        yield Problem(name, "", "no_avro", f"it is not an Avro schema: {fault}")


def _undocumented(name: str, schema: Any, path: str = "") -> Iterator[Problem]:
    """Every type and every field says what it means."""
    if not schema.get("doc"):
        yield Problem(name, path, "no_doc", "it does not say what it means")
    for each in schema.get("fields", ()):
        place = f"{path}.{each['name']}" if path else each["name"]
        if not each.get("doc"):
            yield Problem(name, place, "no_doc", "it does not say what it means")
        if isinstance(each["type"], dict) and "fields" in each["type"]:
            yield from _undocumented(name, each["type"], place)
