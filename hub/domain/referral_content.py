"""What a hospital's referral says beside its narrative, as codes with their words.

Source: PRSB Hospital referral for assessment for community care and support v1.1: referral details (type, method),
allergies, legal information, risks, plan and requested actions, assessed level of care.  The standard names these
headings and leaves their values to local lists: the codes are this product's.
"""

from collections.abc import Mapping
from typing import Final

KINDS: Final[Mapping[str, str]] = {
    "NEEDS_ASSESSMENT": "Assessment of needs",
    "REVIEW": "Review of support that ran before",
    "RESTART": "Restart of support that ran before, unchanged",
    "CARER": "Assessment of a carer as well",
    "OTHER": "Another kind of referral",
}
METHODS: Final[Mapping[str, str]] = {
    "ELECTRONIC": "Electronic message or form",
    "EMAIL": "E-mail",
    "PHONE": "Telephone",
    "MEETING": "Talked over at a meeting",
    "LETTER": "Letter",
    "OTHER": "Another way",
}
ALLERGIES: Final[Mapping[str, str]] = {
    "Y": "Yes, as written",
    "N": "No known allergies",
    "NK": "Not known to the ward",
}
LEGAL: Final[Mapping[str, str]] = {
    "LACKS_CAPACITY": "Lacks capacity for a decision about care (Mental Capacity Act 2005)",
    "POWER_OF_ATTORNEY": "Lasting power of attorney for health and welfare",
    "DEPUTY": "Deputy appointed by the court",
    "DOLS_APPLIED": "Deprivation of liberty applied for",
    "DOLS_AUTHORISED": "Deprivation of liberty authorised",
    "MENTAL_HEALTH_ACT": "Detained under the Mental Health Act, or in aftercare (section 117)",
    "ADVANCE_DECISION": "Advance decision to refuse treatment",
}
RISKS: Final[Mapping[str, str]] = {
    "TO_SELF": "To themselves",
    "TO_OTHERS": "To others",
    "FROM_OTHERS": "From others",
    "ACCIDENTS": "Accidents, such as falls",
    "INFECTION": "Infection",
    "OTHER": "Another risk",
}
ACTIONS: Final[Mapping[str, str]] = {
    "ASSESS_NEEDS": "Assess needs for care and support",
    "ASSESS_CARER": "Assess a carer's needs",
    "RESTART_SUPPORT": "Start again what ran before",
    "NEW_SUPPORT": "Arrange support at home",
    "REABLEMENT": "Arrange reablement or intermediate care",
    "EQUIPMENT": "Provide equipment or adapt the home",
    "CARE_HOME": "Find a place in a care home",
    "SAFEGUARDING": "Look into a concern about safety",
    "OTHER": "Another action",
}
LEVELS: Final[Mapping[str, str]] = {
    "NONE": "No care",
    "LOW": "Some help, up to once a day",
    "MODERATE": "Help several times a day",
    "HIGH": "Help day and night, or two people at once",
    "NURSING": "Care by a nurse",
}
