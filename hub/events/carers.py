"""The carers family: notices of people who care for somebody, links that both agreed to, short breaks.

No notice carries a child's identity: an age band says all that a carer's offer needs.
"""

from datetime import date

import msgspec

from hub.events.values import Code, HomeArea


class CarerNoticeReceived(msgspec.Struct, frozen=True, gc=False):
    """A GP, DWP or children's services passes on somebody who cares for another."""

    notice_id: str
    source: str
    """GP, DWP or CHILDRENS_SERVICES."""
    council: str | None
    routed_by: str
    """How the council was found: postcode, destination_cassr or recipient."""
    lawful_basis: str
    """Why it may be held, as a code; empty while nobody said."""
    relationship: str | None = None
    """What the carer is to the person or child, as a code."""
    lives_with: bool | None = None
    child_age_band: str | None = None
    """0-4, 5-10, 11-15, 16-17 or 18-25; absent where an adult is cared for."""
    transition_due: bool | None = None
    """Whether the young person is 16 or older."""
    ehc_stage: str | None = None
    """REQUEST_RECEIVED, ASSESSMENT_AGREED, PLAN_ISSUED, ANNUAL_REVIEW or CEASED."""
    stage_on: date | None = None
    other_dependants: str | None = None
    """0, 1 or 2+."""
    carer_status: Code | None = None
    """The coded entry in the GP record, as received."""
    contact_caution: tuple[str, ...] = ()
    """Cautions before contact, as codes."""
    accessible_format: str | None = None
    home: HomeArea | None = None
    """Where the carer lives, as codes."""
    consent_until: date | None = None
    """Last Europe/London day of the consent that it rests on."""


class CarerNoticeAmended(msgspec.Struct, frozen=True, gc=False):
    """The sender corrects its notice."""

    notice_id: str
    supersedes: str
    source: str
    """GP, DWP or CHILDRENS_SERVICES."""
    council: str | None
    routed_by: str
    lawful_basis: str
    """Why it may be held, as a code; empty while nobody said."""
    relationship: str | None = None
    """What the carer is to the person or child, as a code."""
    lives_with: bool | None = None
    child_age_band: str | None = None
    """0-4, 5-10, 11-15, 16-17 or 18-25."""
    transition_due: bool | None = None
    """Whether the young person is 16 or older."""
    ehc_stage: str | None = None
    stage_on: date | None = None
    other_dependants: str | None = None
    """0, 1 or 2+."""
    carer_status: Code | None = None
    """The coded entry in the GP record, as received."""
    contact_caution: tuple[str, ...] = ()
    """Cautions before contact, as codes."""
    accessible_format: str | None = None
    home: HomeArea | None = None
    """Where the carer lives, as codes."""
    consent_until: date | None = None
    """Last Europe/London day of the consent that it rests on."""


class CarerNoticeWithdrawn(msgspec.Struct, frozen=True, gc=False):
    """The sender takes its notice back, or says that the carer died."""

    notice_id: str
    supersedes: str
    deceased: bool


class CarerLinked(msgspec.Struct, frozen=True, gc=False):
    """A carer and the person they care for are known to belong together; told to both records."""

    link_id: str
    carer_ref: bytes
    cared_for_ref: bytes
    carer_agrees: bool
    cared_for_agrees: bool
    relationship: str | None = None
    """What the carer is to the person, as a code."""
    carer_until: date | None = None
    """Last day of what the carer agreed to; none where nothing ends it."""
    cared_for_until: date | None = None
    """Last day of what the person cared for agreed to; none where nothing ends it."""


class CarerUnlinked(msgspec.Struct, frozen=True, gc=False):
    """The link no longer holds; told to both records."""

    link_id: str
    carer_ref: bytes
    cared_for_ref: bytes


class ShortBreakRequested(msgspec.Struct, frozen=True, gc=False):
    """A parent carer or carer asks for a short break."""

    request_id: str
    kind: str
    """Kind of break, as a code: OVERNIGHT, DAY, SITTING, HOLIDAY or OTHER."""
    requested_on: date
    council: str | None = None


class ShortBreakDecided(msgspec.Struct, frozen=True, gc=False):
    """The council decided about a short break."""

    request_id: str
    granted: bool
    decided_on: date
    council: str | None = None
