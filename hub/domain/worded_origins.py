"""How many hours of a line are resumed by its sender's word, on the days of each of its spans.

A statement is about the days that came with it.  Hours that come later without a word are an increase, and what is
stated as an increase is what is more than the hours that were stated as resumed right before it.
Source: rule of this product, after the joint six weeks of the National Care Service proposal (6.5).
"""

from datetime import date, timedelta

from hub.domain.line_spans import Span
from hub.domain.lines import INCREASE, RESUMED, LineState
from hub.domain.said import Said


def resumed_by_word(line: LineState, span: Span) -> tuple[Said[str], int] | None:
    """Return what was stated as resumed and how many hundredths a week of a span that covers.

    None where nothing was, as far as a span's own statement goes on from others, or nobody said how many hours, or
    how many that can be.
    """
    told: Span | None = span
    while told is not None and told.origin is not None:
        said = told.origin
        place = next(place for place, each in enumerate(line.spans) if each.origin == said)
        if said.value == RESUMED:
            first, hours = line.spans[place].comparable, span.comparable
            return None if first is None or hours is None else (said, min(first, hours))
        told = _right_before(line, place) if said.value == INCREASE else None
    return None


def _right_before(line: LineState, place: int) -> Span | None:
    """Return the span that ended on the eve of one."""
    first = line.spans[place].first
    return line.on(first - timedelta(days=1)) if first > date.min else None
