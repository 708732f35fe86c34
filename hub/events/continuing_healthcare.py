"""The family of NHS Continuing Healthcare: checklist, decision, fast track, funded nursing care, dispute.

National Framework for NHS Continuing Healthcare and NHS-funded Nursing Care (2022); SI 2012/2996.
"""

from datetime import date

import msgspec


class ChcChecklistCompleted(msgspec.Struct, frozen=True, gc=False):
    """Somebody filled in the checklist."""

    case_id: str
    positive: bool
    completed_on: date
    ics: str | None = None


class ChcDecided(msgspec.Struct, frozen=True, gc=False):
    """The board decided."""

    case_id: str
    outcome: str
    """ELIGIBLE, NOT_ELIGIBLE or FUNDED_NURSING_CARE."""
    decided_on: date
    from_on: date | None = None
    ics: str | None = None


class ChcFastTracked(msgspec.Struct, frozen=True, gc=False):
    """A clinician put somebody on the fast track: the board pays at once."""

    case_id: str
    from_on: date
    ics: str | None = None


class ChcEnded(msgspec.Struct, frozen=True, gc=False):
    """The board's care ended."""

    case_id: str
    ended_on: date


class ChcDisputed(msgspec.Struct, frozen=True, gc=False):
    """Somebody disputes who is responsible; nobody's funding stops."""

    case_id: str
    disputed_by: str | None = None
    """COUNCIL, ICB or PERSON."""


class ChcDisputeSettled(msgspec.Struct, frozen=True, gc=False):
    """The dispute is over."""

    case_id: str
