"""What waits in a move between councils: to be confirmed, papers, an assessment, the second council's own plan.

Of a move of which no notice says where to the first council finds out, since nobody else can begin with it.

Whichever policy holds, the same acts are told, so that no more of them waits than has not been told.  Source: Care Act
2014 section 37 (both councils' steps before the day of the move) and section 38 (the day is the deadline).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from hub.domain.council_codes import is_outside
from hub.domain.days import day_of
from hub.domain.move_claims import claims_and_placements, ended_by_next
from hub.domain.portability_duty import ENDS, move_day, stays
from hub.domain.portability_state import Case
from hub.domain.rules import Rule
from hub.domain.step import COUNCIL, NextStep

_SETTLED = frozenset({"MoveAssessed", "DeterminationAccepted"})


def moves_steps(cases: Sequence[Case], on: date, *, hidden: bool) -> Iterator[NextStep]:
    """Give what waits of the moves of a living person; nothing of one from the day on which the next one takes over."""
    held = claims_and_placements(cases, None)
    for case in cases:
        after = ended_by_next(held, case)
        if after is None or on < after:
            yield from move_steps(case, on, hidden=hidden)


def move_steps(case: Case, on: date, *, hidden: bool) -> Iterator[NextStep]:
    """Give what waits of one move on a day, due by the day of the move; nothing once it is completed or cancelled.

    Nothing waits where no duty moves: placed out of area, within one council, or out of England.  With `hidden` no
    council is named.
    """
    told = _told(case, on)
    day, notice = move_day(case), case.notice
    if "MoveNotified" not in told or told & ENDS or day is None or notice is None:
        return
    first, second = (None, None) if hidden else (case.first, case.second)
    if stays(case) is Rule.MOVE_NOT_SAID_WHERE:
        yield NextStep(Rule.STEP_FIND_SECOND_COUNCIL, COUNCIL, first, notice.by, day, case.move_id)
    if stays(case) is not None or is_outside(case.second):
        return
    settled = bool(told & _SETTLED)
    if not settled and not told & {"MoveConfirmedGenuine", "MoveDocumentsRequested", "PlanTransferred"}:
        yield NextStep(Rule.STEP_CONFIRM_MOVE, COUNCIL, second, notice.by, day, case.move_id)
    elif not settled and "PlanTransferred" not in told:
        asked = "MoveDocumentsRequested" in told
        rule, holder = (Rule.STEP_SEND_PAPERS, first) if asked else (Rule.STEP_ASK_FOR_PAPERS, second)
        yield NextStep(rule, COUNCIL, holder, notice.by, day, case.move_id)
    if not settled and ("PlanTransferred" in told or day <= on):
        yield NextStep(Rule.STEP_ASSESS_MOVE, COUNCIL, second, notice.by, day, case.move_id)
    if settled and day <= on:
        yield NextStep(Rule.STEP_COMPLETE_MOVE, COUNCIL, second, notice.by, day, case.move_id)


def _told(case: Case, on: date) -> set[str]:
    """Return what was told by a day; a notice after a cancel takes back what ended the move."""
    told: list[str] = []
    for word in sorted((*case.before, *case.words), key=lambda word: word.by):
        if day_of(word.at.at) > on:
            continue
        if word.event == "MoveNotified" and next((each for each in told if each in ENDS), None) == "MoveCancelled":
            told = [each for each in told if each not in ENDS]
        told.append(word.event)
    return set(told)


def move_days(cases: Iterable[Case], today: date) -> list[date]:
    """Return the days after one on which a word of a move is dated that is told already; its own day has the duty's."""
    days = [day_of(word.at.at) for case in cases for word in (*case.before, *case.words)]
    return [day for day in days if day > today]
