"""For how long a council may still open somebody's record after their six weeks, or because of a move.

The council that answered on the last day has things to finish: the outcome, a decision who pays, what is to be paid
back, an appeal.  It keeps access while any of that waits, and for six weeks after the last covered day in any case.
A council in England that somebody is to move to has acts of its own from the notice on (Care Act 2014 section 37); it
is tied to the person from then until the move turns out not to happen, and six weeks beyond its completion.
Both are rules of this product after Caldicott principles 2 and 4 (used when necessary, by who needs it).
"""

from datetime import date
from typing import Final

from hub.domain.council_codes import is_outside
from hub.domain.council_of_move import moves_of
from hub.domain.days import day_of
from hub.domain.joint_state import JointState, confirmed_death
from hub.domain.portability_duty import cancelled_on, completed_on, stays
from hub.domain.portability_state import Case
from hub.domain.six_weeks import plus

KEEPS_FOR: Final = 42
"""Days after the last covered day, or after the completion of a move: another six weeks."""
WRITES_FOR: Final = 14
"""Days after the last covered day on which a provider may still write down visits."""


def keeps_access(last_covered: date | None, on: date, *, waits: bool) -> bool:
    """Say whether the council that answered on the last day may open the record on a day after it.

    `waits` says that something is still to be done.  Of six weeks that never were nothing is kept.
    """
    return waits or (last_covered is not None and on <= plus(last_covered, KEEPS_FOR))


def served_lately(state: JointState, last_covered: date | None, on: date) -> frozenset[str]:
    """Return the providers that may still write down the last visits of six weeks on a day.

    Those of whom a line ran in the last fortnight, for a fortnight after the last covered day: what happened on Friday
    night is written down on Monday, and whether the weeks ended meanwhile, or the person died, takes none of it back
    (rule of this product).
    """
    if last_covered is None or on > plus(last_covered, WRITES_FOR) or state.forgotten is not None:
        return frozenset()
    since = plus(on, -WRITES_FOR)
    spans = ((line.provider, span) for line in state.lines for span in line.spans)
    return frozenset(who for who, span in spans if span.first <= on and (span.last is None or span.last >= since))


def councils_of_moves(state: JointState, now: int) -> frozenset[str]:
    """Return the councils that somebody is to move to, tied to them at a moment (milliseconds) by a notice of the move.

    None while whereabouts are hidden, after a death, and of somebody who is forgotten.
    """
    return frozenset(case.second for case in _moves(state) if case.second is not None and _is_tied(case, now))


def councils_of_documents(state: JointState, now: int) -> frozenset[str]:
    """Return the councils that hand the documents of a move over to each other, at a moment (milliseconds).

    The one that somebody is to move to as long as the move ties it, the one that they leave until the move is cancelled
    and 42 days beyond its completion; neither while whereabouts are hidden, after a death, and of who is forgotten.
    """
    firsts = frozenset(case.first for case in _moves(state) if case.first is not None and _goes_on(case, now))
    return firsts | councils_of_moves(state, now)


def _moves(state: JointState) -> tuple[Case, ...]:
    """Return the moves that may tie anybody."""
    if not state.moves or state.hiding or state.forgotten is not None or confirmed_death(state) is not None:
        return ()
    return moves_of(state)


def _is_tied(case: Case, now: int) -> bool:
    return stays(case) is None and not is_outside(case.second) and _goes_on(case, now)


def _goes_on(case: Case, now: int) -> bool:
    """Say whether a move was not cancelled, and is not longer ago than its councils have things to finish."""
    on, done = day_of(now), completed_on(case)
    cancelled = cancelled_on(case)
    if cancelled is not None and cancelled <= on:
        return False
    return done is None or on <= plus(done, KEEPS_FOR)
