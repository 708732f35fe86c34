"""What follows for one person under two rules, held against each other: six weeks, days, pence, free days, charges.

Counted are the days that are given: those of the windows of either rule on which the system that is asked about
answers, up to a day.  On them the same support runs under both rules; what differs is who pays and whether it is free.
Source: rule of this product.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from hub.domain.day_numbers import Days, Stretches, numbers, runs
from hub.domain.payer_of_day import FREE
from hub.domain.refunds import Refund
from hub.domain.responsibility import Period
from hub.domain.rules import Rule
from hub.domain.shares import PERSON

NO_WEEKS: Final = "none"
"""The status of six weeks that are not there under one of the rules."""


class SixWeeks(NamedTuple):
    """One episode under one rule: `first` and `last` are its covered days, those behind the day asked for as well.

    `last` lies before `first` where no day is covered; `away` are days between on which none is, both ends included.
    The key is the same under both rules.
    """

    key: tuple[int, int]
    status: str
    first: date
    last: date
    away: Sequence[tuple[date, date]] = ()

    def covered(self) -> Iterator[int]:
        """Give the numbers of the covered days."""
        gone = {day for first, last in self.away for day in numbers(first, last)}
        return (day for day in numbers(self.first, self.last) if day not in gone)


class Outlook(NamedTuple):
    """All that follows for one person under one rule; periods are of every line on every day, without overlaps."""

    weeks: Sequence[SixWeeks] = ()
    periods: Sequence[Period] = ()
    refunds: Sequence[Refund] = ()


class Count(StrEnum):
    """What is counted; `today` is the rule that holds, `other` the one that would."""

    PEOPLE = "in_area"
    SIX_WEEKS_CHANGE = "six_weeks_change"
    """People of whose six weeks a covered day differs, or would once it comes."""
    FREE_LOST = "free_days_lost"
    """People with a day on which support would no longer be free."""
    FREE_GAINED = "free_days_gained"
    CHARGED_MORE = "charged_more"
    """People whose own share, as it was decided, would be more."""
    CHARGED_LESS = "charged_less"
    EPISODES = "episodes"
    DAYS_TODAY = "days_today"
    """Covered days of people."""
    DAYS_OTHER = "days_other"
    DAYS_MORE = "days_more"
    DAYS_FEWER = "days_fewer"
    LINE_DAYS_LOST = "line_days_lost"
    """Free days of lines: one day counts for each line that runs on it."""
    LINE_DAYS_GAINED = "line_days_gained"
    UNKNOWN = "unknown"
    """Days of lines whose amount nobody knows: they are in no sum."""
    BECOME_REFUNDABLE = "become_refundable"
    NO_LONGER_REFUNDABLE = "no_longer_refundable"
    REFUNDS_TODAY = "refunds_today"
    """Pence of charges that are to be paid back."""
    REFUNDS_OTHER = "refunds_other"


class Difference(NamedTuple):
    """What differs, of one person or summed over many."""

    counts: Counter[Count]
    statuses: Counter[tuple[str, str]]
    """Six weeks whose status on the day is another: that of today and the other one."""
    owed_today: Counter[str]
    """Pence by payer."""
    owed_other: Counter[str]

    def plus(self, more: "Difference") -> "Difference":
        """Return the sum of both."""
        return Difference(
            self.counts + more.counts,
            self.statuses + more.statuses,
            self.owed_today + more.owed_today,
            self.owed_other + more.owed_other,
        )


def nothing() -> Difference:
    """Return the difference of nobody."""
    return Difference(Counter(), Counter(), Counter(), Counter())


def held(today: Outlook, other: Outlook, days: Days) -> Difference:
    """Hold what follows under two rules against each other, over days."""
    stretches = list(runs(days))
    owed, unknown = _owed(today, stretches)
    would_owe, _ = _owed(other, stretches)
    counts = {
        Count.PEOPLE: 1,
        Count.SIX_WEEKS_CHANGE: int(_lasts(today) != _lasts(other)),
        Count.CHARGED_MORE: int(would_owe[PERSON] > owed[PERSON]),
        Count.CHARGED_LESS: int(would_owe[PERSON] < owed[PERSON]),
        Count.EPISODES: len(today.weeks),
        Count.UNKNOWN: unknown,
        **_days(today, other, days),
        **_free_days(today, other, stretches),
        **_charges(today, other, days),
    }
    return Difference(Counter(counts), _statuses(today, other), owed, would_owe)


def _lasts(outlook: Outlook) -> set[tuple[tuple[int, int], date]]:
    """Return the last covered day of each of the six weeks that cover any."""
    return {(one.key, one.last) for one in outlook.weeks if one.last >= one.first}


def _statuses(today: Outlook, other: Outlook) -> Counter[tuple[str, str]]:
    now, then = ({one.key: one.status for one in each.weeks} for each in (today, other))
    both = [(now.get(key, NO_WEEKS), then.get(key, NO_WEEKS)) for key in now | then]
    return Counter(pair for pair in both if pair[0] != pair[1])


def _days(today: Outlook, other: Outlook, days: Days) -> Mapping[Count, int]:
    covered, would_be = ({day for one in each.weeks for day in one.covered() if day in days} for each in (today, other))
    return {
        Count.DAYS_TODAY: len(covered),
        Count.DAYS_OTHER: len(would_be),
        Count.DAYS_MORE: len(would_be - covered),
        Count.DAYS_FEWER: len(covered - would_be),
    }


def _free_days(today: Outlook, other: Outlook, over: Stretches) -> Mapping[Count, int]:
    free, would_be = _free(today, over), _free(other, over)
    lost, gained = len(free - would_be), len(would_be - free)
    return {
        Count.FREE_LOST: int(lost > 0),
        Count.FREE_GAINED: int(gained > 0),
        Count.LINE_DAYS_LOST: lost,
        Count.LINE_DAYS_GAINED: gained,
    }


def _free(outlook: Outlook, over: Stretches) -> set[tuple[str, str, int]]:
    """Return provider, line and day wherever a clock, a decision or the board keeps a part of a line free.

    That nobody has decided yet frees nothing: it is only not charged.
    """
    return {
        (period.part.line.provider, period.part.line.line_id, day)
        for period, first, last in _inside(outlook.periods, over)
        if period.payer.charging == FREE and period.payer.rule is not Rule.ASSESSMENT_OVERDUE
        for day in numbers(first, last)
    }


def _owed(outlook: Outlook, over: Stretches) -> tuple[Counter[str], int]:
    """Return the pence of each payer, and on how many days of lines nobody knows them."""
    owed: Counter[str] = Counter()
    unknown: set[tuple[str, str, int]] = set()
    for period, first, last in _inside(outlook.periods, over):
        if period.pence is not None:
            owed.update(period.pence.shared(first, last, period.payer.shares))
            continue
        line = period.part.line
        unknown.update((line.provider, line.line_id, day) for day in numbers(first, last))
    return owed, len(unknown)


def _inside(periods: Iterable[Period], over: Stretches) -> Iterator[tuple[Period, date, date]]:
    """Give each period with its first and last day in every stretch of days that it meets."""
    for period in periods:
        for begin, end in over:
            first, last = max(period.first, begin), period.until(end)
            if first <= last:
                yield period, first, last


def _charges(today: Outlook, other: Outlook, days: Days) -> Mapping[Count, int]:
    """Count the charges that are to be paid back from one of the days on, by either rule."""
    now, then = ({one.charge.name: one for one in each.refunds} for each in (today, other))
    ours = {key for each in (now, then) for key, one in each.items() if one.since.toordinal() in days}
    return {
        Count.BECOME_REFUNDABLE: len(ours - now.keys()),
        Count.NO_LONGER_REFUNDABLE: len(ours - then.keys()),
        Count.REFUNDS_TODAY: sum(now[key].pence for key in ours & now.keys()),
        Count.REFUNDS_OTHER: sum(then[key].pence for key in ours & then.keys()),
    }
