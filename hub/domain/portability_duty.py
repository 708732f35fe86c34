"""From when a move hands the duty to meet a person's needs to the second council, and whether any day is without one.

Who answers on each day follows from all moves of a person (`hub.domain.duty_by_day`).

Care Act 2014 section 38: when the day of the intended move comes and the second council has not finished its own
steps, it meets the needs that the first was meeting, from that day on and until it has.  Somebody who is placed by
the first council keeps their ordinary residence (section 39), and within one council no duty moves.  Both councils of
section 37 are in England (section 1(4)): of a move out of it nothing is done, and the council there answers.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from hub.domain.council_codes import is_council
from hub.domain.days import day_of
from hub.domain.portability_policy import NCS_PORTABLE
from hub.domain.portability_state import Case, Word
from hub.domain.rules import Rule

SETTLES: Final = {
    "MoveAssessed": Rule.MOVE_ASSESSED,
    "DeterminationAccepted": Rule.DETERMINATION_ACCEPTED,
    "MoveCompleted": Rule.MOVE_COMPLETED,
}


ENDS: Final = frozenset({"MoveCompleted", "MoveCancelled"})


class Duty(NamedTuple):
    """The days on which one council answers, both included; an end that is none is open, and so is a beginning.

    `move_id` is the move that gave it the duty, if any did.
    """

    first: date | None
    last: date | None
    council: str | None
    rule: Rule
    move_id: str | None = None


def ending(case: Case) -> Word | None:
    """Return the word that ended the move, completed or cancelled, whichever happened first; or none."""
    return next((word for word in case.words if word.event in ENDS), None)


def cancelled_on(case: Case) -> date | None:
    """Return the day on which it became known that the person does not move, or none."""
    end = ending(case)
    return day_of(end.at.at) if end is not None and end.event == "MoveCancelled" else None


def completed_on(case: Case) -> date | None:
    """Return the day from which the second council's own plan meets the needs, or none."""
    end = ending(case)
    return day_of(end.at.at) if end is not None and end.event == "MoveCompleted" else None


def move_day(case: Case) -> date | None:
    """Return the day of the move: the intended one, or the one on which the person moved where that was earlier.

    Care Act 2014 section 38(1): the day of the intended move is the deadline.
    """
    days = [] if case.notice is None else [case.notice.value.intended_on]
    if case.moved_on is not None and completed_on(case) is not None:
        days.append(case.moved_on.value)
    return min(days, default=None)


def within_one(case: Case) -> bool:
    """Say whether the move is from a council to the same council."""
    return case.first is not None and case.first == case.second


def stays(case: Case) -> Rule | None:
    """Return why no duty moves though the person does, or none: placed, within one council, to none, nobody says to."""
    if case.notice is not None and case.notice.value.placed:
        return Rule.PLACED_OUT_OF_AREA
    if case.notice is not None and case.second is None:
        return Rule.MOVE_NOT_SAID_WHERE
    if case.second is not None and not is_council(case.second):
        return Rule.MOVE_COUNCIL_UNKNOWN
    return Rule.MOVE_WITHIN_COUNCIL if within_one(case) else None


def settled_before(case: Case, day: date, mode: str) -> Word | None:
    """Return what the second council had done before the day of the move, so that no interim duty begins; or none.

    Under `NCS_PORTABLE` an assessment of its own settles nothing: whatever it found, the first council's determination
    holds (National Care Service proposal, 6.3).
    """
    settles = SETTLES.keys() - {"MoveAssessed"} if mode == NCS_PORTABLE else SETTLES.keys()
    return next((word for word in case.words if word.event in settles and day_of(word.at.at) < day), None)


def takes_over(case: Case, died_on: date | None) -> date | None:
    """Return the day from which the second council answers, or none where it never does."""
    day, cancelled = move_day(case), cancelled_on(case)
    if day is None or stays(case) or (cancelled is not None and cancelled < day):
        return None
    return None if died_on is not None and died_on < day else day


def gap_days(held: Sequence[Duty], first: date, last: date) -> int:
    """Return on how many days of a period, both ends included, no council answers: none, and counted all the same."""
    covered, upto = 0, first.toordinal() - 1
    for duty in sorted(held, key=lambda duty: duty.first or date.min):
        begins = max((duty.first or date.min).toordinal(), upto + 1)
        ends = min((duty.last or date.max).toordinal(), last.toordinal())
        if ends >= begins:
            covered, upto = covered + ends - begins + 1, ends
    return max(0, last.toordinal() - first.toordinal() + 1 - covered)
