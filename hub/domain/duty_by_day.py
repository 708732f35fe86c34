"""Which one council meets a person's needs on each day, by all of their moves together, and since when in the interim.

Care Act 2014 section 38: from the day of the intended move the second council meets the needs until it has finished its
own steps.  The duty ends when another move takes over; where a move turns out not to happen, or was put off after its
day, it goes back the day after that became known.  A council that places somebody elsewhere has it from that day on
(section 39), as it has the answer in the joint state (`hub.domain.council_of_move`).
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from hub.domain.alert import earliest
from hub.domain.council_codes import is_outside
from hub.domain.days import day_of
from hub.domain.move_claims import Claim, claims_and_placements, counting, next_after
from hub.domain.portability_duty import SETTLES, Duty, completed_on, ending, settled_before, stays
from hub.domain.portability_policy import NCS_PORTABLE, MovePolicy
from hub.domain.portability_state import Case
from hub.domain.rules import Rule

_DAY: Final = timedelta(days=1)
_INTERIM: Final = frozenset({Rule.INTERIM_DUTY, Rule.ENTITLED_BY_TRANSFER})


class Course(NamedTuple):
    """One move among all of a person's: who answers on which day, and since when it is over.

    It is over when it was completed or cancelled, another move took over, or the person died, whichever came first.
    `next` is what took over.
    """

    case: Case
    duties: Sequence[Duty]
    over: date | None
    next: Claim | None = None

    @property
    def interim(self) -> list[Duty]:
        """The times for which its second council has the interim duty, in order of days."""
        return [duty for duty in self.duties if duty.move_id == self.case.move_id and duty.rule in _INTERIM]


def courses(cases: Sequence[Case], policy: MovePolicy, died_on: date | None) -> list[Course]:
    """Return the course of each move of a person, in their order."""
    held = claims_and_placements(cases, died_on)
    whole: Sequence[Duty] = _stays(held[0].case, died_on) if held else ()
    if _hands_on(held):
        whole = _by_day(held, policy, died_on, left_first(held, cases))
    after = [next_after(held, case) for case in cases]
    return [
        Course(case, whole or _stays(case, died_on), _over(case, claim, died_on), claim)
        for case, claim in zip(cases, after, strict=True)
    ]


def _hands_on(held: Sequence[Claim]) -> bool:
    """Say whether the duty ever goes from one council to another: not where one and the same places the person."""
    return any(not claim.placed for claim in held) or len({claim.council for claim in held}) > 1


def _stays(case: Case, died_on: date | None) -> tuple[Duty, ...]:
    return (Duty(None, died_on, case.first, stays(case) or Rule.FIRST_COUNCIL_ANSWERS),)


def _over(case: Case, after: Claim | None, died_on: date | None) -> date | None:
    end = ending(case)
    return earliest(died_on, None if end is None else day_of(end.at.at), None if after is None else after.first)


def _by_day(held: Sequence[Claim], policy: MovePolicy, died_on: date | None, first: str | None) -> list[Duty]:
    """Return who answers, day by day without a hole, `first` before all moves."""
    found: list[Duty] = []
    for day in sorted({date.min, *(day for claim in held for day in _changes(claim))}):
        if died_on is not None and day > died_on:
            break
        duty = _on(held, policy, day) or _without(held, first, day)
        if found and found[-1][2:] == duty[2:]:
            continue
        if found:
            found[-1] = found[-1]._replace(last=day - _DAY)
        found.append(duty._replace(last=died_on))
    return found


def _changes(claim: Claim) -> Iterator[date]:
    yield claim.first
    if claim.over is not None:
        yield claim.over
    done = completed_on(claim.case)
    if done is not None and claim.first <= done < date.max:
        yield done + _DAY


def _on(held: Sequence[Claim], policy: MovePolicy, day: date) -> Duty | None:
    """Return the duty by the move or placement that counts on a day, or none."""
    claim = counting(held, day)
    return None if claim is None else Duty(day, None, claim.council, _rule(claim, policy, day), claim.case.move_id)


def _without(held: Sequence[Claim], first: str | None, day: date) -> Duty:
    """Return that the first council answers on a day that no move claims: before them all, or after the last."""
    over = [claim for claim in held if claim.first <= day]
    if not over:
        return Duty(None, None, first, Rule.FIRST_COUNCIL_ANSWERS)
    latest = max(over, key=lambda claim: claim.last or date.max)
    return Duty(day, None, first, Rule.MOVE_POSTPONED if latest.put_off else Rule.MOVE_CANCELLED)


def _rule(claim: Claim, policy: MovePolicy, day: date) -> Rule:
    if claim.placed:
        return Rule.PLACED_OUT_OF_AREA
    if is_outside(claim.council):
        return Rule.MOVED_OUT_OF_ENGLAND
    mode, done = policy.on(claim.first), completed_on(claim.case)
    settled = settled_before(claim.case, claim.first, mode)
    if settled is not None:
        return SETTLES[settled.event]
    if done is not None and day > done:
        return Rule.MOVE_COMPLETED
    return Rule.ENTITLED_BY_TRANSFER if mode == NCS_PORTABLE else Rule.INTERIM_DUTY


def left_first(held: Sequence[Claim], cases: Sequence[Case]) -> str | None:
    """Return the council that the person left first: none to which a move led, of those that gave a duty first."""
    led: set[str | None] = {None}
    for claim in held:
        if claim.case.first not in led:
            return claim.case.first
        led.add(claim.council)
    return next((case.first for case in cases if case.first not in led), None)
