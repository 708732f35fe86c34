"""National lists and kinds of support as closed lists of the table: the rules' own, said once."""

from typing import Final

from hub.domain.delay_codes import CAPACITY, HOSPITAL, INTERFACE, TODAY, TRANSFER_HUB, WELLBEING, DelayCode
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


def delay_reasons() -> tuple[Choice, ...]:
    """Give the values of today's list, each with its group and the pathways that its label names."""
    return tuple(Choice(one.code, f"{_GROUPS[one.group]}: {one.label}{_pathways(one)}") for one in TODAY)


def services() -> tuple[Choice, ...]:
    """Give the kinds of support of a person; a carer's own support is told by its council."""
    return tuple(Choice(code, words) for code, words in SERVICES.items())


def withdrawal_reasons() -> tuple[Choice, ...]:
    """Give why a notice may be withdrawn (information standard SCCI2075)."""
    return tuple(Choice(code, reason.words) for code, reason in REASONS.items())


def _pathways(one: DelayCode) -> str:
    if not one.pathways:
        return ""
    numbers = [pathway.removeprefix("P") for pathway in one.pathways]
    return f" (pathway {'1-3' if one.pathways == _EVERY_SUPPORTED else ' or '.join(numbers)})"
