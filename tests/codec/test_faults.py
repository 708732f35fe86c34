"""Bytes that are no event of ours: each is refused with a reason, and nothing of them is shown."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.codec.events import EventCodec
from hub.codec.plain import plain
from hub.codec.registry import Registered, Registry
from hub.errors import Rejected
from hub.events.catalogue import CARE_RECORD, DISCHARGE
from hub.events.envelope import Event
from tests.codec.invented import CODEC, REGISTRY, sampled
from tests.strategies import events

HEAD = CODEC.encode(sampled("SpellDetailsCorrected"))[:5]
Change = Callable[[bytes], bytes]


def read_both(value: bytes) -> None:
    """Read whole and clear; every fault must be a `Rejected` that holds no bytes, not even behind it."""
    for read in (CODEC.decode, CODEC.decode_clear, CODEC.decode_storable):
        found: Event | Rejected
        try:
            found = read(value)
        except Rejected as refused:
            found = refused
        assert isinstance(found, Event) or not (found.__cause__ or found.__context__)


@given(st.binary(max_size=400))
def test_random_bytes_are_refused(value: bytes) -> None:
    """Whatever a broken producer puts into a topic, the host parks it and goes on."""
    read_both(value)


@given(st.binary(max_size=400), st.sampled_from([each.id for each in REGISTRY]))
def test_random_bytes_behind_a_true_frame_are_refused(value: bytes, schema_id: int) -> None:
    """A frame of ours with another body is parked like any other nonsense."""
    read_both(b"\0" + schema_id.to_bytes(4, "big") + value)


@given(events(), st.data())
def test_damaged_bytes_are_refused_or_mean_something(event: Event, data: st.DataObject) -> None:
    """One changed byte gives another event or a refusal: no other failure, and no endless read."""
    value = bytearray(CODEC.encode(event))
    value[data.draw(st.integers(0, len(value) - 1))] = data.draw(st.integers(0, 255))
    read_both(bytes(value))


@pytest.mark.parametrize("event_type", ["SpellDetailsCorrected", "DwpReferralReceived", "VisitConfirmed"])
def test_every_cut_is_noticed(event_type: str) -> None:
    """An event that lost its end anywhere is never taken for a whole one."""
    value = CODEC.encode(sampled(event_type))
    for end in range(len(value)):
        with pytest.raises(Rejected):
            CODEC.decode(value[:end])
        read_both(value[:end])


def test_a_cut_inside_the_prefix_is_noticed_by_the_prefix_reader() -> None:
    """The short read trusts no slice: an event cut before provenance is refused though its parts look whole."""
    event = sampled("SpellDetailsCorrected")
    value = CODEC.encode(event)
    enough = prefix_of(value) + LEAST
    assert CODEC.decode_clear(value[:enough]).body == event.body
    assert not any(readable(value[:end]) for end in range(enough))


@pytest.mark.parametrize("event_type", ["SpellDetailsCorrected", "DwpReferralReceived", "VisitConfirmed"])
def test_a_cut_right_behind_the_prefix_is_noticed_by_the_prefix_reader(event_type: str) -> None:
    """Nothing is left of where it comes from: it is parked when it is folded, and not found out at a page."""
    value = CODEC.encode(sampled(event_type))
    told = sampled(event_type).provenance
    assert told is not None
    provenance = value.index(told.source_organisation.encode()) - 1
    for end in (provenance, provenance + 1, provenance + LEAST - 1):
        with pytest.raises(Rejected):
            CODEC.decode_clear(value[:end])


LEAST = 30
"""Thirteen empty or absent values and sixteen bytes of provenance, and that nothing is sealed."""


def prefix_of(value: bytes) -> int:
    """Give where the clear prefix ends."""
    return next(end for end in range(len(value)) if readable(value[:end])) - LEAST


def readable(value: bytes) -> bool:
    """Whether the prefix reader takes it."""
    try:
        CODEC.decode_clear(value)
    except Rejected:
        return False
    return True


CORRECTED = "uk.care.hub.discharge.SpellDetailsCorrected"
TYPE = b"\x2aSpellDetailsCorrected"
LONG_LIST = b"\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01"


@pytest.mark.parametrize(
    ("change", "path", "rule"),
    [
        (lambda _: b"", "magic byte", "not_framed"),
        (lambda value: value[:4], "magic byte", "not_framed"),
        (lambda value: b"\1" + value[1:], "magic byte", "not_framed"),
        (lambda value: b"\0\x7f\xff\xff\xff" + value[5:], "schema id", "unknown_schema"),
        (lambda value: value + b"\0", CORRECTED, "not_avro"),
        (lambda value: value.replace(TYPE, TYPE.lower()), CORRECTED, "not_avro"),
        (lambda value: value.replace(b"Ll\xc5\xb7n", b"Ll\xff\xffn"), CORRECTED, "not_avro"),
    ],
)
def test_each_fault_has_its_name(change: Change, path: str, rule: str) -> None:
    """An operator sees which rule a parked record broke, and never a byte of it."""
    with pytest.raises(Rejected) as refused:
        CODEC.decode(change(CODEC.encode(sampled("SpellDetailsCorrected"))))
    assert (refused.value.path, refused.value.rule) == (path, rule)
    assert "Ll" not in str(refused.value)
    assert refused.value.__context__ is None


def test_an_array_longer_than_its_message_is_refused_at_once() -> None:
    """A count of quintillions keeps no reader busy and takes no memory."""
    event = sampled("CriteriaToResideAssessed", "nothing optional is said")
    value = CODEC.encode(event)
    prefix = prefix_of(value)
    with pytest.raises(Rejected):
        CODEC.decode(value[: prefix - 1] + LONG_LIST + value[prefix:])


def test_blocks_with_their_size_are_read() -> None:
    """Other libraries write arrays in several blocks with sizes; they mean the same."""
    event = sampled("CriteriaToResideAssessed", "nothing optional is said")
    value = CODEC.encode(event)
    prefix = prefix_of(value)
    blocks = b"\x01\x04\x02A" + b"\x02\x02B" + b"\x00"
    body = CODEC.decode_clear(value[: prefix - 2] + blocks + value[prefix - 1 :]).body
    assert getattr(body, "criteria", None) == ("A", "B")


def test_a_type_that_the_hub_no_longer_knows_is_parked() -> None:
    """A registered schema whose event type was retired is refused by name, not by accident."""
    old = Registered(900, "uk.care.hub.discharge.SpellImagined", 1, "", "", {})
    codec = EventCodec(Registry([*REGISTRY, old]))
    with pytest.raises(Rejected) as refused:
        codec.topic_of(b"\0" + (900).to_bytes(4, "big"))
    assert refused.value.rule == "unknown_type"


def _held(value: Any) -> bool:
    """Say whether a text in a value holds U+0000."""
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(_held(each) for each in value.values())
    return isinstance(value, list) and any(_held(each) for each in value)


@given(events(), st.data())
def test_what_no_database_keeps_is_refused_to_whoever_folds_it_and_to_nobody_else(
    event: Event, data: st.DataObject
) -> None:
    """U+0000 in a text of the body, and only that, has a rule of its own; a history that holds one is still read."""
    texts = [name for name in event.body.__struct_fields__ if isinstance(getattr(event.body, name), str)]
    changed = data.draw(st.booleans())
    if texts and changed:
        event = replace(event, body=replace(event.body, **{texts[data.draw(st.integers(0, len(texts) - 1))]: "R\0ZZ"}))
    value = CODEC.encode(event)
    assert CODEC.decode_clear(value).body == event.body
    if _held(plain(event.body)):
        with pytest.raises(Rejected) as refused:
            CODEC.decode_storable(value)
        assert refused.value.rule == "control_character"
    else:
        assert CODEC.decode_storable(value) == CODEC.decode_clear(value)


def test_bytes_that_are_no_event_keep_their_own_rule_for_whoever_folds() -> None:
    """What ends early or belongs elsewhere is told as before."""
    value = CODEC.encode(sampled("SpellDischarged"))
    for given_, topic, rule in (
        (value[:60], DISCHARGE, "not_avro"),
        (value, CARE_RECORD, "wrong_topic"),
        (b"", None, "not_framed"),
    ):
        with pytest.raises(Rejected) as refused:
            CODEC.decode_storable(given_, topic)
        assert refused.value.rule == rule
