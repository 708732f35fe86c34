"""Several submissions of one council put together: for each quarter the newest that covers it, as nationally.

A council sends the twelve months before again each quarter, so most events are in several files.

Source: Department of Health and Social Care, `DataS-DHSC/ASC-CLD-LA-Dashboard`, methodology of the main tables for
joined submissions: steps 3 (selecting submissions), 4 (filtering events) and 6 (services that nobody ended), with code.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from hub.domain.calendar_months import months_after, quarter_of
from hub.domain.reporting_period import Period
from hub.domain.unique_events import SERVICE, Event, unique

_DAY: Final = timedelta(days=1)
_QUARTER: Final = 3
"""Months."""


class Part(NamedTuple):
    """What a submission counts for, and its events."""

    period: Period
    events: Sequence[Event]


def quarters(period: Period) -> Iterator[Period]:
    """Give the whole quarters of a year that lie in a period."""
    first = quarter_of(period.first)
    if first < period.first:
        first = months_after(first, _QUARTER)
    while (after := months_after(first, _QUARTER)) - _DAY <= period.last:
        yield Period(first, after - _DAY)
        first = after


def counted_for(covered: Sequence[Period]) -> tuple[Period | None, ...]:
    """Return what each submission counts for, by the periods that they cover, the oldest submission first.

    From the first to the last of the quarters of which it is the newest; none where others are newer for all of its
    quarters, or it covers none whole.
    """
    newest = {quarter: place for place, period in enumerate(covered) for quarter in quarters(period)}
    own: dict[int, list[Period]] = defaultdict(list)
    for quarter, place in newest.items():
        own[place].append(quarter)
    return tuple(_from_to(own[place]) for place in range(len(covered)))


def _from_to(some: Sequence[Period]) -> Period | None:
    return Period(min(one.first for one in some), max(one.last for one in some)) if some else None


def quarters_missing(covered: Sequence[Period]) -> tuple[Period, ...]:
    """Return the quarters between the first and the last that are covered, of which no submission has the whole."""
    had = {quarter for period in covered for quarter in quarters(period)}
    whole = _from_to(list(had))
    return () if whole is None else tuple(one for one in quarters(whole) if one not in had)


def is_of(event: Event, period: Period) -> bool:
    """Say whether an event belongs to a period: it ended there; of a service, it was given there.

    Nothing belongs to it of somebody who had died before.
    """
    began = event.started <= period.last
    alive = event.died is None or event.died >= period.first
    goes_on = event.ended is None or event.ended >= period.first
    done = event.kind == SERVICE or (event.ended is not None and event.ended <= period.last)
    return began and alive and goes_on and done


def joined(parts: Sequence[Part]) -> tuple[Event, ...]:
    """Return one row of each event of several submissions, the oldest submission first.

    A service that goes on beyond the period of its submission, and that the one for the time right after does not have,
    ended on the last day of the period: its end was missing or wrong.
    """
    own = [[event for event in part.events if is_of(event, part.period)] for part in parts]
    begins = {part.period.first: _services(events) for part, events in zip(parts, own, strict=True) if events}
    latest = max(begins, default=None)
    kept: list[Event] = []
    for part, events in zip(parts, own, strict=True):
        told = None if part.period.first == latest else begins.get(part.period.last + _DAY, frozenset())
        for event in events:
            ended = _end(event, part.period.last, told)
            kept.append(event._replace(ended=ended, period_ended=part.period.last, place=len(kept)))
    return unique(kept)


_Identities = frozenset[tuple[object, ...]]


def _services(events: Sequence[Event]) -> _Identities:
    return frozenset(event.identity for event in events if event.kind == SERVICE)


def _end(event: Event, last: date, told_after: _Identities | None) -> date | None:
    runs_on = event.kind == SERVICE and (event.ended is None or event.ended > last)
    return last if runs_on and told_after is not None and event.identity not in told_after else event.ended
