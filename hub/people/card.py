"""The names of personal fields inside a sealed part, and nothing else.

Everything is optional and JSON-able.  A connector fills what its message holds; a reader shows what it finds.
"""

from typing import Final, TypedDict


class Name(TypedDict, total=False):
    """A person's name, each part as sent."""

    family: str
    given: str
    prefix: str
    preferred: str


class Address(TypedDict, total=False):
    """An address: up to five lines and a postcode."""

    lines: list[str]
    postcode: str


class Contact(TypedDict, total=False):
    """Somebody close to the person; `carer` says that they give unpaid care (NK1-3 code 20)."""

    name: str
    relationship: str
    phone: str
    carer: bool
    address: Address


class NhsNumber(TypedDict, total=False):
    """An NHS number as sent, and its status (01 to 08); `usable` is false for a failed or placeholder one."""

    value: str
    status: str
    usable: bool


class ReferralWords(TypedDict, total=False):
    """A hospital's referral in its own words, under the headings of PRSB Hospital referral v1.1."""

    referrer: str
    """Who refers, by name."""
    referrer_contact: str
    """How to reach whoever refers."""
    reason: str
    care_needs: str
    """Summary of nursing and care needs."""
    allergies_are: str
    clinical_summary: str
    """Problems, procedures, treatments and medicines."""
    risks_are: str
    plan: str
    """Plan and requested actions."""
    wishes: str
    """Concerns, expectations and wishes of the person."""
    consent_refused_because: str


class Personal(TypedDict, total=False):
    """What a sealed part may hold."""

    name: Name
    born: str
    """YYYY-MM-DD."""
    sex: str
    """1 male, 2 female, 9 not specified, 0 not known."""
    nhs_number: NhsNumber
    identifiers: list[dict[str, str]]
    """kind, authority, value."""
    address: Address
    phones: list[str]
    email: str
    contacts: list[Contact]
    gp_practice: str
    language: str
    ethnicity: str
    reason: str
    """Why somebody was admitted or referred, in the sender's words."""
    author: str
    """The person who wrote it, as the sender names them."""
    clinician: str
    location_hidden: bool
    """True: whereabouts must not be published.  False: the sender says that nothing is hidden.  Absent: not said."""
    text: str
    referral: ReferralWords
    correction: dict[str, str]
    """Why an entry by hand was corrected: `reason` is a code, `words` are the recorder's own."""


CARD_FIELDS: Final = ("name", "born", "sex", "nhs_number", "address", "phones", "contacts")
"""What a banner and a board row are made of."""

WHEREABOUTS: Final = ("address", "phones", "email", "contacts", "gp_practice", "referral")
"""What `location_hidden` keeps from everything that is published (ITK ZU8-4); free words may say where somebody is."""
