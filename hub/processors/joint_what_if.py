"""One person's joint six weeks under the rules of today and under others: what would differ.

Nothing has to be folded again.  `evolve` knows neither the window's length nor who shares what, nor what is free by
law: the state is the same under every rule, and episodes, ledger and money follow from it (`hub.domain.joint_state`).
A rule that changed the fold itself could not be held against another in this way, only by `hub rebuild`.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from hub.domain.ahead import happened_by
from hub.domain.answering import Term
from hub.domain.day_numbers import numbers
from hub.domain.days import day_of
from hub.domain.joint_state import JointState
from hub.domain.refunds import Refund, questioned
from hub.domain.rule_difference import Difference, Outlook, SixWeeks, held
from hub.processors.joint_rules import Rules
from hub.processors.joint_weeks import Course, courses_under, every_period, support_of

_DAY = timedelta(days=1)


def difference(state: JointState, today: Rules, other: Rules, ics: str, on: date) -> Difference | None:
    """Return what would differ up to a day; none for whoever has no six weeks that the system answers for by today's.

    Of somebody who is forgotten what was told until then counts, and no charge of theirs.
    """
    if state.forgotten is not None:
        on = min(on, day_of(state.forgotten.value.at))
    state = happened_by(state, on)
    mine = courses_under(state, today)
    if not any(_answers(course, ics, on) for course in mine):
        return None
    theirs = courses_under(state, other)
    found = _longest((*mine, *theirs))
    ours = {_key(course) for course in found if _answers(course, ics, on)}
    days = _days(found, ics, on)
    before = _outlook(state, mine, today, ours, on)
    return held(before, _outlook(state, theirs, other, ours, on), days)


def _key(course: Course) -> tuple[int, int]:
    """Return what names six weeks under every rule: the stay, and the event by which it was left."""
    return course.episode.spell, course.episode.leaving.by


def _answers(course: Course, ics: str, on: date) -> bool:
    return any(term.first <= on and term.who.codes[1] == ics for term in course.terms)


def _longest(found: Iterable[Course]) -> list[Course]:
    """Return each of the six weeks once, with the longer of its windows, by first day."""
    longest: dict[tuple[int, int], Course] = {}
    for course in found:
        known = longest.get(_key(course))
        if known is None or known.episode.window.last < course.episode.window.last:
            longest[_key(course)] = course
    return sorted(longest.values(), key=lambda course: (course.episode.window.first, _key(course)))


def _days(found: Sequence[Course], ics: str, on: date) -> set[int]:
    """Return the days of the windows, up to a day, on which a system answers; later six weeks go before earlier."""
    days: set[int] = set()
    for course, following in zip(found, (*found[1:], None), strict=True):
        last = min(on, course.episode.window.last)
        if following is not None:
            last = min(last, following.episode.window.first - _DAY)
        days.update(_answered(course.terms, ics, last))
    return days


def _answered(terms: Sequence[Term], ics: str, last: date) -> Iterable[int]:
    """Give the days up to one on which a system answers; after the last term whoever answered then goes on."""
    for term, following in pairwise((*terms, None)):
        if term is not None and term.who.codes[1] == ics:
            yield from numbers(term.first, last if following is None else min(last, following.first - _DAY))


def _outlook(state: JointState, found: Sequence[Course], rules: Rules, ours: set[tuple[int, int]], on: date) -> Outlook:
    """Return what follows under one rule; of six weeks those that the system answers for."""
    weeks = [_six_weeks(course, on) for course in found if _key(course) in ours]
    charged = state.money is not None and state.money.charges and state.forgotten is None
    if not state.lines and not charged:
        return Outlook(weeks)
    periods = every_period(state, found, rules)
    if state.money is None or not charged:
        return Outlook(weeks, periods)
    due = questioned(state.money, support_of(state, found, rules, periods))
    return Outlook(weeks, periods, [each for each in due if isinstance(each, Refund)])


def _six_weeks(course: Course, on: date) -> SixWeeks:
    episode = course.episode
    last = episode.window.last if episode.end is None else min(episode.window.last, episode.end.day - _DAY)
    away = [(each.end.day, each.back - _DAY) for each in episode.away if each.end.day <= last]
    if away and away[-1][1] >= last:
        last = away.pop()[0] - _DAY
    return SixWeeks(_key(course), episode.status(on), episode.window.first, last, away)
