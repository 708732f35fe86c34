"""The closed lists of the access decision: purposes, roles and views.

Benefit decisions, fraud, debt and immigration are not purposes, so nothing can be asked for them
(UK GDPR Art 5(1)(b), purpose limitation).
"""

from enum import StrEnum


class Purpose(StrEnum):
    """Why somebody reads."""

    EARLY_HELP_OFFER = "EARLY_HELP_OFFER"
    NEEDS_ASSESSMENT = "NEEDS_ASSESSMENT"
    CARERS_ASSESSMENT = "CARERS_ASSESSMENT"
    CARE_DELIVERY = "CARE_DELIVERY"
    DISCHARGE_COORDINATION = "DISCHARGE_COORDINATION"
    PORTABILITY = "PORTABILITY"
    CHARGING = "CHARGING"
    STATUTORY_RETURN = "STATUTORY_RETURN"
    SERVICE_PLANNING = "SERVICE_PLANNING"
    SUBJECT_ACCESS = "SUBJECT_ACCESS"
    AUDIT = "AUDIT"
    ERASURE = "ERASURE"
    """The end of a retention period, or the right to erasure where it applies (UK GDPR Article 17)."""


class Role(StrEnum):
    """What somebody is here; `sender` is a partner's machine, which hands in and reads nothing."""

    COORDINATOR = "coordinator"
    SOCIAL_WORKER = "social_worker"
    CARE_STAFF = "care_staff"
    ANALYST = "analyst"
    INTEGRATION_ENGINEER = "integration_engineer"
    INFORMATION_GOVERNANCE = "information_governance"
    PERSON = "person"
    SENDER = "sender"


class View(StrEnum):
    """What can be read, and what can be done about a person: recording by hand, and forgetting them."""

    BOARD = "board"
    SEARCH = "search"
    JOINT_STATE = "joint_state"
    RECORD = "record"
    WHY = "why"
    TIMELINE = "timeline"
    ACCESS = "access"
    EARLY_HELP = "early_help"
    NOTICES = "notices"
    FEEDS = "feeds"
    QUARANTINE = "quarantine"
    FORGET = "forget"
    REBUILD = "rebuild"
    REDRIVE = "redrive"
    RETRANSLATE = "retranslate"
    WHAT_IF = "what_if"
    DASHBOARDS = "dashboards"
    ENTRIES = "entries"
    DOCUMENTS = "documents"


def purpose_of(text: str) -> Purpose | None:
    """Return the purpose with this name, or none when it is not one of the closed list."""
    return Purpose(text) if text in Purpose.__members__ else None
