"""The times that rules set, as data by date: what an operator may set otherwise from a day on, under plain names.

Source: the joint six weeks of the National Care Service proposal (6.5) for the window, its 4.3 for appeals; the time to
answer a notice and to decide about a short break are rules of this product.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from hub.domain.appeal_clocks import AppealPolicy
from hub.domain.break_policy import BreakPolicy
from hub.domain.lawful_bases import StatutoryDuty
from hub.domain.notice_policy import NoticePolicy
from hub.domain.six_weeks import Policy

WINDOW_DAYS: Final = "window_days"
ANSWER_NOTICE: Final = "answer_notice_working_days"
ACKNOWLEDGE_APPEAL: Final = "acknowledge_appeal_working_days"
DECIDE_APPEAL: Final = "decide_appeal_days"
DECIDE_BREAK: Final = "decide_short_break_working_days"
NAMES: Final = frozenset({WINDOW_DAYS, ANSWER_NOTICE, ACKNOWLEDGE_APPEAL, DECIDE_APPEAL, DECIDE_BREAK})
LONGEST: Final = 365
"""Days: no window and no time to answer is longer than a year."""

Entries = tuple[tuple[date, int], ...]


class Setting(NamedTuple):
    """One time under its name, in force from a day on."""

    name: str
    since: date
    days: int


class Policies(NamedTuple):
    """What the six weeks, notices, appeals, short breaks and passing people on go by."""

    six_weeks: Policy = Policy()
    notices: NoticePolicy = NoticePolicy()
    appeals: AppealPolicy = AppealPolicy()
    breaks: BreakPolicy = BreakPolicy()
    duty: StatutoryDuty = StatutoryDuty()


def policies(settings: Iterable[Setting]) -> Policies:
    """Return the policies of settings; before the first one of a name the rule of the product holds."""
    known = sorted(settings)
    usual = Policies()
    appeals = usual.appeals
    return Policies(
        Policy(_with(usual.six_weeks.lengths, WINDOW_DAYS, known)),
        usual.notices._replace(answer_within=_with(usual.notices.answer_within, ANSWER_NOTICE, known)),
        appeals._replace(
            acknowledge_within=_with(appeals.acknowledge_within, ACKNOWLEDGE_APPEAL, known),
            decide_within=_with(appeals.decide_within, DECIDE_APPEAL, known),
        ),
        usual.breaks._replace(decide_within=_with(usual.breaks.decide_within, DECIDE_BREAK, known)),
    )


def _with(entries: Entries, name: str, settings: Iterable[Setting]) -> Entries:
    """Put the settings of a name, by day, behind what held before; one that changes nothing is left out."""
    for setting in settings:
        if setting.name == name and setting.days != entries[-1][1]:
            entries = (*entries, (setting.since, setting.days))
    return entries
