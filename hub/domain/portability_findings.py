"""What does not fit in what was told of a move: kept and shown, never refused, and no duty waits for it."""

from collections.abc import Iterator
from datetime import date

from hub.domain.council_codes import is_council, is_outside
from hub.domain.portability_documents import Seals, doubt_of
from hub.domain.portability_duty import ending, stays, takes_over, within_one
from hub.domain.portability_policy import NCS_PORTABLE
from hub.domain.portability_standing import Standing
from hub.domain.portability_state import Case
from hub.domain.rules import Rule

Finding = tuple[Rule, int]


def findings(case: Case, stood: Standing, seals: Seals, on: date) -> tuple[Finding, ...]:
    """Return what does not fit on a day, each with the event that brought it in, in the order of these."""
    found = {*case.notes, *stood.notes, *_of_notice(case, on), *_of_words(case, stood.policy)}
    found |= {
        (Rule.DOCUMENT_NOT_VERIFIED, each.received.by)
        for each in case.documents
        if doubt_of(each, case, seals) is not None
    }
    return tuple(sorted(found, key=lambda one: (one[1], one[0])))


def sources(case: Case, rule: Rule, by: int) -> list[int]:
    """Return every event that says a part of a finding: the one that brought it in, and what it does not fit."""
    against = next((each.notice.by for each in case.passed if each.by == by and rule is Rule.MOVE_DAY_PASSED), None)
    if rule is Rule.ANOTHER_COUNCIL and case.notice is not None:
        against = case.notice.by
    elif rule is Rule.MOVE_OUT_OF_TURN:
        end = ending(case)
        against = None if end is None or end.by > by else end.by
    return sorted({by} if against is None else {against, by})


def _of_notice(case: Case, on: date) -> Iterator[Finding]:
    if case.notice is None:
        yield Rule.UNKNOWN_MOVE, case.words[0].by
        return
    if any(code is not None and not is_council(code) for code in (case.first, case.second)):
        yield Rule.MOVE_COUNCIL_UNKNOWN, case.notice.by
    if stays(case) is Rule.MOVE_NOT_SAID_WHERE:
        yield Rule.MOVE_NOT_SAID_WHERE, case.notice.by
    placed = stays(case) is Rule.PLACED_OUT_OF_AREA
    if placed and case.first is None:
        yield Rule.PLACING_COUNCIL_UNKNOWN, case.notice.by
    if within_one(case) and not placed:
        yield Rule.MOVE_WITHIN_COUNCIL, case.notice.by
    meant = any(word.event in {"MoveConfirmedGenuine", "MoveCompleted", "DeterminationAccepted"} for word in case.words)
    day = takes_over(case, None)
    if not meant and day is not None and day <= on and not is_outside(case.second):
        yield Rule.MOVE_NOT_CONFIRMED, case.notice.by


def _of_words(case: Case, policy: str) -> Iterator[Finding]:
    for word in case.words:
        if word.council is not None and case.second is not None and word.council not in {case.first, case.second}:
            yield Rule.ANOTHER_COUNCIL, word.by
        if word.differs and word.reasons_given is False:
            yield Rule.DIFFERS_WITHOUT_REASONS, word.by
        if word.differs and policy == NCS_PORTABLE:
            yield Rule.ELIGIBILITY_REOPENED, word.by
