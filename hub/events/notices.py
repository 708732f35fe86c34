"""The notices family: a hospital's referral to a council, its notices, their withdrawal and the answers.

Content: PRSB Hospital referral for assessment for community care and support v1.1; the notices of information standard
SCCI2075 (assessment, discharge, withdrawal).  A withdrawal is one small event that names its notice.
"""

from datetime import date

import msgspec

from hub.events.discharge import Spell
from hub.events.values import Code, Moment


class HospitalReferralMade(msgspec.Struct, frozen=True, gc=False):
    """A hospital asks a council to assess somebody for community care and support."""

    referral_id: str
    """The hospital's id of the referral; notices about one stay share it."""
    council: str | None = None
    spell: Spell | None = None
    respond_to: str | None = None
    expected: Moment | None = None
    person_informed: str | None = None
    """Whether the person was told: Y or N."""
    carer_informed: str | None = None
    """Whether the carer was told: Y, N or NKC (no known carer)."""
    consent: str | None = None
    """The person's consent: Y, N or L (lacks capacity)."""
    third_party_consent: str | None = None
    """Who consented for the person: C, O, B or N/A, as SCCI2075 has them."""
    safeguarding: bool | None = None
    continuing_healthcare: str | None = None
    """Whether NHS Continuing Healthcare was considered: Y or N."""
    primary_support_reason: Code | None = None
    """Why support is needed, as coded by the sender."""
    kind: str | None = None
    """What is asked for: a code of `hub.domain.referral_content`, as each of the fields below is."""
    method: str | None = None
    """How the referral was made."""
    role: str | None = None
    """The role of who refers; their name and how to reach them are sealed."""
    allergies: str | None = None
    """Whether allergies are known: Y (sealed), N (none) or NK (not known to the ward)."""
    legal: tuple[str, ...] = ()
    """Legal information: capacity, who decides for the person, deprivation of liberty, advance decisions."""
    risks: tuple[str, ...] = ()
    """Of which kinds risks are known; what they are is sealed."""
    actions: tuple[str, ...] = ()
    """What the council is asked to do."""
    level_of_care: str | None = None
    """The assessed level of care."""


class NoticeIssued(msgspec.Struct, frozen=True, gc=False):
    """A hospital gives notice to a council."""

    notice_id: str
    referral_id: str
    kind: str
    """ADMISSION, ASSESSMENT or DISCHARGE."""
    council: str | None = None
    spell: Spell | None = None
    proposed_discharge_on: date | None = None
    person_consulted: str | None = None
    """Y or N."""
    carer_consulted: str | None = None
    """Y, N or NKC (no known carer)."""
    consent: str | None = None
    """Y, N or L (lacks capacity)."""
    third_party_consent: str | None = None
    """C, O, B or N/A."""


class NoticeWithdrawn(msgspec.Struct, frozen=True, gc=False):
    """A hospital takes notices back; it may arrive before them."""

    withdrawal_id: str
    referral_id: str
    kind: str
    """ASSESSMENT, DISCHARGE or BOTH."""
    reason: str
    """Why, 01 to 13 as SCCI2075 has them."""
    notice_id: str | None = None
    """The one notice that it takes back, where it names one."""


class NoticeAnswered(msgspec.Struct, frozen=True, gc=False):
    """A council answers a notice or its withdrawal."""

    answer_id: str
    referral_id: str
    kind: str
    """What it answers: ADMISSION, ASSESSMENT, DISCHARGE or WITHDRAWAL."""
    accepted: bool
    council: str | None = None
    notice_id: str | None = None
    """The notice, where the answer names one."""
    reason: str | None = None
    """Why it was not accepted, as a code."""
