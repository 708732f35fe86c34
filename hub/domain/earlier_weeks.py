"""Support that stays free by six weeks which were not over when the person went into hospital again.

Whoever is discharged anew has new six weeks, and by the days alone all that was new in the ones before ran on the day
of the second admission: it would be charged from the second discharge on.  Coming back to hospital takes nothing away.
What was new or more stays so until the last day of the earlier weeks, and is resumed after it.
Source: the joint six weeks of the National Care Service proposal (6.5): no charge inside the window, and of two
protections the later one; that a second discharge ends neither is a rule of this product.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

import msgspec

from hub.domain.line_spans import Span
from hub.domain.lines import HOURS_AT_MOST, RESUMED, LineState
from hub.domain.origins import Part, parts, running_parts
from hub.domain.reference_day import Reference
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.six_weeks import Window

replace = msgspec.structs.replace

Name = tuple[str, str]
"""Provider and id of a line."""


class Earlier(NamedTuple):
    """Six weeks before others: by what they resume, their window, the last day that they free, the next discharge."""

    reference: Reference
    window: Window
    last: date
    left_again: date


def shown_parts(
    lines: Sequence[LineState], reference: Reference, window: Window, earlier: Sequence[Earlier], on: date
) -> tuple[Part, ...]:
    """Return the parts of the lines of six weeks as known on a day (`origins.parts`), with what is still free."""
    found = parts(lines, reference, window, on)
    if not earlier:
        return found
    day = min(max(on, window.first), window.last)
    its = _by_line(found).values()
    free = (still_free(each, lines, earlier, window, _seen(each[0].span, day)) for each in its)
    return tuple(chain.from_iterable(free))


def _seen(span: Span, day: date) -> date:
    """Return the day as of which a line is shown: one on which it ran."""
    if span.covers(day):
        return day
    return span.last if span.last is not None and span.last < day else span.first


def still_free(
    own: Iterable[Part], lines: Sequence[LineState], earlier: Iterable[Earlier], window: Window, day: date
) -> list[Part]:
    """Return parts that run on a day, each line split by the six weeks that resume least of it on that day.

    `own` are the parts by the newest six weeks, those of `window`; where two say the same, the longer ones count.
    """
    found = _by_line(own)
    ranks = {name: (resumed(its), -window.last.toordinal()) for name, its in found.items()}
    for weeks in earlier:
        if day > weeks.last:
            continue
        for name, its in _told(lines, weeks, day):
            rank = resumed(its), -weeks.last.toordinal()
            if name in found and rank < ranks[name]:
                found[name], ranks[name] = [_kept(part, found[name][0], weeks.last) for part in its], rank
    return list(chain.from_iterable(found.values()))


def _told(lines: Sequence[LineState], weeks: Earlier, day: date) -> Iterator[tuple[Name, list[Part]]]:
    """Give each line of a day as earlier six weeks split it: by all that was stated, and by what was stated in them.

    That a line is stated as resumed after the next discharge is said of the six weeks that this one began.
    """
    yield from _by_line(running_parts(lines, weeks.reference, weeks.window, day)).items()
    in_them = [without_later_word(line, weeks) for line in lines]
    if any(one is not line for one, line in zip(in_them, lines, strict=True)):
        yield from _by_line(running_parts(in_them, weeks.reference, weeks.window, day)).items()


def resumed_by(weeks: Earlier, lines: Sequence[LineState], day: date) -> dict[Name, int]:
    """Return how many hours of each line on a day, at most, were resumed by six weeks, also when they are over."""
    reached = weeks._replace(window=Window(weeks.window.first, max(weeks.window.last, day)))
    found: dict[Name, int] = {}
    for name, its in _told(lines, reached, day):
        found[name] = min(resumed(its), found.get(name, resumed(its)))
    return found


def _by_line(found: Iterable[Part]) -> dict[Name, list[Part]]:
    by_line: dict[Name, list[Part]] = {}
    for part in found:
        by_line.setdefault((part.line.provider, part.line.line_id), []).append(part)
    return by_line


def resumed(its: Iterable[Part]) -> int:
    """Return how many hours of the parts of a line are resumed: all that there may be where nobody said how many."""
    hours = [part.hours for part in its if part.origin.value == RESUMED]
    return sum(HOURS_AT_MOST if each is None else max(0, each) for each in hours)


def _kept(part: Part, own: Part, last: date) -> Part:
    """Return a part of earlier six weeks as one of the newest: what is new or more in it says why it still is."""
    origin = part.origin
    if origin.value != RESUMED:
        origin = Said(origin.value, origin.by, Rule.NEW_IN_EARLIER_WEEKS)
    return Part(own.line, own.span, origin, part.hours, last)


def without_later_word(line: LineState, weeks: Earlier) -> LineState:
    """Return a line that ran before the next discharge with its word of before wherever it is stated as resumed."""
    ran = any(span.first < weeks.left_again and span.touches(*weeks.window) for span in line.spans)
    if not ran or not any(is_said_later(span, weeks) for span in line.spans):
        return line
    spans: list[Span] = []
    for span in line.spans:
        spans.append(replace(span, origin=spans[-1].origin) if is_said_later(span, weeks) else span)
    return replace(line, spans=tuple(spans))


def is_said_later(span: Span, weeks: Earlier) -> bool:
    """Say whether days after the next discharge are stated as resumed."""
    return span.first >= weeks.left_again and span.origin is not None and span.origin.value == RESUMED
