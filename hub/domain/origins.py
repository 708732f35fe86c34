"""Which support is resumed and which is new: by the days of the lines, and by the sender's word where they say nothing.

What ran on the day of admission is resumed; the rest is new; a package with more hours than before is split into
the resumed part and an increase.  A line that ends inside the window leaves its hours to what runs of the same service
on the days after it, of whichever provider.  What a line itself did is known by its days: where it ran on the day of
admission as the same service, these decide, whatever origin is stated.  Where it did not, the stated origin is
believed, for the sender may know of support that nobody told the hub of.
Source: the joint six weeks of the National Care Service proposal (6.5), after the discharge scheme of 2020 to 2022,
under which needs already in a plan stayed with the council.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from hub.domain.line_spans import Span
from hub.domain.lines import INCREASE, NEW, RESUMED, LineState
from hub.domain.reference_day import Reference
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.six_weeks import Window
from hub.domain.worded_origins import resumed_by_word


class Part(NamedTuple):
    """A line, or a part of one, with its origin; `hours` are hundredths a week of this part.

    `kept` is the last day on which earlier six weeks still free it (`hub.domain.earlier_weeks`); `undecided` says that
    it was new in some that are over, and that nobody has decided since (`hub.domain.undecided`).
    """

    line: LineState
    span: Span
    origin: Said[str]
    hours: int | None
    kept: date | None = None
    undecided: bool = False

    @property
    def service(self) -> str:
        """What is given on the days of the span."""
        return self.line.service_of(self.span)


class Before:
    """Hours that ran on the day of admission and were not taken up by their own line, by service."""

    def __init__(self) -> None:
        self.hours: dict[str, list[int | None]] = {}

    def add(self, service: str, hours: int | None) -> None:
        """Add hours of a service."""
        self.hours.setdefault(service, []).append(hours)

    def take(self, service: str, wanted: int | None) -> tuple[bool, int | None]:
        """Return whether anything of the service ran before, and how many of the wanted hours it covers."""
        pool = self.hours.get(service, [])
        if not pool:
            return False, 0
        if wanted is None or wanted < 0 or None in pool:
            pool.pop(0)
            return True, wanted
        total = sum(hours for hours in pool if hours is not None)
        covered = min(wanted, total)
        self.hours[service] = [total - covered] if total > covered else []
        return True, covered


def parts(lines: Sequence[LineState], reference: Reference, window: Window, on: date) -> tuple[Part, ...]:
    """Return the lines that ran inside the window as known on a day, split by origin.

    One that is over is as it was on its last day, one that has not begun as it will be on its first.
    """
    day = min(max(on, window.first), window.last)
    found: list[Part] = []
    for line, span, now in _by_line(lines, window, reference, day):
        if now:
            found += now
            continue
        then = span.last if span.last is not None and span.last < day else span.first  # as it was, or will be
        found += next(its for one, _, its in _by_line(lines, window, reference, then) if one is line)
    return tuple(found)


def running_parts(lines: Sequence[LineState], reference: Reference, window: Window, day: date) -> Iterator[Part]:
    """Give the parts of the lines that run on a day of the window."""
    for _, span, now in _by_line(lines, window, reference, day):
        if span.covers(day):
            yield from now


def _by_line(
    lines: Sequence[LineState], window: Window, reference: Reference, day: date
) -> Iterator[tuple[LineState, Span, list[Part]]]:
    """Give each line that ever runs inside the window with its parts of a day.

    Hours from before are given once, and first to what is stated as resumed.  A line that does not run on the day gets
    none of them: where its parts depend on them there are none.
    """
    current = [(line, span) for line in lines if (span := _current(line, window, day)) is not None]
    before = _not_taken_up(lines, current, reference, day)
    current.sort(key=lambda pair: (pair[0].spans[0].first, pair[0].provider, pair[0].line_id))
    found: dict[int, list[Part]] = {}
    for place, (line, span) in sorted(enumerate(current), key=_turn):
        runs = span.covers(day)
        if runs or span.origin is not None or reference.own(line, span) is not None:
            found[place] = split_by_origin(line, span, reference, before if runs else Before())
    for place, (line, span) in enumerate(current):
        yield line, span, found.get(place, [])


def _turn(entry: tuple[int, tuple[LineState, Span]]) -> tuple[bool, date, int]:
    """Order lines as they take hours: first those with a stated origin, then by when they began without a break."""
    place, (line, span) = entry
    first = span.first
    for each in reversed(line.spans):
        if each.first < first and each.covers(first - timedelta(days=1)):
            first = each.first
    return span.origin is None, first, place


def _not_taken_up(
    lines: Sequence[LineState], current: Sequence[tuple[LineState, Span]], reference: Reference, day: date
) -> Before:
    """Return the hours that ran on the reference day and that their own line no longer gives on a day."""
    going_on = {(line.provider, line.line_id): span for line, span in current}
    before = Before()
    for line in lines:
        then, now = reference.of(line), going_on.get((line.provider, line.line_id))
        if then is None:
            continue
        goes_on = now is not None and (now.last is None or now.last >= day)
        for hours in left_over(line, then, now if goes_on else None):
            before.add(line.service_of(then), hours)
    return before


def left_over(line: LineState, then: Span, now: Span | None) -> tuple[int | None, ...]:
    """Return the hours that a line gave once and does not give now, on which it may not run: one number, or nothing."""
    if now is None or line.service_of(now) != line.service_of(then):
        return (then.comparable,)
    if then.comparable is not None and now.comparable is not None and then.comparable > now.comparable:
        return (then.comparable - now.comparable,)
    return ()


def _current(line: LineState, window: Window, day: date) -> Span | None:
    inside = [span for span in line.spans if span.touches(window.first, window.last)]
    if not inside:
        return None
    return next((span for span in inside if span.covers(day)), inside[-1])


def split_by_origin(line: LineState, span: Span, reference: Reference, before: Before) -> list[Part]:
    """Return a line as it runs on a span, split by origin; it takes what it resumes of others from `before`."""
    then = reference.own(line, span)
    if then is not None:
        return by_own_days(line, span, then)
    if span.origin is not None:
        worded = _by_word(line, span, span.origin)
        if worded[0].origin.value == RESUMED:
            before.take(line.service_of(span), worded[0].hours)
        return worded
    ran, covered = before.take(line.service_of(span), span.hours)
    if not ran:
        return [Part(line, span, Said(NEW, span.by, Rule.NOT_RUNNING_BEFORE), span.hours)]
    return _divided(line, span, span.by, covered)


def _by_word(line: LineState, span: Span, said: Said[str]) -> list[Part]:
    """Return a line as its sender states it: hours above those that were stated as resumed are an increase."""
    word = resumed_by_word(line, span)
    if word is None:
        return [Part(line, span, said, span.hours)]
    resumed, covered = word
    more = (span.hours or 0) - covered
    increase = said if said.value == INCREASE else Said(INCREASE, span.by, Rule.MORE_THAN_BEFORE)
    return [Part(line, span, resumed, covered), *([Part(line, span, increase, more)] if more > 0 else [])]


def by_own_days(line: LineState, span: Span, then: Span) -> list[Part]:
    """Return a line that ran before, split by its own days: up to the hours of `then` it is resumed.

    Where all of it is, and is stated so, the sender's word stays the reason.
    """
    hours, ran = span.comparable, then.comparable
    found = _divided(line, span, then.by, span.hours if hours is None or ran is None else min(hours, ran))
    said = span.origin
    if said is not None and said.value == RESUMED and len(found) == 1:
        return [found[0]._replace(origin=said)]
    return found


def _divided(line: LineState, span: Span, by: int, covered: int | None) -> list[Part]:
    """Return a line of which so many hours are resumed, and what is more."""
    resumed = Part(line, span, Said(RESUMED, by, Rule.RAN_ON_ADMISSION), covered)
    more = (span.hours or 0) - (covered or 0)
    if more <= 0:
        return [resumed]
    return [resumed, Part(line, span, Said(INCREASE, span.by, Rule.MORE_THAN_BEFORE), more)]
