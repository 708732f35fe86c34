"""Which councils may write down an answer to a hospital's notice though the person is not theirs, or no longer.

Whoever was given a notice has it answered by a day, wherever the person lives by then: it says that the notice is not
its own, or that it takes it.  Once it has answered it can put its own answer right, for as long as a council keeps
access after six weeks.  Both are rules of this product after Caldicott principles 2 and 4 (used when necessary, by who
needs it); information standard SCCI2075 says which notices are answered.
"""

from collections.abc import Iterator
from datetime import date

from hub.domain.access_after import KEEPS_FOR
from hub.domain.days import day_of
from hub.domain.notice_courses import WITHDRAWN, Course, courses
from hub.domain.notice_policy import NoticePolicy, has_died, waits_since
from hub.domain.notices import ReferralsState, council_of
from hub.domain.six_weeks import plus


def councils_of_notices(state: ReferralsState, policy: NoticePolicy, on: date) -> frozenset[str]:
    """Return the councils that were given a notice which waits for their answer on a day, or which they answered.

    None while whereabouts are hidden, after a death, and of somebody who is forgotten.
    """
    if state.hiding or state.forgotten or has_died(state):
        return frozenset()
    return frozenset(_tied(state, policy, on))


def _tied(state: ReferralsState, policy: NoticePolicy, on: date) -> Iterator[str]:
    for referral in state.referrals:
        for course in courses(referral).notices:
            council = council_of(referral, course.notice)
            if council is not None and (waits_since(state, course, policy) or _answered_by(course, council, on)):
                yield council


def _answered_by(course: Course, council: str, on: date) -> bool:
    """Say whether a council's own answer of a notice that stands is not longer ago than it may be put right."""
    answer = course.answer
    if answer is None or course.state.value == WITHDRAWN or answer.body.council != council:
        return False
    return on <= plus(day_of(answer.at.at), KEEPS_FOR)
