"""What an older or newer hub wrote, read by the hub of today."""

import copy
import struct
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from hub.codec.event_reading import event_reader
from hub.codec.events import EventCodec
from hub.codec.registry import Registered, Registry, record_of
from hub.codec.samples import sample
from hub.codec.schema import parse_record
from hub.codec.writing import event_writer, header
from hub.errors import Defect, Rejected
from hub.events.catalogue import BY_TYPE
from hub.events.discharge import SpellDischarged
from tests.codec import oracle
from tests.codec.invented import CODEC, REGISTRY, sampled
from tests.codec.planting import DISCHARGED

OTHER_ID = 901
EVENT = sampled("SpellDischarged")
Change = Callable[[Any], None]


def body_of(schema: Any) -> list[Any]:
    """The fields of the body of a released schema."""
    (fields,) = [each["type"]["fields"] for each in schema["fields"] if each["name"] == "body"]
    assert isinstance(fields, list)
    return fields


def other_schema(change: Change) -> Any:
    """The released schema with a change."""
    schema = copy.deepcopy(REGISTRY.newest(DISCHARGED).schema)
    change(schema)
    return schema


def codec_with(schema: Any) -> EventCodec:
    """Today's codec, which also knows what another hub released."""
    return EventCodec(Registry([*REGISTRY, Registered(OTHER_ID, DISCHARGED, 2, "", "", schema)]))


def written_by(schema: Any, datum: Any) -> bytes:
    """What the other hub put into the log, written by fastavro."""
    return header(OTHER_ID) + oracle.written("", datum, schema)


def take_out_pathway(schema: Any) -> None:
    """A hub from before the pathway was known."""
    body_of(schema)[:] = [each for each in body_of(schema) if each["name"] != "pathway"]


def test_what_an_older_hub_did_not_know_takes_its_default() -> None:
    """Events from before a field existed are read for ever, with nothing said in that field."""
    schema = other_schema(take_out_pathway)
    datum = oracle.datum(EVENT)
    del datum["body"]["pathway"]
    assert isinstance(EVENT.body, SpellDischarged)
    expected = msgspec.structs.replace(EVENT, body=msgspec.structs.replace(EVENT.body, pathway=None))
    codec = codec_with(schema)
    assert codec.decode(written_by(schema, datum)) == expected
    assert codec.decode_clear(written_by(schema, datum)).body == expected.body


NEW_FIELDS: list[tuple[Any, Any]] = [
    ("long", 1),
    ("int", -70),
    ("double", 0.5),
    ("boolean", True),
    ("bytes", b"x" * 100),
    ("string", "Llŷn " * 30),
    (["null", {"type": "record", "name": "Ward", "fields": [{"name": "beds", "type": "int"}]}], {"beds": 4}),
    ({"type": "array", "items": {"type": "fixed", "name": "Key", "size": 3}}, [b"abc", b"def"]),
    ("null", None),
]


@pytest.mark.parametrize(("kind", "value"), NEW_FIELDS)
@pytest.mark.parametrize("place", [0, -1])
def test_what_a_newer_hub_adds_is_passed_over(kind: Any, value: Any, place: int) -> None:
    """During a rolling upgrade the old half of the hub reads what the new half writes, and loses nothing it knows."""
    schema = other_schema(
        lambda schema: body_of(schema).insert(place, {"name": "ward_round", "type": kind, "default": None})
    )
    del body_of(schema)[place if place == 0 else -2]["default"]
    datum = oracle.datum(EVENT)
    datum["body"]["ward_round"] = value
    codec = codec_with(schema)
    assert codec.decode(written_by(schema, datum)) == EVENT
    assert codec.decode_clear(written_by(schema, datum)).body == EVENT.body


def test_a_field_in_the_envelope_is_passed_over_too() -> None:
    """The envelope may grow behind its head like any body."""
    schema = other_schema(
        lambda schema: schema["fields"].insert(9, {"name": "urgent", "type": "boolean", "default": False})
    )
    datum = {**oracle.datum(EVENT), "urgent": True}
    assert codec_with(schema).decode(written_by(schema, datum)) == EVENT


