"""The identity family: who somebody is, which records are the same person, and death."""

import msgspec

from hub.events.values import Erased, HomeArea, Moment, Source, Stated


class PersonRecorded(msgspec.Struct, frozen=True, gc=False):
    """A partner made a record of a person (A28)."""

    gp_practice: str | Erased | None = None
    home: HomeArea | Erased | None = None
    location_hidden: bool = False
    """True when this message hides the whereabouts; `stated` also says when one lifts it."""
    stated: Stated | None = None


class PersonUpdated(msgspec.Struct, frozen=True, gc=False):
    """A partner changed its record of a person (A31)."""

    gp_practice: str | Erased | None = None
    home: HomeArea | Erased | None = None
    location_hidden: bool = False
    """True when this message hides the whereabouts; `stated` also says when one lifts it."""
    stated: Stated | None = None


class PersonRecordWithdrawn(msgspec.Struct, frozen=True, gc=False):
    """A partner deleted its record of a person (A29); nothing is lost here."""


class PersonMerged(msgspec.Struct, frozen=True, gc=False):
    """Two records are one person (A40, A34; or one message that carries both verified identifiers)."""

    retired_ref: bytes
    surviving_ref: bytes


class PersonUnmerged(msgspec.Struct, frozen=True, gc=False):
    """A merge was wrong and is taken apart (A37)."""

    retired_ref: bytes
    surviving_ref: bytes


class IdentifierChanged(msgspec.Struct, frozen=True, gc=False):
    """A partner gave a person another identifier (A47); both refs are equal when only the number changed."""

    retired_ref: bytes
    surviving_ref: bytes


class DeathRecorded(msgspec.Struct, frozen=True, gc=False):
    """A record says that the person died (PID-29, PID-30)."""

    died_at: Moment | None
    confirmed: bool
    source: Source | None = None
    """Who says so, and alone may take it back; events of version 1 do not say."""


class SubjectKeyDestroyed(msgspec.Struct, frozen=True, gc=False):
    """The person's data keys were destroyed; what was sealed can never be read again."""

    reason: str


class MessageKept(msgspec.Struct, frozen=True, gc=False):
    """A message with no meaning for the hub was accepted and its original kept, sealed."""

    trigger: str


class EventReplaced(msgspec.Struct, frozen=True, gc=False):
    """Its message was read again, by another profile, and no longer says this: the event that is named counts no more.

    What the message says instead, if anything, are events of their own.
    """

    replaced: bytes
    """Id of the event; it stays in the log."""
