"""Events to bytes and back: nothing lost, nothing invented, readable by everybody."""

import json

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.codec.events import EventCodec
from hub.codec.folder import SCHEMAS
from hub.codec.plain import plain
from hub.codec.registry import Registry
from hub.codec.samples import CASES
from hub.errors import Defect, Rejected
from hub.events.catalogue import BY_TYPE, CARE_RECORD, DISCHARGE
from hub.events.discharge import ExpectedDischargeChanged, Spell, SpellDetailsCorrected
from hub.events.values import ERASED, Code
from tests.codec import oracle
from tests.codec.invented import CODEC, REGISTRY, sampled
from tests.strategies import ANY_LONG, events

EVERY_TYPE = pytest.mark.parametrize("event_type", BY_TYPE)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@EVERY_TYPE
@given(data=st.data())
@FEW
def test_what_was_written_comes_back(event_type: str, data: st.DataObject) -> None:
    """Whatever a partner says of a person is read again exactly as it was said, for every type of event."""
    event = data.draw(events(event_type, times=ANY_LONG))
    assert CODEC.decode(CODEC.encode(event)) == event


@EVERY_TYPE
@given(data=st.data())
@FEW
def test_the_bytes_are_those_of_fastavro(event_type: str, data: st.DataObject) -> None:
    """The hub's own writer is only faster: byte for byte it writes what a kept Avro library writes."""
    event = data.draw(events(event_type))
    value = CODEC.encode(event)
    assert value[oracle.HEADER :] == oracle.written(event_type, oracle.datum(event))
    assert oracle.read(event_type, value) == oracle.datum(event)


@EVERY_TYPE
@given(data=st.data())
@FEW
def test_the_clear_prefix_is_what_fastavro_reads_there(event_type: str, data: st.DataObject) -> None:
    """Rules see the same head and body as a whole read gives, and never provenance or sealed bytes."""
    event = data.draw(events(event_type))
    value = CODEC.encode(event)
    clear, whole = oracle.datum(CODEC.decode_clear(value)), oracle.read(event_type, value)
    assert clear.pop("provenance") is None
    assert clear.pop("sealed") is None
    assert clear == {name: whole[name] for name in clear}
    assert list(clear) == list(whole)[: len(clear)]


@EVERY_TYPE
@pytest.mark.parametrize("case", CASES)
def test_the_official_package_reads_what_we_write(event_type: str, case: str) -> None:
    """A partner with another Avro library reads our topics with nothing but the released schema."""
    event = sampled(event_type, case)
    value = CODEC.encode(event)
    released = REGISTRY.by_id(int.from_bytes(value[1:5], "big"))
    text = (SCHEMAS / released.file).read_text(encoding="utf-8")
    assert oracle.read_officially(text, value) == oracle.datum(event)


def test_the_frame_is_the_one_that_kafka_tools_read() -> None:
    """A value begins with a zero byte and the four bytes of a schema id that the registry file names."""
    value = CODEC.encode(sampled("SpellDischarged"))
    assert value[0] == 0
    assert REGISTRY.by_id(int.from_bytes(value[1:5], "big")).name == "uk.care.hub.discharge.SpellDischarged"


def corrected(said: object) -> SpellDetailsCorrected:
    """A correction that says something, nothing, or "there is none any more" of the destination."""
    return SpellDetailsCorrected(Spell("RXX", "S1"), destination=said)  # type: ignore[arg-type]


@pytest.mark.parametrize("said", [None, ERASED, Code("2.16.840", "19")])
def test_three_values_stay_three(said: object) -> None:
    """No statement, an emptied field and a value never turn into each other on the way through the log."""
    event = sampled("SpellDetailsCorrected")
    event = msgspec.structs.replace(event, body=corrected(said))
    for back in (CODEC.decode(CODEC.encode(event)), CODEC.decode_clear(CODEC.encode(event))):
        assert isinstance(back.body, SpellDetailsCorrected)
        assert back.body.destination == said
        assert (back.body.destination is ERASED) == (said is ERASED)


