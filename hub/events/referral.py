"""The referral family: what DWP passes on so that a council can offer early help."""

from datetime import date

import msgspec

from hub.events.values import HomeArea


class DwpReferralReceived(msgspec.Struct, frozen=True, gc=False):
    """DWP passes on a person, or a carer, who may need support."""

    referral_id: str
    kind: str
    """SUPPORT_NEED or CARER."""
    council: str | None
    """ONS code of the council that the case goes to."""
    routed_by: str
    """How the council was found: `postcode`, `destination_cassr` or `recipient`."""
    lawful_basis: str
    benefits: tuple[str, ...] = ()
    contact_caution: tuple[str, ...] = ()
    accessible_format: str | None = None
    home: HomeArea | None = None
    consent_until: date | None = None
    """Last Europe/London day of the consent that it rests on."""


class DwpReferralAmended(msgspec.Struct, frozen=True, gc=False):
    """DWP corrects what it passed on."""

    referral_id: str
    supersedes: str
    kind: str
    council: str | None
    routed_by: str
    lawful_basis: str
    benefits: tuple[str, ...] = ()
    contact_caution: tuple[str, ...] = ()
    accessible_format: str | None = None
    home: HomeArea | None = None
    consent_until: date | None = None
    """Last Europe/London day of the consent that it rests on."""


class DwpReferralWithdrawn(msgspec.Struct, frozen=True, gc=False):
    """DWP takes a referral back, or says that the person died."""

    referral_id: str
    supersedes: str
    deceased: bool
