"""The appeals family: somebody asks for a decision to be looked at again (National Care Service proposal, 4.3).

An appeal never changes the decision by itself: a new decision is an event of its own.
"""

from datetime import date

import msgspec


class AppealLodged(msgspec.Struct, frozen=True, gc=False):
    """Somebody appeals against a decision."""

    appeal_id: str
    about: str
    """ELIGIBILITY, FUNDING, CHARGE, CONTINUING_HEALTHCARE or PLAN."""
    lodged_on: date
    council: str | None = None
    about_id: str | None = None


class AppealAcknowledged(msgspec.Struct, frozen=True, gc=False):
    """Its receipt was confirmed to the person."""

    appeal_id: str
    acknowledged_on: date


class AppealDecided(msgspec.Struct, frozen=True, gc=False):
    """The appeal was decided."""

    appeal_id: str
    outcome: str
    """UPHELD, PARTLY_UPHELD or NOT_UPHELD."""
    decided_on: date


class AppealWithdrawn(msgspec.Struct, frozen=True, gc=False):
    """The person took the appeal back."""

    appeal_id: str
    withdrawn_on: date
