"""How one event of the coordination family moves what is kept.  Called in canonical order only."""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from hub.domain import coordinators, outcomes, safeguarding, team
from hub.domain.carer_told import told
from hub.domain.coordination_state import Coordination
from hub.domain.joint_state import JointState
from hub.domain.rules import Rule
from hub.domain.said import Noted
from hub.domain.steps import Step

MOVES: Final[dict[str, Callable[[Coordination, Step, Any], tuple[Coordination, Rule | None]]]] = {
    "CoordinatorNamed": coordinators.named,
    "CoordinatorStoodDown": coordinators.stood_down,
    "TeamMemberJoined": team.joined,
    "TeamMemberLeft": team.left,
    "SafeguardingConcernRaised": safeguarding.raised,
    "SafeguardingConcernClosed": safeguarding.closed,
    "SixWeeksOutcomeRecorded": outcomes.recorded,
    "CarerTold": told,
}
"""By event type, how an event moves the coordination; the rule is of a finding."""
_NOTHING: Final = Coordination()


def coordinate(state: JointState, step: Step) -> JointState:
    """Return the state after one event of the coordination family."""
    held = state.coordination or _NOTHING
    after, found = MOVES[step.event.type](held, step, step.event.body)
    notes = state.notes
    if found is not None:
        beaten = held.terms[-1].by if found is Rule.TWO_COORDINATORS else None
        notes = (*notes, Noted(found, step.ordinal, also=beaten))
    if after is held and notes is state.notes:
        return state
    return msgspec.structs.replace(state, coordination=state.coordination if after is held else after, notes=notes)
