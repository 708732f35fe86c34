"""What the money of each episode is reckoned by: its lines, its days, and who shares what is joint on which day."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from hub.domain.answering import Term, answering
from hub.domain.charge_stretches import Support
from hub.domain.days import day_of
from hub.domain.earlier_weeks import Earlier
from hub.domain.episodes import Episode, episodes
from hub.domain.joint_state import JointState, confirmed_death
from hub.domain.left_england import back_after, left_england
from hub.domain.money import Money
from hub.domain.reference_day import Reference, reference
from hub.domain.responsibility import Period, Weeks, allocated, beside, ordinary
from hub.domain.shares import EVEN, Shares
from hub.domain.six_weeks import Window, plus
from hub.domain.splits import Splits
from hub.domain.unbroken import admitted_on, reference_of, since
from hub.domain.undecided import may_go_on
from hub.processors.joint_rules import Rules

_NONE: Final = Money()


class Course(NamedTuple):
    """An episode that stands, who answers for it on which days, and the first day that is no longer its own.

    `gone` is the first day on which the person was dead or had left England; `since` the first after all six weeks
    before, and `earlier` those of them that still count (`earlier_weeks`).
    """

    episode: Episode
    terms: Sequence[Term]
    stop: date | None
    gone: date | None = None
    since: date = date.min
    earlier: tuple[Earlier, ...] = ()


def courses(state: JointState, found: Sequence[tuple[Episode, Sequence[Term]]]) -> list[Course]:
    """Return the episodes that stand, each until the next discharge, the day after a death, or leaving England."""
    standing = [(episode, terms) for episode, terms in found if episode.void_by is None]
    if len(standing) == 1:  # so it is for nearly everybody
        ((episode, terms),) = standing
        gone = _gone(state, episode.window)
        return [Course(episode, terms, gone, gone)]
    known, rows = [episode for episode, _ in standing], []
    left = [_gone(state, episode.window) for episode in known]
    told = list(_told(state, known, left))
    for place, ((episode, terms), gone) in enumerate(zip(standing, left, strict=True)):
        following = [each.window.first for each in known[place + 1 : place + 2]]
        stop = min([*following, *([] if gone is None else [gone])], default=None)
        earlier = _counting(state, told[:place], episode.window.first)
        rows.append(Course(episode, terms, stop, gone, since(known[:place]), earlier))
    return rows


def earlier_weeks(state: JointState, standing: Sequence[Episode]) -> tuple[Earlier, ...]:
    """Return which six weeks still count when the person is discharged into the last of those that stand.

    Such as were not over, since what is new in them stays free, and such as something was new in that runs on, since
    somebody has to decide about it; none where the person had left England meanwhile.
    """
    left = [_gone(state, episode.window) for episode in standing[:-1]]
    return _counting(state, list(_told(state, standing, left)), standing[-1].window.first)


def _told(
    state: JointState, standing: Sequence[Episode], left: Sequence[date | None]
) -> Iterator[tuple[Earlier, date | None]]:
    """Give all six weeks that others follow, and the first day on which the person was dead or had left England."""
    for place, ((episode, following), gone) in enumerate(zip(pairwise(standing), left, strict=False)):
        last = episode.window.last if gone is None else min(episode.window.last, plus(gone, -1))
        came = reference_of(state, standing[: place + 1])
        yield Earlier(came, episode.window, last, following.window.first), gone


def _counting(state: JointState, told: Sequence[tuple[Earlier, date | None]], first: date) -> tuple[Earlier, ...]:
    """Return those of six weeks that still count on the day of a discharge."""
    there = [weeks for weeks, gone in told if gone is None or gone > first]
    return tuple([weeks for weeks in there if weeks.last >= first or may_go_on(weeks, state.lines, first)])


def _gone(state: JointState, covered: Window) -> date | None:
    """Return the first day on which the person was dead or had left England for good; or none."""
    return min([*_dead_from(state), *_left_england(state, covered)], default=None)


def _dead_from(state: JointState) -> list[date]:
    """Return the day after a death; or nothing."""
    death = confirmed_death(state)
    return [] if death is None else [plus(day_of(death.value.at), 1)]


def _left_england(state: JointState, covered: Window) -> list[date]:
    """Return the day on which the person left England for good: in the six weeks, else after them; or nothing."""
    if state.hiding:
        return []
    gone = left_england(state, covered) or left_england(state, Window(plus(covered.last, 1), date.max))
    return [] if gone is None else [gone.day]


def courses_under(state: JointState, rules: Rules) -> list[Course]:
    """Return the episodes that stand under rules."""
    found = [episode for episode in episodes(state, rules.policy) if episode.void_by is None]
    return courses(state, [(episode, answering(state, rules.areas, episode)) for episode in found])


def weeks_of(state: JointState, course: Course, rules: Rules) -> Weeks:
    """Return what the money of an episode follows from."""
    return Weeks(
        state.lines,
        reference(admitted_on(state, course.episode.spell), course.episode.window.first, course.since),
        course.episode.window,
        course.stop,
        _steps(course, rules.splits),
        _money(state),
        course.earlier,
        rules.law,
    )


def every_period(state: JointState, found: Sequence[Course], rules: Rules) -> list[Period]:
    """Return who pays for what on every day: before the first discharge, and in and after each episode.

    Support that is not of any six weeks is the council's; what the law keeps free is free all the same, also for
    somebody who is back in England again.
    """
    every = [weeks_of(state, course, rules) for course in found]
    if every:
        early = every[0]._replace(stop=every[0].window.first)
    else:
        window = Window(date.min, date.min)
        stop, even = min(_dead_from(state), default=None), ((date.min, EVEN),)
        early = Weeks(state.lines, Reference(date.min), window, stop, even, _money(state), law=rules.law)
    periods = [*ordinary(early, date.min, early.lines)]
    for weeks in every:
        periods += [*allocated(weeks), *ordinary(weeks, weeks.window.first, beside(weeks))]
    for course, weeks, following in zip(found, every, (*found[1:], None), strict=False):
        if course.gone is not None and course.gone == course.stop:
            periods += _back_in_england(state, weeks, course.gone, following)
    return periods


def _back_in_england(state: JointState, weeks: Weeks, gone: date, following: Course | None) -> Iterator[Period]:
    """Give who pays while somebody who had left England lives there again, until they die or the next six weeks."""
    ends = _dead_from(state)
    ends += [] if following is None else [following.episode.window.first]
    for first, last in back_after(state, gone):
        stop = min([*ends, *([] if last is None else [last])], default=None)
        if stop is None or first < stop:
            yield from ordinary(weeks._replace(stop=stop), first, weeks.lines)


def support_of(state: JointState, found: Sequence[Course], rules: Rules, periods: Sequence[Period]) -> Support:
    """Return what charges are held against; `periods` are those of every line on all days."""
    death = confirmed_death(state)
    died_on = None if death is None else day_of(death.value.at)
    return Support(periods, windows_of(found), rules.law, state.lines, died_on)


def windows_of(found: Sequence[Course]) -> list[Window]:
    """Return the covered days of each episode, up to the day before it is another's."""
    cut = [(course.episode.window, course.stop) for course in found]
    return [
        window if stop is None or stop > window.last else Window(window.first, plus(stop, -1))
        for window, stop in cut
        if stop is None or stop > window.first
    ]


def _money(state: JointState) -> Money:
    money = state.money
    return _NONE if money is None else Money(money.chc, money.determinations)


def _steps(course: Course, splits: Splits) -> tuple[tuple[date, Shares], ...]:
    """Return the shares of what is joint by the day from which they hold.

    Support is joint up to the last day of the window, or of earlier six weeks that are over after it, also where
    something ended the six weeks before and is over.
    """
    window, newest = course.episode.window, course.terms[-1]
    last = max([window.last, *(each.last for each in course.earlier)])
    if not splits.rows:
        return ((window.first, EVEN),)
    return tuple(
        (day, splits.on(term.who.codes[1], day))
        for term in course.terms
        for day in (term.first, *splits.changes(term.first, last if term is newest else term.last))
    )
