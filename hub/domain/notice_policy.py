"""Within which time a council answers a notice, as data with dates, and when a notice came too early.

An assessment or a discharge notice must be answered, within one working day unless the policy says otherwise: a rule
of this product, since the standard gives no time.  A withdrawal should be answered, and nothing waits for that.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from hub.domain.by_date import Entries, always, on_day
from hub.domain.days import day_of
from hub.domain.deaths import standing
from hub.domain.notice_codes import ANSWER_DUE, ASSESSMENT
from hub.domain.notice_courses import ISSUED, Course
from hub.domain.notices import ReferralsState, Told
from hub.domain.six_weeks import plus
from hub.domain.spells import CONFIRMED
from hub.domain.working_days import ENGLAND, working_days_after
from hub.events.discharge import Spell
from hub.events.notices import NoticeIssued

_ONE_DAY: Final = 1


class NoticePolicy(NamedTuple):
    """Working days to answer, and how many days before an admission an assessment notice may come, each by date.

    `earliest` is empty unless the rules of the old notices are asked for; none in it says that they ended.
    """

    answer_within: Entries = always(_ONE_DAY)
    earliest: tuple[tuple[date, int | None], ...] = ()
    holidays: frozenset[date] = ENGLAND


CARE_ACT_SCHEDULE_3: Final = NoticePolicy(earliest=((date(2015, 4, 1), 7), (date(2022, 7, 1), None)))
"""With the rules of the notices of Care Act 2014 schedule 3, which the Health and Care Act 2022 section 91 ended."""


def answer_due(notice: Told[NoticeIssued], policy: NoticePolicy) -> date | None:
    """Return the day by whose end a council answers a notice; none for a kind that needs no answer.

    Source: information standard SCCI2075 (which notices must be answered); the time is a rule of this product.
    """
    if notice.body.kind not in ANSWER_DUE:
        return None
    issued = day_of(notice.at.at)
    return working_days_after(issued, on_day(policy.answer_within, issued, _ONE_DAY), policy.holidays)


def waits_since(state: ReferralsState, course: Course, policy: NoticePolicy) -> date | None:
    """Return the day from which a notice that still waits for its answer is overdue, today or to come.

    None once it is answered or withdrawn, when none is needed, when the death of the person is confirmed, and of
    somebody who is forgotten: then nobody is asked for an answer.
    """
    due = answer_due(course.notice, policy) if course.state.value == ISSUED else None
    if due is None or due == date.max or state.forgotten or has_died(state):
        return None
    return plus(due, 1)


def has_died(state: ReferralsState) -> bool:
    """Say whether a confirmed death stands, by a record or in hospital."""
    return state.died_in_hospital is not None or next(standing(state.deaths, CONFIRMED), None) is not None


class Stay(NamedTuple):
    """When somebody was admitted, and when they were expected to be; the ordinals of the events that say so."""

    admitted: tuple[date, int] | None = None
    expected: tuple[date, int] | None = None


def came_too_early(notice: Told[NoticeIssued], stay: Stay, policy: NoticePolicy) -> int | None:
    """Return the later ordinal of notice and plan where an assessment notice came too long before the admission.

    Only where the rules of the old notices are asked for and were in force.
    Source: Care Act 2014 schedule 3 paragraph 1 and SI 2014/2823: no more than seven days before it.
    """
    issued = day_of(notice.at.at)
    days = on_day(policy.earliest, issued, None)
    if days is None or stay.expected is None or notice.body.kind != ASSESSMENT:
        return None
    day, by = stay.expected
    return max(by, notice.by) if day - issued > timedelta(days=days) else None


def leaves_before_admission(notice: Told[NoticeIssued], stay: Stay) -> int | None:
    """Return the later ordinal of notice and admission where the proposed discharge lies before the admission."""
    proposed = notice.body.proposed_discharge_on
    if proposed is None or stay.admitted is None or proposed >= stay.admitted[0]:
        return None
    return max(stay.admitted[1], notice.by)


Stays = Mapping[Spell, Stay]
"""What is known of the stays that notices may name."""
