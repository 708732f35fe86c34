"""What the codec writes for itself: readers and writers, from schemas that it accepts."""

from typing import Any

import msgspec
import pytest

from hub.codec.event_reading import event_reader
from hub.codec.reading import SPACE, Reader
from hub.codec.schema import Array, Fixed, Record, parse, parse_record
from hub.codec.source import Source, checked_name
from hub.codec.varints import long_bytes
from hub.codec.writing import event_writer
from hub.errors import Defect
from tests.codec.test_evolution import EVENT, OTHER_ID, Change, body_of, other_schema


def rewritten(change: Change) -> Record:
    """The schema of a discharge with a change, parsed."""
    return parse_record(other_schema(change))


def set_type(schema: Any, kind: Any) -> None:
    """Another type for the pathway."""
    (pathway,) = [each for each in body_of(schema) if each["name"] == "pathway"]
    pathway["type"] = kind


@pytest.mark.parametrize(
    "kind",
    [["string", "null"], ["null", "string", "int"], {"type": "record", "name": "Unknown", "fields": []}],
)
def test_what_cannot_be_told_apart_is_not_written(kind: Any) -> None:
    """A union is null, Erased and one value in this order; a record stands for a struct."""
    with pytest.raises(Defect):
        event_writer(OTHER_ID, rewritten(lambda schema: set_type(schema, kind)))


def test_a_union_of_marks_alone_takes_nothing_else() -> None:
    """A field that may only be absent or erased is written as one of these or not at all."""
    schema = rewritten(lambda schema: set_type(schema, ["null", "uk.care.hub.Erased"]))
    write = event_writer(OTHER_ID, schema)
    read = event_reader(schema, "SpellDischarged", clear=False)
    silent = msgspec.structs.replace(EVENT, body=msgspec.structs.replace(EVENT.body, pathway=None))
    assert read(write(silent)) == silent
    with pytest.raises(TypeError):
        write(EVENT)


@pytest.mark.parametrize("text", ["a b", "x;y", "1st", ""])
def test_a_name_that_avro_does_not_allow_never_enters_the_generated_text(text: str) -> None:
    """Nothing but checked names stands in what is compiled."""
    with pytest.raises(Defect):
        checked_name(text)


def test_the_generated_text_can_be_read() -> None:
    """Who looks into a reader finds plain Python."""
    source = Source("read(d)", {})
    with source.block("if d:"):
        source.add("return 1")
    source.add("return 2")
    assert source.text() == "def read(d):\n    if d:\n        return 1\n    return 2\n"
    assert source.build("a reader")(b"") == 2


@pytest.mark.parametrize("schema", [{"type": "enum", "name": "E", "symbols": ["A"]}, "Unknown", {"type": "map"}])
def test_kinds_that_events_may_not_use_are_refused(schema: Any) -> None:
    """Enums and maps cannot grow compatibly, and a name must be defined before it is used."""
    with pytest.raises(Defect):
        parse(schema)


def test_an_event_is_a_record() -> None:
    """A released schema that is no record is refused."""
    with pytest.raises(Defect, match="must be a record"):
        parse_record("string")


@pytest.mark.timeout(3)
def test_a_count_of_quintillions_is_refused_at_once() -> None:
    """A damaged count in front of ids keeps no reader busy and fills no memory."""
    source = Source("read(d)", SPACE)
    source.add("i = 0")
    Reader(source).read(Array(Fixed("Key", 3)), "found")
    source.add("return found")
    read = source.build("an array")
    assert read(b"\x04abcdef\x00") == (b"abc", b"def")
    for count in (2**63 - 1, -(2**63)):
        with pytest.raises(IndexError):
            read(long_bytes(count) + b"\x00abcdef\x00")