def test_fields_in_another_order_mean_the_same() -> None:
    """Readers go by name, not by place."""
    schema = other_schema(lambda schema: body_of(schema).sort(key=lambda each: each["name"], reverse=True))
    # `spell` and `discharged_at` are plain, so the schema stays self-contained in this order too.
    assert codec_with(schema).decode(written_by(schema, oracle.datum(EVENT))) == EVENT


def test_an_old_schema_that_lacks_what_must_be_there_is_our_defect() -> None:
    """A field without default that old events do not have would make them unreadable: said loudly, not guessed."""
    schema = other_schema(lambda schema: body_of(schema).pop(1))
    datum = oracle.datum(EVENT)
    del datum["body"]["discharged_at"]
    with pytest.raises(Defect, match=r"SpellDischarged\.discharged_at"):
        codec_with(schema).decode(written_by(schema, datum))


def test_a_schema_without_the_head_of_every_event_is_our_defect() -> None:
    """Ids, type and times stand at the same places in every version of everything."""
    schema = other_schema(lambda schema: schema["fields"].insert(0, schema["fields"].pop(3)))
    with pytest.raises(Defect, match="head of every event"):
        event_reader(parse_record(schema), "SpellDischarged", clear=True)


def test_every_released_version_has_its_reader() -> None:
    """No version in the registry is too old, or too odd, for the hub of today."""
    for each in REGISTRY:
        entry = BY_TYPE[each.name.rpartition(".")[2]]
        record = record_of(each)
        event = sample(record, entry, -1)
        value = event_writer(each.id, record)(event)
        assert event_reader(record, entry.name, clear=False)(value) == event


def newer_registry(schema: Any) -> Registry:
    """The registry of a release that knows one schema more than this one."""
    return Registry([*REGISTRY, Registered(OTHER_ID, DISCHARGED, 901, "another text", "", schema)])


def test_the_schemas_of_a_newer_release_are_for_reading_alone() -> None:
    """Told of a newer release, this one understands what that one writes, and goes on writing as it always did."""
    schema = other_schema(take_out_pathway)
    datum = oracle.datum(EVENT)
    del datum["body"]["pathway"]
    value = written_by(schema, datum)
    codec = EventCodec(REGISTRY, newer_registry(schema))
    assert isinstance(EVENT.body, SpellDischarged)
    assert codec.decode(value).body == msgspec.structs.replace(EVENT.body, pathway=None)
    assert codec.encode(EVENT) == CODEC.encode(EVENT)
    assert codec.decode(CODEC.encode(EVENT)) == EVENT
    with pytest.raises(Rejected) as untold:
        EventCodec(REGISTRY).decode(value)
    assert untold.value.rule == "unknown_schema"


def test_a_type_that_only_a_newer_release_has_stays_unknown() -> None:
    """A schema alone does not teach a release what a new kind of event means: the record waits to be looked at."""
    schema = {**REGISTRY.newest(DISCHARGED).schema, "name": "SpellPaused"}
    newer = Registry([*REGISTRY, Registered(OTHER_ID, "uk.care.hub.discharge.SpellPaused", 1, "", "", schema)])
    with pytest.raises(Rejected) as unknown:
        EventCodec(REGISTRY, newer).decode(header(OTHER_ID) + bytes(40))
    assert unknown.value.rule == "unknown_schema"


def test_two_releases_that_disagree_about_an_id_are_no_releases_of_one_hub() -> None:
    """An id stands for one text for ever; a folder in which it stands for another would misread people."""
    taken = next(iter(REGISTRY))
    theirs = Registry([taken._replace(fingerprint="another text")])
    with pytest.raises(Defect, match=f"schema id {taken.id} stands for two schemas"):
        EventCodec(REGISTRY, theirs)


def test_a_schema_of_another_id_reads_nothing_of_ours() -> None:
    """The id on the wire decides, even when two schemas look alike."""
    value = CODEC.encode(sampled("LeaveStarted"))
    other = CODEC.encode(sampled("LeaveEnded"))
    with pytest.raises(Rejected):
        CODEC.decode(other[:5] + value[5:])
    assert struct.unpack(">I", value[1:5]) != struct.unpack(">I", other[1:5])
