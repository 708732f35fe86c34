"""By when an appeal is acknowledged and decided, as data with dates, and what contradicts what in it.

An appeal is acknowledged within three working days and decided within 42 days: rules of this product after the proposal
for a National Care Service, 4.3, which may be set otherwise from a day on.
"""

from datetime import date
from typing import Final, NamedTuple

from hub.domain.appeal_codes import ABOUT, OUTCOMES
from hub.domain.appeals import Appeal, Course
from hub.domain.by_date import Entries, always, on_day
from hub.domain.rules import Rule
from hub.domain.six_weeks import plus
from hub.domain.working_days import ENGLAND, working_days_after

ACKNOWLEDGEMENT, DECISION = "acknowledgement", "decision"
_WORKING_DAYS: Final = 3
_DAYS: Final = 42


class AppealPolicy(NamedTuple):
    """Working days to acknowledge and days to decide, for appeals that are lodged from a day on."""

    acknowledge_within: Entries = always(_WORKING_DAYS)
    decide_within: Entries = always(_DAYS)
    holidays: frozenset[date] = ENGLAND


class Clocks(NamedTuple):
    """The last days for the acknowledgement and the decision of an appeal."""

    acknowledge_by: date
    decide_by: date


def clocks(lodged_on: date, policy: AppealPolicy) -> Clocks:
    """Return the last days for an appeal that was lodged on a day."""
    working = on_day(policy.acknowledge_within, lodged_on, _WORKING_DAYS)
    days = on_day(policy.decide_within, lodged_on, _DAYS)
    return Clocks(working_days_after(lodged_on, working, policy.holidays), plus(lodged_on, days))


def running(course: Course, due: Clocks) -> dict[str, date]:
    """Return the clocks that still run, each with its last day; an acknowledgement no longer once it is decided."""
    if course.decided is not None or course.withdrawn is not None:
        return {}
    waits = {} if course.acknowledged is not None else {ACKNOWLEDGEMENT: due.acknowledge_by}
    return waits | {DECISION: due.decide_by}


def overdue(course: Course, due: Clocks, on: date) -> list[str]:
    """Return the clocks that ran out before a day."""
    return [clock for clock, day in running(course, due).items() if day < on]


def findings(appeal: Appeal, course: Course) -> list[tuple[Rule, int]]:
    """Return what contradicts what in an appeal, each with the event that brought it in; nothing is refused."""
    found = [*appeal.notes, *course.notes]
    lodged = appeal.lodged
    if lodged is not None:
        found += [(Rule.APPEAL_CODE_UNKNOWN, lodged.by)] if lodged.value.about not in ABOUT else []
        early = [done for done in appeal.done if done.on < lodged.value.lodged_on]
        found += [(Rule.APPEAL_BEFORE_LODGED, max(done.by, lodged.by)) for done in early]
    found += [
        (Rule.APPEAL_CODE_UNKNOWN, done.by)
        for done in appeal.done
        if done.outcome is not None and done.outcome not in OUTCOMES
    ]
    return sorted(found, key=lambda each: (each[1], int(each[0])))
