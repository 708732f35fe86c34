"""The portability family: a person moves from one council to another, and the care goes with them.

Care Act 2014 sections 37 and 38; SI 2014/2825; the portable assessment of the National Care Service proposal (6.3).
"""

from datetime import date

import msgspec


class MoveNotified(msgspec.Struct, frozen=True, gc=False):
    """Somebody says that a person will move to another council's area."""

    move_id: str
    intended_on: date
    from_council: str | None = None
    to_council: str | None = None
    placed: bool | None = None
    """Whether the first council places the person in accommodation there: they keep their ordinary residence."""


class MoveConfirmedGenuine(msgspec.Struct, frozen=True, gc=False):
    """The second council is satisfied that the move is meant."""

    move_id: str
    council: str | None = None


class MoveDocumentsRequested(msgspec.Struct, frozen=True, gc=False):
    """The second council asks for the documents."""

    move_id: str
    council: str | None = None


class PlanTransferred(msgspec.Struct, frozen=True, gc=False):
    """The first council sent the assessment and plan."""

    move_id: str
    document_id: str
    sha256: str
    """Hash of the document, in hexadecimal."""
    signed_by: str | None = None
    signature: str | None = None
    """The signature over the hash, in base64."""


class MoveAssessed(msgspec.Struct, frozen=True, gc=False):
    """The second council assessed before the move."""

    move_id: str
    assessment_id: str
    differs: bool | None = None
    reasons_given: bool | None = None


class DeterminationAccepted(msgspec.Struct, frozen=True, gc=False):
    """The second council takes the first one's determination as its own."""

    move_id: str
    determination_id: str
    council: str | None = None


class MoveCompleted(msgspec.Struct, frozen=True, gc=False):
    """The person moved, and the second council meets the needs by its own plan."""

    move_id: str
    moved_on: date


class MoveCancelled(msgspec.Struct, frozen=True, gc=False):
    """The person does not move."""

    move_id: str
