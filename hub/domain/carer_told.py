"""That the carer was told of a visit that did not take place: it closes the alert of that very visit."""

import msgspec

from hub.domain.coordination_state import Coordination, Told
from hub.domain.rules import Rule
from hub.domain.steps import Step
from hub.domain.troubles import KEPT
from hub.events.coordination import CarerTold


def told(held: Coordination, step: Step, body: CarerTold) -> tuple[Coordination, Rule | None]:
    """Keep that the carer was told; the first word of each visit counts, whether the missed visit is known or not."""
    if told_of(held, body.provider, body.line_id, body.planned_at) is not None:
        return held, None
    new = Told(body.provider, body.line_id, body.planned_at, step.event.occurred_at, step.ordinal)
    return msgspec.structs.replace(held, told=(*held.told, new)[-KEPT:]), None


def told_of(held: Coordination | None, provider: str, line_id: str, planned: int) -> Told | None:
    """Return how the carer was told of one visit, or none."""
    if held is None:
        return None
    return next(
        (one for one in held.told if (one.planned, one.line_id, one.provider) == (planned, line_id, provider)), None
    )