def test_the_text_erased_is_not_the_mark() -> None:
    """A trust whose practice code really reads ERASED has not emptied the field."""
    event = sampled("SpellDetailsCorrected")
    body = SpellDetailsCorrected(Spell("RXX", "S1"), gp_practice="ERASED")
    event = msgspec.structs.replace(event, body=body)
    back = CODEC.decode(CODEC.encode(event)).body
    assert isinstance(back, SpellDetailsCorrected)
    assert back.gp_practice == "ERASED"


def test_nothing_sealed_is_a_complete_event() -> None:
    """A tick, or a person whose record names nobody, has no sealed part and is still written whole."""
    event = sampled("DayStarted", "nothing optional is said")
    assert event.sealed is None
    assert CODEC.decode(CODEC.encode(event)) == event


def test_an_event_belongs_to_one_topic() -> None:
    """A record that stands in the wrong topic is refused before anything is read from it."""
    value = CODEC.encode(sampled("SpellDischarged"))
    assert CODEC.topic_of(value) == DISCHARGE
    assert CODEC.decode_clear(value, DISCHARGE) == CODEC.decode_clear(value)
    assert CODEC.decode(value, DISCHARGE) == CODEC.decode(value)
    for read in (CODEC.decode, CODEC.decode_clear):
        with pytest.raises(Rejected) as refused:
            read(value, CARE_RECORD)
        assert refused.value.rule == "wrong_topic"


@pytest.mark.parametrize(
    ("change", "failure"),
    [
        ({"provenance": None}, Defect),
        ({"body": ExpectedDischargeChanged(Spell("RXX", "S1"), ERASED)}, Defect),
        ({"event_id": b"short"}, Defect),
        ({"occurred_at": "yesterday"}, Defect),
        ({"occurred_at": 1.5}, Defect),
        ({"carries_card": 7}, Defect),
        ({"type": "SpellVanished"}, Defect),
        ({"occurred_at": 2**63}, Rejected),
        ({"received_at": -(2**63) - 1}, Rejected),
        ({"precision": 2**31}, Rejected),
        ({"body": SpellDetailsCorrected(Spell("RXX", "\ud800"))}, Rejected),
    ],
)
def test_an_event_that_cannot_be_written_says_why(change: dict[str, object], failure: type[Exception]) -> None:
    """An incomplete or mistyped event is our defect, a value that no bytes can hold is its sender's."""
    event = sampled("SpellDetailsCorrected")
    planted = msgspec.structs.replace(event, **change)
    with pytest.raises(failure) as refused:
        CODEC.encode(planted)
    assert refused.value.__context__ is None
    assert "yesterday" not in str(refused.value)


def test_an_erased_mark_where_none_is_allowed_is_not_written() -> None:
    """A field that cannot be emptied is never written as if it were."""
    event = sampled("DwpReferralReceived")
    body = msgspec.structs.replace(event.body, council=ERASED)
    with pytest.raises(Defect):
        CODEC.encode(msgspec.structs.replace(event, body=body))


def test_a_codec_without_a_released_type_does_not_start() -> None:
    """A type that nobody released would fail at the first event; it fails when the hub starts instead."""
    with pytest.raises(Defect, match="was released"):
        EventCodec(Registry([each for each in REGISTRY if "DayStarted" not in each.name]))


def test_golden_bytes_are_read_as_on_the_day_of_their_release() -> None:
    """Bytes that a released version wrote years ago mean today what they meant then."""
    released = {(each.name, str(each.version)) for each in REGISTRY}
    kept = {(path.parent.name, path.stem) for path in (SCHEMAS / "golden").rglob("*.json")}
    assert kept == released
    for name, version in sorted(kept):
        cases = json.loads((SCHEMAS / "golden" / name / f"{version}.json").read_text(encoding="utf-8"))
        assert [case["case"] for case in cases] == list(CASES)
        for case in cases:
            agrees(plain(CODEC.decode(bytes.fromhex(case["bytes"]))), case["event"])


def agrees(today: object, then: object) -> None:
    """Everything that was said then is said today; a field that came later may stand beside it."""
    if isinstance(then, dict):
        assert isinstance(today, dict)
        assert then.keys() <= today.keys()
        for name, said in then.items():
            agrees(today[name], said)
    elif isinstance(then, list):
        assert isinstance(today, list)
        for one, other in zip(today, then, strict=True):
            agrees(one, other)
    else:
        assert today == then
