"""What contradicts what in a person's lines of support: kept and shown, never refused."""

from collections.abc import Iterator, Sequence

from hub.domain.finding import LINE, About, Finding
from hub.domain.line_words import END
from hub.domain.lines import HOURS_AT_MOST, HOURS_OF_A_WEEK, LineState
from hub.domain.rules import Rule


def line_findings(lines: Sequence[LineState]) -> Iterator[Finding]:
    """Give the findings of every line, and of all lines together, in no order."""
    for line in lines:
        for rule, by in line.notes:
            yield Finding(rule, by, _about(line), _began(line, by) if rule is Rule.LINE_ENDED_BEFORE_START else ())
    yield from _hours(lines)


def _about(line: LineState) -> About:
    return About(LINE, line.line_id, line.provider)


def _began(line: LineState, by: int) -> tuple[int, ...]:
    """Return the event that told the beginning which an end lies before, the last one said until then.

    What was said first is known by when it was written down: an end of a day before the start comes first in canonical
    order, whichever was said first.  A start with an end before it contradicts itself.
    """
    ends = [word for word in line.words if word.by == by and word.kind == END]
    begun = [word for word in line.words if word.kind != END]
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
