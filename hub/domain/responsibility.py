"""Who pays for each line of support on each day of one episode and after it: periods without gaps or overlaps.

Every day on which something may change begins a piece; who pays is asked once a piece; pieces that say the same are
put together.  Days are counted from the day of discharge until the person dies, leaves England, or is discharged anew.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from hub.domain.after_weeks import taking_first
from hub.domain.earlier_weeks import Earlier, still_free
from hub.domain.law import LAW, Law
from hub.domain.line_spans import Span
from hub.domain.lines import HOURS_AT_MOST, RESUMED, LineState
from hub.domain.money import Money
from hub.domain.origins import Part, running_parts
from hub.domain.payer_of_day import Payer, Setting, by_origin, payer_on
from hub.domain.programmes import SERVICES, Programme, programmes
from hub.domain.reference_day import Reference
from hub.domain.resumed_before import ResumedBefore
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.shares import Flow, Shares
from hub.domain.six_weeks import Window, plus
from hub.domain.undecided import apart


class Weeks(NamedTuple):
    """One episode and the days after it, as far as money goes; every field is hashable, so that answers are kept.

    `stop` is the first day that no longer counts.  `splits` are the shares of what is joint by the day from which
    they hold, the first one from the day of discharge; `earlier` are six weeks before these that still count.
    """

    lines: tuple[LineState, ...]
    reference: Reference
    window: Window
    stop: date | None
    splits: tuple[tuple[date, Shares], ...]
    money: Money
    earlier: tuple[Earlier, ...] = ()
    law: Law = LAW

    @property
    def reach(self) -> Window:
        """The days of the window, and after it those on which earlier six weeks still free what is new."""
        return Window(self.window.first, max([self.window.last, *(each.last for each in self.earlier)]))

    def split(self, day: date) -> Shares:
        """Return who pays what of joint support on a day."""
        splits = self.splits
        if len(splits) == 1:
            return splits[0][1]
        return next((shares for since, shares in reversed(splits) if since <= day), splits[0][1])


class Period(NamedTuple):
    """Days, both included, on which the same ones pay for the same part of a line; `last` is none while it goes on."""

    first: date
    last: date | None
    part: Part
    payer: Payer
    programme: Programme | None = None

    @property
    def hours(self) -> Flow | None:
        """Hundredths of an hour that fall on days; none where nobody said how many, or what was said cannot be."""
        hours = _possible(self.part.hours)
        return None if hours is None else Flow(hours)

    @property
    def pence(self) -> Flow | None:
        """Pence that fall due on days; none where hours or price are not known, or cannot be."""
        hours, price = _possible(self.part.hours), self.part.span.price
        return None if hours is None or price is None or price < 0 else Flow(hours * price, 100)

    def until(self, day: date) -> date:
        """Return the last of its days up to a day."""
        return day if self.last is None else min(day, self.last)


def _possible(hours: int | None) -> int | None:
    """Return hundredths of an hour a week as they are, or none where nobody can be given so many."""
    return None if hours is None or not 0 <= hours <= HOURS_AT_MOST else hours


Running = Callable[[date], Iterable[Part]]


def allocated(weeks: Weeks) -> tuple[Period, ...]:
    """Return the periods of every line that runs in the window, in the order of lines, origins and days.

    What takes time to work out is kept; visits cost nobody anything that was not planned, so that it is kept without.
    """
    return tuple(plainly(weeks)) if is_plain(weeks) else _kept(weeks._replace(lines=_without_visits(weeks.lines)))


def _without_visits(lines: Sequence[LineState]) -> tuple[LineState, ...]:
    return tuple([LineState(each.provider, each.line_id, each.service, each.origin, each.spans) for each in lines])


def by_pieces(weeks: Weeks) -> tuple[Period, ...]:
    """Return the same in general, whatever changes on whichever day."""
    before = [ResumedBefore(each, weeks.lines) for each in weeks.earlier]
    return pieced(weeks, weeks.window.first, lambda day: _running(weeks, before, day))


_kept = lru_cache(maxsize=1 << 12)(by_pieces)


def is_plain(weeks: Weeks) -> bool:
    """Say whether nothing changes but with the ends of the lines and of the window: so it is for nearly everybody.

    Earlier six weeks change nothing of such lines, unless they end later: what they free is stated as new.
    """
    money = weeks.money
    return (
        not (money.chc or money.determinations)
        and (not weeks.earlier or weeks.reach == weeks.window)
        and len(weeks.splits) == 1
        and all(
            len(line.spans) == 1
            and (said := line.spans[0].origin) is not None
            and line.service not in SERVICES
            and (said.value == RESUMED or _did_not_run(line, weeks))
            for line in weeks.lines
        )
    )


def _did_not_run(line: LineState, weeks: Weeks) -> bool:
    """Say whether a line of one span did not run on the reference day, so that the word of its sender is believed.

    Of one that did and is stated as resumed the days say the same.
    """
    first = weeks.window.first
    return line.spans[0].first >= first > date.min or weeks.reference.of(line) is None


def plainly(weeks: Weeks) -> Iterator[Period]:
    """Give the periods of such lines: one in the window and one after it, or one alone for what is resumed."""
    window, stop = weeks.window, weeks.stop
    if stop is not None and stop <= window.first:
        return
    for line in sorted((line for line in weeks.lines if line.spans[0].touches(*window)), key=_order):
        span, origin = line.spans[0], line.spans[0].origin
        first, last = max(span.first, window.first), _last(span, stop)
        if origin is None or (last is not None and last < first):
            continue
        part = Part(line, span, origin, span.hours)
        goes_on = last is None or last > window.last
        if origin.value == RESUMED or not goes_on or window.last == date.max:
            yield Period(first, last, part, by_origin(first, part, window, weeks.split))
            continue
        after = window.last + timedelta(days=1)
        yield Period(first, window.last, part, by_origin(first, part, window, weeks.split))
        yield Period(after, last, part, by_origin(after, part, window, weeks.split))


def _order(line: LineState) -> tuple[date, str, str]:
    return line.spans[0].first, line.provider, line.line_id


def _last(span: Span, stop: date | None) -> date | None:
    """Return the last day of a span that counts; none while it goes on."""
    last = None if span.last == date.max else span.last
    if stop is None:
        return last
    return stop - timedelta(days=1) if last is None else min(last, stop - timedelta(days=1))


def pieced(weeks: Weeks, begin: date, running: Running) -> tuple[Period, ...]:
    """Return the periods of the parts that run, from a day on until `stop`."""
    of = programmes(weeks.lines, weeks.law)
    around = Setting(weeks.window, weeks.money, weeks.split)
    pieces: dict[tuple[str, str, str, bool], list[Period]] = {}
    days = sorted(_changes(weeks, begin, of.values()))
    for first, following in pairwise((*days, None)):
        if first is None or first == weeks.stop:
            break
        last = None if following is None else following - timedelta(days=1)
        for part in running(first):
            line = part.line
            programme = of.get((line.provider, line.line_id, part.span.first))
            period = Period(first, last, part, payer_on(first, part, programme, around), programme)
            _joined(pieces.setdefault((line.provider, line.line_id, part.origin.value, part.undecided), []), period)
    return tuple(period for periods in pieces.values() for period in periods)


def ordinary(weeks: Weeks, begin: date, lines: Sequence[LineState]) -> tuple[Period, ...]:
    """Return the periods of lines that are not of the six weeks, from a day on: ordinary support of the council."""

    def running(day: date) -> Iterator[Part]:
        for line in lines:
            span = line.on(day)
            if span is not None:
                yield Part(line, span, Said(RESUMED, span.by, Rule.LINE_STATED), span.hours)

    return pieced(weeks, begin, running)


def beside(weeks: Weeks) -> list[LineState]:
    """Return the lines that do not run on any day of the window."""
    return [line for line in weeks.lines if not _is_of(line, weeks.reach)]


def _is_of(line: LineState, window: Window) -> bool:
    return any(span.touches(*window) for span in line.spans)


def _joined(periods: list[Period], new: Period) -> None:
    """Add a piece; where it says the same as the one right before it, that one goes on."""
    before = periods[-1] if periods else None
    if before is not None and before.last is not None and plus(before.last, 1) == new.first and _same(before, new):
        periods[-1] = before._replace(last=new.last)
    else:
        periods.append(new)


def _same(one: Period, other: Period) -> bool:
    return (
        one.payer[:3] == other.payer[:3]
        and (one.hours, one.pence, one.programme) == (other.hours, other.pence, other.programme)
        and one.part.span.framework == other.part.span.framework
        and one.part.service == other.part.service
    )


def _running(weeks: Weeks, before: Sequence[ResumedBefore], day: date) -> Iterator[Part]:
    """Give the parts of the lines that run on a day, of those that ran in the window."""
    window, reach = weeks.window, weeks.reach
    lines = taking_first(weeks.lines, reach, day)
    own = running_parts(lines, weeks.reference, Window(window.first, max(window.last, day)), day)
    if weeks.earlier:
        free = still_free(own, weeks.lines, weeks.earlier, window, day)
        own = iter(free)
        if not weeks.money.board_pays(day):  # where the board pays all, nothing is to be decided
            own = apart(free, before, weeks.money.determinations, day)
    for part in own:
        if _is_of(part.line, reach):
            yield part


def _changes(weeks: Weeks, first: date, running: Iterable[Programme]) -> set[date]:
    """Return the days from one on from which who pays what may be another; `stop` is the last of them."""
    found = {first, weeks.window.first, plus(weeks.window.last, 1), *(since for since, _ in weeks.splits)}
    found.update(plus(each.last, 1) for each in weeks.earlier)
    for line in weeks.lines:
        found.update(_of_spans(line.spans))
    found.update(programme.free_until for programme in running)
    found.update(each.first for each in weeks.money.determinations)
    for funding in (funding for case in weeks.money.chc for funding in case.funded):
        found.add(funding.first)
        found.add(funding.stop or first)
    stop = weeks.stop
    if stop is None:
        return {day for day in found if day >= first}
    return {day for day in found if first <= day < stop} | ({stop} if first < stop else set())


def _of_spans(spans: Sequence[Span]) -> Iterator[date]:
    for span in spans:
        yield span.first
        if span.last is not None and span.last < date.max:
            yield span.last + timedelta(days=1)
