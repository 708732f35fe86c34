"""What contradicts what in a person's lines of support: kept and shown, never refused."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from hub.domain.finding import LINE, About, Finding, others
from hub.domain.line_runs import runs
from hub.domain.line_visits import is_shown
from hub.domain.line_words import CHANGE, END, START
from hub.domain.lines import HOURS_AT_MOST, HOURS_OF_A_WEEK, LineState
from hub.domain.rules import Rule
from hub.domain.services import EVERY

_OF_TWO_WORDS: Final = frozenset({Rule.LINE_TOLD_AGAIN, Rule.LINE_TOLD_AT_ONCE})
"""The other word is known by going through what was told of the line once more: its state names the later one alone."""


def line_findings(lines: Sequence[LineState]) -> Iterator[Finding]:
    """Give the findings of every line, and of all lines together, in no order."""
    for line in lines:
        for rule, by in line.notes:
            yield Finding(rule, by, _about(line), _denied(line, rule, by))
        for told in line.both:
            yield Finding(Rule.VISIT_TOLD_BOTH, max(told), _about(line), (min(told),))
        for rule, by in _codes(line):
            yield Finding(rule, by, _about(line))
    yield from _hours(lines)


def _codes(line: LineState) -> Iterator[tuple[Rule, int]]:
    """Give origins and services that are on no list, each once; they are kept as they were sent."""
    for word in line.words:
        if word.unknown_origin is not None:
            yield Rule.UNKNOWN_ORIGIN, word.by
    services = {line.service_of(span): span.by for span in reversed(line.spans)}
    for service, by in services.items():
        if service and service not in EVERY:
            yield Rule.UNKNOWN_SERVICE, by


def _about(line: LineState) -> About:
    return About(LINE, line.line_id, line.provider)


def _denied(line: LineState, rule: Rule, by: int) -> tuple[int, ...]:
    """Return the events that an event contradicts, by a rule about two words of a line."""
    if rule is Rule.LINE_ENDED_BEFORE_START:
        return _began(line, by)
    if rule not in _OF_TWO_WORDS:
        return ()
    found = runs(line.words, partial(is_shown, line.visited)).notes
    return others(*(note.also for note in found if (note.rule, note.by) == (rule, by)))


def _began(line: LineState, by: int) -> tuple[int, ...]:
    """Return the event that told the beginning which an end lies before, the last one said until then.

    What was said first is known by when it was written down: an end of a day before the start comes first in canonical
    order, whichever was said first.  A start with an end before it contradicts itself.
    """
    ends = [word for word in line.words if word.by == by and word.kind == END]
    begun = [word for word in line.words if word.kind in {CHANGE, START}]
    return tuple([word.by for end in ends for word in begun if word.told <= end.told and word.day > end.day][-1:])


def _hours(lines: Sequence[LineState]) -> Iterator[Finding]:
    """Give a finding for the first day from which all lines together are more than a day has hours.

    It is about the line that begins on that day, and against every other one that runs on it.  Of one line alone it is
    a finding up to the hours of two carers; more was one when it was told.
    """
    starts = sorted({(span.first, span.by) for line in lines for span in line.spans})
    for day, by in starts:
        running = [(line, span) for line in lines if (span := line.on(day)) is not None and (span.hours or 0) > 0]
        hours = sum(span.hours or 0 for _, span in running)
        if hours > HOURS_OF_A_WEEK and (len(running) > 1 or hours <= HOURS_AT_MOST):
            newest = next((line for line, span in running if span.by == by), running[-1][0])
            yield Finding(Rule.MORE_THAN_A_DAY, by, _about(newest), tuple([span.by for _, span in running]))
            return
