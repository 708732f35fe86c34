"""Everything that waits for somebody to act, whether six weeks run or are over; each with who holds it and by when.

`hub.domain.next_step` picks the one of the joint six weeks from it.  What waits after them keeps a person on the board
(`hub.processors.joint_board`) and the council's access (`hub.domain.access_after`).  It orders work; it never scores
anybody, and nothing of somebody who is forgotten waits.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from hub.domain.after_death import death_steps
from hub.domain.appeal_clocks import AppealPolicy
from hub.domain.council_of_move import moves_of
from hub.domain.days import day_of, end_of
from hub.domain.episodes import Episode
from hub.domain.joint_state import JointState, confirmed_death
from hub.domain.law import LAW, Law
from hub.domain.responsible import Responsible
from hub.domain.rules import Rule
from hub.domain.step import COUNCIL, NextStep
from hub.domain.steps_of_appeals import Answering, appeal_steps
from hub.domain.steps_of_coordination import outcome_step
from hub.domain.steps_of_money import NOTHING_OWED, Owed, chc_steps, doubt_steps, refund_steps, undecided_steps
from hub.domain.steps_of_moves import moves_steps


class Around(NamedTuple):
    """What stands beside a person's state: the episodes that stand, who answers for the last one, what is owed.

    Without an episode it is who answers on the day, where somebody may be asked for anything then.
    """

    standing: Sequence[Episode] = ()
    responsible: Responsible | None = None
    owed: Owed = NOTHING_OWED
    policy: AppealPolicy = AppealPolicy()
    law: Law = LAW

    @property
    def codes(self) -> tuple[str | None, str | None]:
        """Codes of the council and system that answer on the day; none while nobody knows them."""
        return (None, None) if self.responsible is None else self.responsible.codes


def may_ask_of_anybody(state: JointState) -> bool:
    """Say whether council or board may have to act for somebody without six weeks: for safety, money, or an appeal."""
    return state.coordination is not None or state.money is not None or bool(state.appeals)


def open_steps(state: JointState, around: Around, on: date) -> list[NextStep]:
    """Return what waits on a day beside the joint next step, what is due first before the rest."""
    if state.forgotten is not None:
        return []
    return sorted(_found(state, around, on), key=lambda step: step.place)


def _found(state: JointState, around: Around, on: date) -> Iterator[NextStep]:
    # Asked after every batch of everybody, of nearly all of whom nothing waits but the outcome.
    council, ics = around.codes
    hidden = bool(state.hiding)
    yield from death_steps(state)
    if around.responsible is not None and around.standing and on > around.standing[-1].window.last:
        yield from outcome_step(state, around.standing, around.responsible, on)
    if around.owed is not NOTHING_OWED:
        due = around.standing[-1].decision_due if around.standing else None
        yield from undecided_steps(around.owed, council, due)
        yield from refund_steps(around.owed, hidden=hidden)
        yield from doubt_steps(around.owed, council, hidden=hidden)
    if state.coordination is not None and state.coordination.concerns:
        yield from _concerns(state, council, on)
    if state.appeals:
        yield from appeal_steps(state.appeals, around.policy, on, Answering(council, ics), hidden=hidden)
    lives = state.money is not None or state.moves
    if lives and confirmed_death(state) is None:
        yield from chc_steps(state.money.chc if state.money is not None else (), ics, around.law, on)
        if state.moves:
            yield from moves_steps(moves_of(state), on, hidden=hidden)


def _concerns(state: JointState, council: str | None, on: date) -> Iterator[NextStep]:
    """Give that the council looks into a concern that stands (Care Act 2014 section 42), due on the day it was raised.

    Neither the Act nor its guidance gives a number of days, and to look whether the person is safe cannot wait.  How
    long an enquiry then takes is nobody's lateness: it is never overdue (`hub.domain.step`).
    """
    until = end_of(on)
    for concern in state.coordination.concerns if state.coordination is not None else ():
        if concern.since <= until and (concern.until is None or concern.until > until):
            yield NextStep(Rule.STEP_SAFEGUARD, COUNCIL, council, concern.by, day_of(concern.since), concern.concern_id)
