"""What a message states of the person beside its event: life, and hidden whereabouts, with the source that says so."""

from connectors.hospital_hl7v2.demographics import hiding
from connectors.hospital_hl7v2.disposition import lives
from connectors.hospital_hl7v2.reading import Reading
from hub.events.values import Stated


def stated(reading: Reading) -> Stated | None:
    """Give what the message states of the person, or none when it says neither."""
    alive, hidden = lives(reading), hiding(reading)
    return Stated(reading.source, alive, hidden) if alive or hidden is not None else None
