"""An address by which another council answers than the one that has the duty by the moves that were told.

The address decides who answers in the joint state, and the moves decide the duty: where they differ people have to find
out which holds, so it is a finding with both.  Rule of this product.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from hub.domain.council_of_move import died_on, moves_of
from hub.domain.days import day_of
from hub.domain.duty_by_day import left_first
from hub.domain.finding import MOVE, About, Finding
from hub.domain.joint_state import JointState
from hub.domain.move_claims import Claim, claims_and_placements, counting
from hub.domain.moves_taken_over import known_to_answer, taken_over
from hub.domain.rules import Rule
from hub.domain.said import Said

_EVE = timedelta(days=1)


def homes_against_moves(state: JointState, of_moves: Sequence[Finding]) -> Iterator[Finding]:
    """Give one for each address, unless a finding of the moves says already that the two differ."""
    if state.hiding:
        return
    cases, died = moves_of(state), died_on(state)
    claims = [claim for claim in claims_and_placements(cases, died) if claim.by >= 0]
    taken, first = taken_over(state.homes, cases, died), left_first(claims, cases)
    found: dict[int, Claim] = {}
    for day in _days(state, claims, died):
        said = known_to_answer(state.homes, taken, day)
        claim = None if said is None else _against(said, claims, day)
        if said is not None and claim is not None and _differs(said, claims, first, day):
            found.setdefault(said.by, claim)
    said_already = [finding.sources for finding in of_moves]
    for by, claim in found.items():
        earlier, later = sorted((by, claim.by))
        if [earlier, later] not in said_already:
            yield Finding(Rule.HOME_AGAINST_MOVE, later, About(MOVE, claim.case.move_id), (earlier,))


def _days(state: JointState, claims: Sequence[Claim], died: date | None) -> list[date]:
    """Return the days on which either changes or is told, and the day before each move, up to a death."""
    changes = {day_of(home.since) for home in state.homes}
    changes |= {day_of(word.at.at) for claim in claims for word in claim.case.words}
    for claim in claims:
        changes |= {claim.first, claim.over or claim.first}
        changes |= {claim.first - _EVE} if claim.first > date.min else set()
    return sorted(day for day in changes if died is None or day <= died)


def _against(said: Said[str], claims: Sequence[Claim], day: date) -> Claim | None:
    """Return the claim that an address is against: one that leads there later, the last begun, the next one."""
    ahead = [claim for claim in claims if claim.first > day and _awaited(claim, day)]
    there = [claim for claim in ahead if claim.case.second == said.value]
    begun = [claim for claim in claims if claim.first <= day]
    return next(iter([*there[:1], *begun[-1:], *ahead[:1]]), None)


def _awaited(claim: Claim, day: date) -> bool:
    """Say whether a move was told of by a day, or begins on the next one: what was long before it is not against it."""
    told = next(word for word in claim.case.words if word.event == "MoveNotified")
    return day_of(told.at.at) <= day or claim.first - _EVE == day


def _differs(said: Said[str], claims: Sequence[Claim], first: str | None, day: date) -> bool:
    """Say whether another council has the duty than the one that answers by an address; both by moves never differ."""
    counts = counting(claims, day)
    duty = first if counts is None else counts.council
    return said.rule is Rule.HOME_OF_THE_DAY and duty is not None and duty != said.value
