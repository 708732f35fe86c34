"""Kinds of support: one list, so that a line is compared with what ran of the same kind, whoever sends or records it.

A form offers codes of this list, and each profile translates its sender's words to them.  A code that is not on it
stays as it is, and is a kind of its own.  The list is this product's; names are those of the service components of
Adult Social Care Client Level Data (DHSC) where it has one: home care and domiciliary care are home support.
"""

from collections.abc import Mapping
from typing import Final

HOME_SUPPORT, REABLEMENT, INTERMEDIATE_CARE = "HOME_SUPPORT", "REABLEMENT", "INTERMEDIATE_CARE"

SERVICES: Final[Mapping[str, str]] = {
    HOME_SUPPORT: "Home support",
    REABLEMENT: "Reablement",
    INTERMEDIATE_CARE: "Intermediate care",
    "CARE_HOME": "Care home",
    "NURSING_HOME": "Nursing home",
    "DAY_CARE": "Day care",
    "LIVE_IN_CARE": "Live-in care",
    "MEALS": "Meals",
    "OTHER": "Another service",
}
"""Support of a person, by code, in the words of forms and pages."""

OF_CARERS: Final[Mapping[str, str]] = {
    "CARER_SUPPORT": "Support for a carer",
    "CARER_RESPITE": "Respite for a carer",
    "CARER_DIRECT_PAYMENT": "Direct payment to a carer",
}
"""Support that is the carer's own."""

EVERY: Final[Mapping[str, str]] = {**SERVICES, **OF_CARERS}

OTHER_CODES: Final[Mapping[str, str]] = {
    "HOME_CARE": HOME_SUPPORT,
    "HOMECARE": HOME_SUPPORT,
    "DOMICILIARY_CARE": HOME_SUPPORT,
    "RESIDENTIAL_CARE": "CARE_HOME",
    "NURSING_CARE_HOME": "NURSING_HOME",
    "DAY_CENTRE": "DAY_CARE",
    "DAY_SUPPORT": "DAY_CARE",
    "LIVE_IN": "LIVE_IN_CARE",
}
"""Codes that events hold from before there was a list, or from a profile that does not translate them."""


def listed(sent: str) -> str | None:
    """Return the code of the list that was sent, in capitals or not; or none."""
    code = sent.upper()
    return code if code in EVERY else None


def service_code(held: str) -> str:
    """Return the code of the list for one that an event holds; one that nobody knows stays as it is."""
    code = held.upper().replace(" ", "_").replace("-", "_")
    code = OTHER_CODES.get(code, code)
    return code if code in EVERY else held
