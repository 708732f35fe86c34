"""The envelope that every event travels in.

The clear part holds what rules need: ids, type, times and codes.  Whatever names a person sits in the sealed
part and is opened only at the border of the API, after the access decision.
"""

import msgspec

from hub.events.values import Precision, Zone


class Provenance(msgspec.Struct, frozen=True, gc=False):
    """Where an event comes from and why it may be held."""

    source_organisation: str
    """ODS or ONS code of the organisation that says so."""
    source_system: str
    feed: str
    message_id: str
    """The sender's own id of the message (HL7 v2: MSH-10)."""
    profile: str
    """Name and version of the profile that read the message, as `name@version`."""
    author: str | None
    """Who wrote it, as a role or organisation code; a person's own name is sealed."""
    performer: str | None
    record_uid: str
    """The sender's record, stable over its versions (DAPB4102)."""
    record_version: int
    correlation_id: bytes
    """16 bytes, the same for everything that one message started."""
    causation_id: bytes | None
    """16 bytes: the event that caused this one; none when a partner's message did."""
    purpose: str
    lawful_basis: str
    legal_hold: bool


class Sealed(msgspec.Struct, frozen=True, gc=False):
    """What names a person: opaque bytes under that person's data key.

    `personal` and `original` are each `nonce (12) + ciphertext + tag (16)` of AES-256-GCM, or empty.  The
    associated data are the label (`personal` or `original`), the event id and the event type.
    """

    key_id: bytes
    personal: bytes
    original: bytes


class Event(msgspec.Struct, frozen=True, gc=False):
    """One thing that happened to one person.

    `occurred_at`, `recorded_at` and `received_at` are milliseconds since the epoch, UTC: when it happened in the
    world, when the sender wrote it down, when the hub took it in.  `precision` and `zone` are about
    `occurred_at`.  `carries_card` says that the sealed part holds a name, so that a reader finds the newest.
    `provenance` and `sealed` are absent when only the clear prefix was decoded.
    """

    event_id: bytes
    subject_ref: bytes
    type: str
    occurred_at: int
    recorded_at: int
    received_at: int
    precision: Precision | int
    zone: Zone | int
    carries_card: bool
    body: msgspec.Struct
    provenance: Provenance | None = None
    sealed: Sealed | None = None
