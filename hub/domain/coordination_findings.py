"""What was noted while folding and stands in no part of its own: of coordination, and of cancels without a target."""

from collections.abc import Iterator, Mapping
from typing import Final

from hub.domain.coordination_state import Coordination
from hub.domain.finding import COORDINATOR, OUTCOME, SAFEGUARDING, SPELL, TEAM_MEMBER, About, Finding, others
from hub.domain.joint_state import JointState
from hub.domain.rules import Rule

_NOBODY: Final = Coordination()
_KINDS: Final[Mapping[Rule, str]] = {
    Rule.TWO_COORDINATORS: COORDINATOR,
    Rule.COORDINATOR_NOT_NAMED: COORDINATOR,
    Rule.TEAM_WITHOUT_PURPOSE: TEAM_MEMBER,
    Rule.TEAM_PURPOSE_UNKNOWN: TEAM_MEMBER,
    Rule.NOT_IN_TEAM: TEAM_MEMBER,
    Rule.CONCERN_NOT_RAISED: SAFEGUARDING,
    Rule.UNKNOWN_OUTCOME: OUTCOME,
}
"""What each note is about; every other one is about a stay."""


def coordination_findings(state: JointState) -> Iterator[Finding]:
    """Give what was noted, with the thing that the event told of where it is held still, in no order."""
    held = state.coordination or _NOBODY
    for note in state.notes:
        kind = _KINDS.get(note.rule, SPELL)
        about = _stay(state, note.spell) if kind == SPELL else About(kind, _told_by(held, note.by))
        yield Finding(note.rule, note.by, about, others(note.also), note.spell)


def _stay(state: JointState, index: int | None) -> About:
    """Name the stay; no name of one that began after the day that is looked at."""
    if index is None or index >= len(state.spells):
        return About(SPELL)
    spell = state.spells[index]
    return About(SPELL, spell.number, spell.trust)


def _told_by(held: Coordination, by: int) -> str | None:
    """Return the id of what one event told; none where it told of something that nobody knows."""
    told = [(term.by, term.post_id) for term in held.terms]
    told += [(member.by, member.member_id) for member in held.members]
    told += [(outcome.by, outcome.code) for outcome in held.outcomes]
    return next((name for ordinal, name in told if ordinal == by), None)
