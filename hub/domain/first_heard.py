"""Since when a stay is known whose admission nobody told of: the hub joined later, or the message was lost."""

from typing import Final

import msgspec

from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.spells import SpellState
from hub.domain.steps import Step, moment_of

replace = msgspec.structs.replace

_INSIDE: Final = frozenset(
    {
        "SpellTransferred",
        "SpellDetailsCorrected",
        "ExpectedDischargeChanged",
        "DischargeExpected",
        "ReadinessChanged",
        "CriteriaToResideAssessed",
        "DelayReasonRecorded",
        "LeaveStarted",
        "LeaveEnded",
    }
)
"""What is said of somebody who is in a stay; that they were, when it is said of a stay that has ended."""


def seen(spell: SpellState, step: Step) -> SpellState:
    """Keep when a stay was first heard of, as long as nobody told of its admission or its end."""
    if spell.admitted is not None or spell.seen is not None or spell.leavings:
        return spell
    if step.event.type not in _INSIDE or spell.cancelled is not None or not spell.begun:
        return spell
    return replace(spell, seen=Said(moment_of(step), step.ordinal, Rule.FIRST_HEARD))
