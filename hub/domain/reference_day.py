"""The day by which support is resumed or new: what ran on it was in place before the person went into hospital.

It is that of the admission; when it was never seen, or is the day of discharge, the day before the discharge stands in.
Where it is only assumed, what a sender states as new or more outweighs it: the person had gone in before these days.
Source: the joint six weeks of the National Care Service proposal (6.5); the rest are rules of this product.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from hub.domain.line_spans import Span
from hub.domain.lines import RESUMED, LineState
from hub.domain.six_weeks import SIX_WEEKS


class Reference(NamedTuple):
    """The day; and where it is assumed, from which day on a statement outweighs it."""

    day: date
    believed_from: date | None = None

    def of(self, line: LineState) -> Span | None:
        """Return how a line ran on the day; where that is assumed, before the days that are stated as new or more."""
        span = line.on(self.day)
        if self.believed_from is None or span is None or span.origin is None or span.origin.value == RESUMED:
            return span
        told = next(each.first for each in line.spans if each.origin == span.origin)
        return span if told < max(self.believed_from, _SECOND) else line.on(told - timedelta(days=1))

    def own(self, line: LineState, span: Span) -> Span | None:
        """Return how a line itself ran on the day, as the service that it is on a span; or none."""
        then = self.of(line)
        return then if then is not None and line.service_of(then) == line.service_of(span) else None


_SECOND = date.min + timedelta(days=1)
"""The first day that another lies before."""


@lru_cache(maxsize=2048)
def reference(admitted_on: date | None, discharged_on: date, since: date = date.min) -> Reference:
    """Return the day on which support ran that is resumed; `since` is the first day after six weeks before these.

    What began more than six weeks before the discharge is known by its days: an unseen stay is taken to be no longer.
    """
    eve = discharged_on - timedelta(days=1) if discharged_on > date.min else discharged_on
    if admitted_on is not None:
        return Reference(min(admitted_on, eve))
    long = discharged_on - date.min > timedelta(days=SIX_WEEKS)
    return Reference(eve, max(since, discharged_on - timedelta(days=SIX_WEEKS) if long else date.min))
