"""The early-help family: what a council does with somebody who was passed on, and consent to it.

A case is known by the id of the referral or carer's notice that opened it.  Declining costs the person nothing.
"""

from datetime import date

import msgspec


class EarlyHelpOffered(msgspec.Struct, frozen=True, gc=False):
    """A council offered early help."""

    referral_id: str
    """The referral or notice that opened the case."""
    council: str | None = None
    how: str | None = None
    """LETTER, PHONE, EMAIL, VISIT or OTHER."""


class ContactAttempted(msgspec.Struct, frozen=True, gc=False):
    """A council tried to reach the person."""

    referral_id: str
    """The referral or notice that opened the case."""
    made: bool
    council: str | None = None
    how: str | None = None
    """LETTER, PHONE, EMAIL, VISIT or OTHER."""


class EarlyHelpScreened(msgspec.Struct, frozen=True, gc=False):
    """A worker looked with the person at what may help."""

    referral_id: str
    """The referral or notice that opened the case."""
    council: str | None = None


class InformationGiven(msgspec.Struct, frozen=True, gc=False):
    """The person got information and advice (Care Act 2014 section 4)."""

    referral_id: str
    """The referral or notice that opened the case."""
    council: str | None = None


class SentToAssessment(msgspec.Struct, frozen=True, gc=False):
    """The case goes on to an assessment."""

    referral_id: str
    """The referral or notice that opened the case."""
    council: str | None = None
    assessment_id: str | None = None
    """The assessment, once it has an id."""


class NoContactMade(msgspec.Struct, frozen=True, gc=False):
    """The council closes the case, because nobody could be reached."""

    referral_id: str
    """The referral or notice that opened the case."""
    council: str | None = None


class EarlyHelpDeclined(msgspec.Struct, frozen=True, gc=False):
    """The person does not want the offer; it costs them nothing."""

    referral_id: str
    """The referral or notice that opened the case."""
    council: str | None = None


class ConsentRecorded(msgspec.Struct, frozen=True, gc=False):
    """The person said whether something may be done or shared."""

    consent_id: str
    scope: str
    """What it is about, as a code: EARLY_HELP, SHARING, CARER_LINK."""
    given: bool
    until: date | None = None
    referral_id: str | None = None
    """The referral or notice that it came with."""


class ConsentWithdrawn(msgspec.Struct, frozen=True, gc=False):
    """The person took consent back."""

    consent_id: str
    scope: str | None = None
    """What it was about, where it is said."""
    referral_id: str | None = None
    """The referral or notice that it is about."""
