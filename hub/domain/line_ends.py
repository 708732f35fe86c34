"""When a line ends after a day, and which of its visits is waited for."""

from collections.abc import Sequence
from datetime import date

from hub.domain.lines import LineState
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.six_weeks import plus
from hub.domain.troubles import Trouble, oldest_open


def over_after(line: LineState, day: date) -> date | None:
    """Return the first day after one on which the line no longer runs; none while it goes on.

    That it begins again later is another time.  Of a day on which it does not run the line's last day counts.
    """
    if line.spans and line.spans[-1].last is None and line.spans[-1].first <= day:
        return None
    end = None if line.on(day) is not None else line.last_day
    for span in line.spans:
        if span.covers(day) or (end is not None and span.first == plus(end, 1)):
            end = span.last
            if end is None:
                return None
    return None if end is None else plus(end, 1)


def over(line: LineState) -> date | None:
    """Return the day after the last one of a line that has an end; none while it goes on or is to begin again."""
    return None if line.last_day is None else plus(line.last_day, 1)


def waits_for_visit(line: LineState, troubles: Sequence[Trouble], day: date) -> Said[int] | None:
    """Return the first of a line's missed visits after which none took place; none once its last day has passed."""
    missed, ended = oldest_open(troubles), over(line)
    if missed is None or (ended is not None and ended <= day):
        return None
    return Said(missed.planned, missed.by, Rule.VISIT_MISSED)
