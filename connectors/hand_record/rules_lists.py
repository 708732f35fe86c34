"""National lists, outcomes of the law and kinds of support as closed lists of the table: the rules' own, said once."""

from collections.abc import Mapping
from typing import Final

from hub.domain import referral_content as content
from hub.domain.criteria_to_reside import CRITERIA
from hub.domain.delay_codes import CAPACITY, HOSPITAL, INTERFACE, TODAY, TRANSFER_HUB, WELLBEING, DelayCode
from hub.domain.eligibility import ADULT_OUTCOMES, CARER_OUTCOMES
from hub.domain.notice_codes import REASONS
from hub.domain.services import SERVICES
from hub.ports.recording import Choice

_GROUPS: Final = {
    HOSPITAL: "Hospital",
    WELLBEING: "Wellbeing",
    TRANSFER_HUB: "Care transfer hub",
    INTERFACE: "Interface",
    CAPACITY: "Capacity",
}
_EVERY_SUPPORTED: Final = ("P1", "P2", "P3")


def rules_lists() -> Mapping[str, tuple[Choice, ...]]:
    """Give every list of the rules by the name that a table knows it by."""
    return {
        "delay_reason": _delay_reasons(),
        "service": _written(SERVICES),
        "withdrawn_because": _withdrawal_reasons(),
        "care_outcomes": _written(ADULT_OUTCOMES),
        "carer_outcomes": _written(CARER_OUTCOMES),
        "criterion": _written(CRITERIA),
        "referral_kind": _written(content.KINDS),
        "referral_method": _written(content.METHODS),
        "allergies": _written(content.ALLERGIES),
        "legal": _written(content.LEGAL),
        "risk": _written(content.RISKS),
        "requested_action": _written(content.ACTIONS),
        "level_of_care": _written(content.LEVELS),
    }


def _written(words: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(code, text[:1].upper() + text[1:]) for code, text in words.items())


def _delay_reasons() -> tuple[Choice, ...]:
    """Give the values of today's list, each with its group and the pathways that its label names."""
    return tuple(Choice(one.code, f"{_GROUPS[one.group]}: {one.label}{_pathways(one)}") for one in TODAY)


def _withdrawal_reasons() -> tuple[Choice, ...]:
    """Give why a notice may be withdrawn (information standard SCCI2075)."""
    return tuple(Choice(code, reason.words) for code, reason in REASONS.items())


def _pathways(one: DelayCode) -> str:
    if not one.pathways:
        return ""
    numbers = [pathway.removeprefix("P") for pathway in one.pathways]
    return f" (pathway {'1-3' if one.pathways == _EVERY_SUPPORTED else ' or '.join(numbers)})"
