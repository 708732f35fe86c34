"""The care team: joining opens the person's record to somebody for a purpose, leaving closes it.

Source: proposal for a National Care Service, 7.6 (access follows membership of the care team and a purpose, and ends
with it); Caldicott principles 4 and 7.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from hub.domain.coordination_state import Coordination, Member
from hub.domain.machine import BEGINNING, Machine, move
from hub.domain.rules import Rule
from hub.domain.steps import Step
from hub.events.coordination import TeamMemberJoined, TeamMemberLeft

replace = msgspec.structs.replace

PURPOSES: Final = frozenset(
    {"DISCHARGE_COORDINATION", "CARE_DELIVERY", "NEEDS_ASSESSMENT", "CARERS_ASSESSMENT", "PORTABILITY"}
)
"""What a care team is for: the purposes of reading that a membership can open (UK GDPR Article 5(1)(b))."""

JOINED, LEFT = "JOINED", "LEFT"
TEAM_MEMBER: Final = Machine(
    "team member",
    (
        move("TeamMemberJoined", "[*] JOINED LEFT", JOINED),
        move("TeamMemberLeft", "JOINED", LEFT),
    ),
)


def joined(held: Coordination, step: Step, body: TeamMemberJoined) -> tuple[Coordination, Rule | None]:
    """Somebody is in the team; said again with another role or purpose it holds so from then on.

    Without a purpose, or with one that no team is for, the record is not opened, and a finding tells.
    """
    at, members = step.event.occurred_at, held.members
    new = Member(body.member_id, body.organisation, body.role, body.purpose, at, step.ordinal)
    place = _open(members, body.member_id, body.organisation)
    if place is not None:
        if (members[place].role, members[place].purpose) == (new.role, new.purpose):
            return held, None
        members = _ended(members, place, at)
    return replace(held, members=(*members, new)), _doubt(body.purpose)


def _doubt(purpose: str | None) -> Rule | None:
    if not purpose:
        return Rule.TEAM_WITHOUT_PURPOSE
    return None if purpose in PURPOSES else Rule.TEAM_PURPOSE_UNKNOWN


def left(held: Coordination, step: Step, body: TeamMemberLeft) -> tuple[Coordination, Rule | None]:
    """Somebody is in the team no longer; of somebody who is not in it a finding tells."""
    place = _open(held.members, body.member_id, body.organisation)
    state = BEGINNING if place is None else JOINED
    if place is None or TEAM_MEMBER.after(state, step.event.type) is None:
        return held, Rule.NOT_IN_TEAM
    return replace(held, members=_ended(held.members, place, step.event.occurred_at)), None


def _open(members: Sequence[Member], member_id: str, organisation: str) -> int | None:
    return next(
        (at for at, one in enumerate(members) if one.until is None and one.is_of(member_id, organisation)), None
    )


def _ended(members: tuple[Member, ...], place: int, at: int) -> tuple[Member, ...]:
    return (*members[:place], replace(members[place], until=at), *members[place + 1 :])


def team_at(held: Coordination | None, at: int) -> Iterator[Member]:
    """Give who is in the team at a moment."""
    for member in held.members if held is not None else ():
        if member.covers(at):
            yield member
