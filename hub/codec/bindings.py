"""Which Python value each Avro record becomes: today's structs, by the full name of the schema."""

from collections.abc import Mapping
from typing import Final

import msgspec

from hub.codec.folder import NAMESPACE
from hub.events.catalogue import ENTRIES, Entry
from hub.events.discharge import Spell
from hub.events.envelope import Provenance, Sealed
from hub.events.values import Code, HomeArea, Moment, Place, Source, Stated

ERASED_NAME: Final = f"{NAMESPACE}.Erased"
"""The record without fields that marks an erased field: it takes no bytes but its place in the union."""


def event_name(entry: Entry) -> str:
    """Full name of the schema of an event type: its family is the namespace."""
    family = entry.body.__module__.rpartition(".")[2]
    return f"{NAMESPACE}.{family}.{entry.name}"


EVENT_NAMES: Final[Mapping[str, Entry]] = {event_name(entry): entry for entry in ENTRIES}

STRUCTS: Final[Mapping[str, type[msgspec.Struct]]] = {
    **{
        f"{NAMESPACE}.{each.__name__}": each
        for each in (Moment, Code, Place, HomeArea, Source, Stated, Provenance, Sealed)
    },
    f"{NAMESPACE}.discharge.Spell": Spell,
    **{f"{name}Body": entry.body for name, entry in EVENT_NAMES.items()},
}
"""Everything that a record inside an event becomes."""
