"""A pattern gives the bytes that writing each event would give, and nothing of the event it was made from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.codec.events import EventCodec
from hub.codec.pattern import Pattern, written_text
from hub.errors import Defect
from hub.events.envelope import Event, Provenance
from hub.events.time import FactChanged
from hub.events.values import Precision, Zone

CODEC = EventCodec()
ID, SUBJECT, TEXTS = bytes(range(16)), bytes(range(100, 116)), ("joint", "Kind", "key", "NEW", "{}")
texts = st.text(st.characters(codec="utf-8"), max_size=40) | st.text("ab", min_size=60, max_size=3000)


def event(event_id: bytes, subject: bytes, told: tuple[str, ...]) -> Event:
    """Give a derived event as the hub writes it: its id stands in its provenance as well."""
    name = event_id.hex()
    provenance = Provenance(
        "care-hub", "care-hub", "derived", name, "care-hub@1", "care-hub", None, name, 1, event_id, None,
        "DISCHARGE_COORDINATION", "UK_GDPR_6_1_E", False,
    )  # fmt: skip
    at = 1_795_000_000_000
    return Event(
        event_id, subject, "FactChanged", at, at, at, Precision.DAY, Zone.ASSUMED, False, FactChanged(*told), provenance
    )


def bytes_of(told: tuple[str, ...]) -> list[bytes]:
    """Give texts in UTF-8."""
    return [text.encode() for text in told]


PATTERN = Pattern(CODEC.encode(event(ID, SUBJECT, TEXTS)), ID, SUBJECT, bytes_of(TEXTS))


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16), st.tuples(*[texts] * 5))
def test_a_pattern_gives_what_writing_gives(event_id: bytes, subject: bytes, told: tuple[str, ...]) -> None:
    """Any ids, and texts of any length and letters."""
    texts_written = b"".join(map(written_text, bytes_of(told)))
    assert PATTERN.fill(event_id, subject, texts_written) == CODEC.encode(event(event_id, subject, told))


def test_an_event_that_does_not_hold_its_own_texts_makes_no_pattern() -> None:
    """A change of the schema that moves a field would be noticed at once, and not as wrong bytes in the log."""
    written = CODEC.encode(event(ID, SUBJECT, TEXTS))
    other = CODEC.encode(replace(event(ID, SUBJECT, TEXTS), event_id=SUBJECT))
    for wrong, told in ((written, ("other", *TEXTS[1:])), (written[:60], TEXTS), (other, TEXTS)):
        with pytest.raises(Defect):
            Pattern(wrong, ID, bytes(16) if wrong is other else SUBJECT, bytes_of(told))
