"""The codec of this repository, and invented events of every type."""

from hub.codec.bindings import EVENT_NAMES
from hub.codec.events import EventCodec
from hub.codec.registry import Registry, record_of
from hub.codec.samples import CASES, sample
from hub.events.catalogue import BY_TYPE
from hub.events.envelope import Event

REGISTRY = Registry.load()
CODEC = EventCodec(REGISTRY)


def sampled(event_type: str, case: str = "every field has a value") -> Event:
    """One invented event of a type."""
    (name,) = [name for name, entry in EVENT_NAMES.items() if entry.name == event_type]
    return sample(record_of(REGISTRY.newest(name)), BY_TYPE[event_type], CASES[case])
