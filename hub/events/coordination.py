"""The coordination family: who coordinates a person's six weeks, who is in the team, outcome, safeguarding.

Names and telephone numbers are sealed; a post is known by an opaque id at its organisation.
"""

from datetime import date

import msgspec

from hub.events.discharge import Spell


class CoordinatorNamed(msgspec.Struct, frozen=True, gc=False):
    """Somebody is the person's named coordinator from now on."""

    post_id: str
    """Opaque id of who it is, at the organisation."""
    organisation: str
    """ODS or ONS code."""
    role: str | None = None


class CoordinatorStoodDown(msgspec.Struct, frozen=True, gc=False):
    """Somebody is no longer the coordinator."""

    post_id: str
    organisation: str
    """ODS or ONS code."""


class TeamMemberJoined(msgspec.Struct, frozen=True, gc=False):
    """Somebody joins the person's care team, which opens the record to them."""

    member_id: str
    """Opaque id of who it is, at the organisation."""
    organisation: str
    """ODS or ONS code."""
    role: str | None = None
    purpose: str | None = None
    """Why they may look, as a code."""


class TeamMemberLeft(msgspec.Struct, frozen=True, gc=False):
    """Somebody leaves the team, which closes the record to them."""

    member_id: str
    organisation: str
    """ODS or ONS code."""


class SixWeeksOutcomeRecorded(msgspec.Struct, frozen=True, gc=False):
    """People say how the six weeks ended."""

    outcome: str
    """OWN_HOME, HOME_WITH_SUPPORT, CARE_HOME, HOSPITAL, HOSPICE, DIED or OTHER."""
    recorded_on: date
    spell: Spell | None = None
    said_by: str | None = None
    """ODS or ONS code of who says so."""


class SafeguardingConcernRaised(msgspec.Struct, frozen=True, gc=False):
    """Somebody is worried about the person's safety."""

    concern_id: str
    organisation: str | None = None
    """ODS or ONS code of who raised it."""


class SafeguardingConcernClosed(msgspec.Struct, frozen=True, gc=False):
    """The concern was dealt with."""

    concern_id: str


class CarerTold(msgspec.Struct, frozen=True, gc=False):
    """The carer was told that a visit did not take place."""

    line_id: str
    provider: str
    planned_at: int
    """When the visit was planned: milliseconds since the epoch, UTC."""
