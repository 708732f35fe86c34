"""Support that began after the six weeks, beside what began in them and goes on.

It is ordinary support of the council, so that what somebody had before they went into hospital goes on in it first: a
change of provider after the six weeks makes nothing resumed of which nobody has decided.
Source: rule of this product, after the joint six weeks of the National Care Service proposal (6.5).
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from hub.domain.line_spans import Span
from hub.domain.lines import RESUMED, LineState
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.six_weeks import Window

replace = msgspec.structs.replace


def taking_first(lines: Sequence[LineState], reach: Window, day: date) -> Sequence[LineState]:
    """Return the lines of a day; after six weeks those that are of none of their days go before the others."""
    return lines if day <= reach.last else [_as_ordinary(line, reach) for line in lines]


def _as_ordinary(line: LineState, reach: Window) -> LineState:
    if any(span.touches(*reach) for span in line.spans):
        return line
    return replace(line, spans=tuple([_ordinary(span) if span.first > reach.last else span for span in line.spans]))


def _ordinary(span: Span) -> Span:
    return replace(span, origin=Said(RESUMED, span.by, Rule.LINE_STATED))
