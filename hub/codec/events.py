"""Events to bytes and back, in the Confluent wire format: a zero byte, four bytes of schema id, the Avro body."""

import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Final, NamedTuple

from hub.codec.bindings import EVENT_NAMES, event_name
from hub.codec.event_reading import HEADER, event_reader
from hub.codec.reading import FAULTS
from hub.codec.registry import Registered, Registry, record_of
from hub.codec.writing import MAGIC, event_writer, header
from hub.errors import Defect, Rejected
from hub.events.catalogue import BY_TYPE, Entry
from hub.events.envelope import Event

_Reading = tuple[Callable[[bytes], Event], str]
"""What reads the bytes of a schema, and the topic that they belong to."""
CONTROL_CHARACTER: Final = "control_character"
"""The rule by which a text with U+0000 in it is refused."""
WRONG_TYPES: Final = (AttributeError, TypeError, KeyError, ValueError, struct.error)


class _Known(NamedTuple):
    """What a schema id leads to."""

    entry: Entry
    registered: Registered


class EventCodec:
    """Writes every event by this release's newest schema of its type; reads what any released schema wrote.

    One codec serves a process: readers and writers are made on first use of their schema and kept.  Whatever is
    wrong with bytes is `Rejected`, whose words never hold them.
    """

    def __init__(self, registry: Registry | None = None, newer: Registry | None = None) -> None:
        """Take a registry, or load the one of this repository; raises `Defect` when a type was never released.

        `newer` is the registry of a newer release.  What that one wrote is read too, without the fields that nobody
        here knows; nothing is written by it.
        """
        self._registry: Final = Registry.load() if registry is None else registry
        readable = self._registry if newer is None else self._registry.with_newer(newer)
        self._known: Final = {
            header(each.id): _Known(EVENT_NAMES[each.name], each) for each in readable if each.name in EVENT_NAMES
        }
        self._newest: Final = {name: self._registry.newest(event_name(entry)) for name, entry in BY_TYPE.items()}
        self._writers: Final[dict[str, Callable[[Event], bytes]]] = {}
        self._clear: Final[dict[bytes, _Reading]] = {}
        self._storable: Final[dict[bytes, _Reading]] = {}
        self._whole: Final[dict[bytes, _Reading]] = {}

    def encode(self, event: Event) -> bytes:
        """Write a complete event.

        Raises `Rejected` for a value that Avro cannot hold (a number too large, text that is no Unicode) and
        `Defect` for an event whose values are not of their types, or that was read only as far as its prefix.
        """
        write = self._writers.get(event.type) or self._new_writer(event.type)
        fault: Exception
        try:
            return write(event)
        except (OverflowError, UnicodeEncodeError):
            fault = Rejected(event.type, "not_writable", "a number is too large, or a text is not Unicode")
        except WRONG_TYPES:
            fault = Defect(f"{event.type} holds a value that is not of its type, or is not complete")
        raise fault

    def decode(self, value: bytes, topic: str | None = None) -> Event:
        """Read everything; raises `Rejected` for bytes that are no event, or none of this topic."""
        read, of = self._whole.get(value[:HEADER]) or self._new_reader(value, self._whole)
        if topic is None or topic == of:
            with suppress(*FAULTS):
                return read(value)
        raise self._refused(value, topic)

    def decode_clear(self, value: bytes, topic: str | None = None) -> Event:
        """Read head and body only, which is what rules need; `provenance` and `sealed` are left out.

        Of what stands behind the body only the least length is looked at.  Raises `Rejected` as `decode` does.
        """
        read, of = self._clear.get(value[:HEADER]) or self._new_reader(value, self._clear)
        if topic is None or topic == of:
            # Not `suppress`: every event of the hub comes by here.
            try:
                return read(value)
            except FAULTS:
                pass
        raise self._refused(value, topic)

    def decode_storable(self, value: bytes, topic: str | None = None) -> Event:
        """Read as `decode_clear` does what is new to whoever folds it, and refuse a text with U+0000 in it.

        PostgreSQL keeps no such text (its manual, "Character Types"), so that one event could stop a lane for good.
        What lies in a history already is read by `decode_clear`: it was stored, and nobody can take it back.
        """
        read, of = self._storable.get(value[:HEADER]) or self._new_reader(value, self._storable)
        if topic is None or topic == of:
            # Not `suppress`, as above.
            try:
                return read(value)
            except FAULTS:
                pass
        self.decode_clear(value, topic)  # says what is wrong with the bytes, where it is not this
        raise Rejected(self._known[value[:HEADER]].registered.name, CONTROL_CHARACTER, "a text in it holds U+0000")

    def topic_of(self, value: bytes) -> str:
        """Name the topic that an event belongs to, by its schema id alone; raises `Rejected` for unknown bytes."""
        return self._find(value).entry.topic

    def _refused(self, value: bytes, topic: str | None) -> Rejected:
        """Say why bytes of a known schema are refused.

        Called outside of any handler: what Python says of bad text holds the text.
        """
        known = self._known[value[:HEADER]]
        if topic is not None and topic != known.entry.topic:
            return Rejected("schema id", "wrong_topic", f"a {known.entry.name} belongs to {known.entry.topic}")
        return Rejected(
            known.registered.name, "not_avro", "the bytes end early, go on too long, or hold what the schema does not"
        )

    def _find(self, value: bytes) -> _Known:
        if value[:1] != MAGIC or len(value) < HEADER:
            raise Rejected("magic byte", "not_framed", "the record does not begin with a zero byte and a schema id")
        known = self._known.get(value[:HEADER])
        if known is None:
            registered = self._registry.by_id(int.from_bytes(value[1:HEADER], "big"))
            raise Rejected("schema id", "unknown_type", f"the hub no longer knows {registered.name}")
        return known

    def _new_reader(self, value: bytes, into: dict[bytes, _Reading]) -> _Reading:
        known, storable = self._find(value), into is self._storable
        clear = storable or into is self._clear
        reader = event_reader(record_of(known.registered), known.entry.name, clear=clear, storable=storable)
        reading = into[value[:HEADER]] = reader, known.entry.topic
        return reading

    def _new_writer(self, event_type: str) -> Callable[[Event], bytes]:
        registered = self._newest.get(event_type)
        if registered is None:
            raise Defect("an event has a type that is not in the catalogue")
        self._writers[event_type] = event_writer(registered.id, record_of(registered))
        return self._writers[event_type]
