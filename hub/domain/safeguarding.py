"""Concerns about the person's safety: raised, and closed.  What they are about is never in an event.

Source: Care Act 2014 section 42 (who has a concern tells the council; others who care for the person have to know that
there is one).
"""

from typing import Final

import msgspec

from hub.domain.coordination_state import Concern, Coordination
from hub.domain.machine import BEGINNING, Machine, move
from hub.domain.rules import Rule
from hub.domain.steps import Step
from hub.events.coordination import SafeguardingConcernClosed, SafeguardingConcernRaised

replace = msgspec.structs.replace

RAISED, CLOSED = "RAISED", "CLOSED"
CONCERN: Final = Machine(
    "safeguarding concern",
    (
        move("SafeguardingConcernRaised", "[*] CLOSED", RAISED),
        move("SafeguardingConcernClosed", "RAISED", CLOSED),
    ),
)


def raised(held: Coordination, step: Step, body: SafeguardingConcernRaised) -> tuple[Coordination, Rule | None]:
    """Somebody is worried; the same concern said again changes nothing while it stands."""
    if CONCERN.after(_state(held, body.concern_id), step.event.type) is None:
        return held, None
    new = Concern(body.concern_id, body.organisation, step.event.occurred_at, step.ordinal)
    return replace(held, concerns=(*held.concerns, new)), None


def closed(held: Coordination, step: Step, body: SafeguardingConcernClosed) -> tuple[Coordination, Rule | None]:
    """It was dealt with; one that does not stand is a finding."""
    if CONCERN.after(_state(held, body.concern_id), step.event.type) is None:
        return held, Rule.CONCERN_NOT_RAISED
    concerns = tuple(
        replace(one, until=step.event.occurred_at, closed_by=step.ordinal)
        if one.until is None and one.concern_id == body.concern_id
        else one
        for one in held.concerns
    )
    return replace(held, concerns=concerns), None


def _state(held: Coordination, concern_id: str) -> str:
    mine = [one for one in held.concerns if one.concern_id == concern_id]
    if not mine:
        return BEGINNING
    return RAISED if mine[-1].until is None else CLOSED
