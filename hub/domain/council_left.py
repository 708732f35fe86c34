"""Which council a person leaves by a move whose notice names none: the one that answers on the day before it.

So a notice that does not say where from still leads from somewhere: who answers until then is known, whom to ask for
the papers, and whether any duty moves at all.  A move to the council where the person lives already moves none: Care
Act 2014 section 37 is about moving from the area of one council to that of another.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from hub.domain.days import day_of
from hub.domain.homes import Homes
from hub.domain.moves_taken_over import known_to_answer, taken_over
from hub.domain.portability_duty import move_day, stays
from hub.domain.portability_state import Case, Passed
from hub.domain.rules import Rule
from hub.domain.said import Said

replace = msgspec.structs.replace


def with_council_left(cases: Sequence[Case], homes: Homes, died_on: date | None) -> tuple[Case, ...]:
    """Return the moves of a person, each with the council that it leaves as far as that is known; in their order."""
    left = councils_left(cases, homes, died_on)
    return tuple([_leaving(_without_own(case, homes, died_on), left.get(case.move_id)) for case in cases])


def councils_left(cases: Sequence[Case], homes: Homes, died_on: date | None) -> dict[str, Said[str]]:
    """Return the council of the day before by move, and what says so, of those whose notice names none."""
    found: dict[str, Said[str]] = {}
    silent = [(day, case.words[0].by, case) for case in cases if (day := _silent_on(case)) is not None]
    known = [case for case in cases if _silent_on(case) is None]
    for day, _, case in sorted(silent, key=lambda one: one[:2]):
        left = _left(case, day - timedelta(days=1), known, homes, died_on)
        if left is not None:
            found[case.move_id] = left
        known.append(_leaving(case, left))
    return found


def _silent_on(case: Case) -> date | None:
    """Return the day of a move whose notice does not say where from; or none."""
    day = move_day(case)
    return day if case.notice is not None and case.first is None and day != date.min else None


def _left(case: Case, eve: date, known: Sequence[Case], homes: Homes, died_on: date | None) -> Said[str] | None:
    """Return the council of the day before; where it is the second one already, that of the day of the first notice.

    Somebody who went earlier than was meant, and whose new address came first, has moved all the same.  Of who is
    placed the address of the placement does not say by which council.
    """
    taken = taken_over(homes, known, died_on)
    before = known_to_answer(homes, taken, eve)
    if before is None or before.value != case.second:
        return before
    told = min(day_of(word.at.at) for word in case.words if word.event == "MoveNotified")
    before = known_to_answer(homes, taken, min(eve, told)) or before
    return None if before.value == case.second and stays(case) is Rule.PLACED_OUT_OF_AREA else before


def _without_own(case: Case, homes: Homes, died_on: date | None) -> Case:
    """Return a move that names the council it leaves without earlier notices that named none and led to their own.

    What the newest notice completes was no move either: nobody had an interim duty by it.
    """
    if case.first is None:
        return case
    passed = tuple([each for each in case.passed if not _leads_to_own(case, each, homes, died_on)])
    return case if passed == case.passed else replace(case, passed=passed)


def _leads_to_own(case: Case, passed: Passed, homes: Homes, died_on: date | None) -> bool:
    told = replace(case, notice=passed.notice)
    day = passed.notice.value.intended_on
    if told.first is not None or day == date.min:
        return False
    left = _left(told, day - timedelta(days=1), (), homes, died_on)
    return left is not None and left.value == told.second


def _leaving(case: Case, left: Said[str] | None) -> Case:
    """Return a move from a council, where it is known; what a notice said of moving within it gave nobody a duty."""
    notice = case.notice
    if left is None or notice is None:
        return case
    passed = tuple([each for each in case.passed if each.notice.value.to_council != left.value])
    value = replace(notice.value, from_council=left.value)
    return replace(case, notice=Said(value, notice.by, notice.rule), passed=passed)
