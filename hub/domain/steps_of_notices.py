"""What waits of a hospital's notices: that the council answers, by the last day for it."""

from collections.abc import Iterator
from datetime import date

from hub.domain.days import day_of
from hub.domain.notice_courses import courses
from hub.domain.notice_policy import NoticePolicy, answer_due, waits_since
from hub.domain.notices import ReferralsState, council_of
from hub.domain.rules import Rule
from hub.domain.step import COUNCIL, NextStep


def notice_steps(state: ReferralsState, policy: NoticePolicy, on: date, *, hidden: bool) -> Iterator[NextStep]:
    """Give each notice that had come by a day and waits for its council's answer; with `hidden` no council is named.

    Source: information standard SCCI2075 (which notices must be answered).
    """
    for referral in state.referrals:
        for course in courses(referral).notices:
            notice = course.notice
            if day_of(notice.at.at) <= on and waits_since(state, course, policy) is not None:
                council = None if hidden else council_of(referral, notice)
                due = answer_due(notice, policy)
                yield NextStep(Rule.STEP_ANSWER_NOTICE, COUNCIL, council, notice.by, due, notice.body.notice_id)
