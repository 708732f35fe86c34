"""What contradicts what in the moves of a person: two moves of one day, and one that leaves a council they were not in.

Each is kept and shown with both events.  Who answers is decided all the same: the newer notice, and the home or the
move that is known before it.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from hub.domain.council_of_move import died_on, moves_of
from hub.domain.finding import MOVE, About, Finding
from hub.domain.joint_state import JointState
from hub.domain.move_claims import Claim, claims_and_placements
from hub.domain.moves_taken_over import known_to_answer, taken_over
from hub.domain.portability_duty import cancelled_on, move_day, within_one
from hub.domain.portability_state import Case
from hub.domain.rules import Rule
from hub.domain.said import Said


def move_findings(state: JointState) -> Iterator[Finding]:
    """Give them in no order; none of where somebody is said to live while their whereabouts are hidden."""
    for earlier, later in combinations(claims_and_placements(moves_of(state), died_on(state)), 2):
        if _contradict(earlier, later):
            about = About(MOVE, later.case.move_id)
            yield Finding(Rule.MOVES_CONTRADICT, later.by, about, (earlier.by,))
    for case in state.moves if not state.hiding else ():
        before, notice = _answers_before(state, case), case.notice
        if before is not None and notice is not None and before.value not in {case.first, case.second}:
            first, last = sorted((before.by, notice.by))
            yield Finding(Rule.LEFT_ANOTHER_COUNCIL, last, About(MOVE, case.move_id), (first,))


def _contradict(one: Claim, other: Claim) -> bool:
    """Say whether by two moves of one day that stand different councils answer, and neither goes on from the other.

    One goes on from another where it leaves the council that the other led to, by a placement the one of the place.
    """
    if one.first != other.first or one.case.move_id == other.case.move_id:
        return False
    if one.last is not None or other.last is not None or one.council is None or other.council is None:
        return False
    return one.council != other.council and other.case.first != one.case.second


def _answers_before(state: JointState, case: Case) -> Said[str] | None:
    """Return the council that is known to answer on the day before a move that says which one it leaves; or none."""
    day = move_day(case)
    if case.first is None or within_one(case) or cancelled_on(case) is not None or day is None or day == date.min:
        return None
    eve = day - timedelta(days=1)
    others = [other for other in moves_of(state) if other.move_id != case.move_id]
    taken = taken_over(state.homes, others, died_on(state))
    if any(claim.first == day and claim.council == case.first for claim, _ in taken):
        return None  # they moved on from there on the day itself
    return known_to_answer(state.homes, taken, eve)
