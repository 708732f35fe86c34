"""The statutory free clock: the first six weeks of each reablement or intermediate-care programme.

It starts with the service, not with the discharge.  The same programme goes on after a pause; a new programme id is
one that was specified anew.  An id is its provider's own: another provider goes on with it, as a span without an id
goes on with the programme before it, unless six weeks lie between.  Of one that nobody ended these are counted from
the end of its own first six weeks, after which nothing is free that an end could tell.
How long both are is data with a date (`hub.domain.law`), and the day on which the programme starts decides.
Source: SI 2014/2672 regulation 3 and SI 2014/2673 regulation 4; the limit of the pause is a rule of this product.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from hub.domain.law import LAW, Law
from hub.domain.line_spans import Span
from hub.domain.lines import LineState
from hub.domain.services import INTERMEDIATE_CARE, REABLEMENT
from hub.domain.six_weeks import plus

SERVICES: Final = frozenset({REABLEMENT, INTERMEDIATE_CARE})


class Programme(NamedTuple):
    """Days on which a programme runs: `free_until` is the first day that is no longer free."""

    started: date
    free_until: date

    def frees(self, day: date) -> bool:
        """Say whether the law keeps a day free."""
        return self.started <= day < self.free_until


class _Run:
    """A programme while its spans are put together."""

    def __init__(self, name: str | None, span: Span, law: Law) -> None:
        self.name, self.first, self.last = name, span.first, span.last
        self.law, self.full = law, law.free_until(span.first)
        self.names: set[tuple[str, str | None]] = set()

    def takes(self, span: Span) -> bool:
        """Say whether a span goes on with this one, of which no name that its provider gave tells it."""
        return span.first <= self.law.pauses_until(self.first, self.full if self.last is None else self.last)

    def add(self, span: Span, provider: str) -> None:
        """Let a span be part of it."""
        self.names.add((provider, span.programme))
        if self.last is not None:
            self.last = None if span.last is None else max(self.last, span.last)

    def programme(self) -> Programme:
        """Give its days: six weeks, or less where all of it has an end before."""
        return Programme(self.first, self.full if self.last is None else min(self.full, plus(self.last, 1)))


def programmes(lines: Iterable[LineState], law: Law = LAW) -> dict[tuple[str, str, date], Programme]:
    """Return the programme of each span of reablement or intermediate care, by provider, line and first day."""
    spans = [(line, span) for line in lines for span in line.spans if _counts(line, span)]
    runs: list[_Run] = []
    of: dict[tuple[str, str, date], _Run] = {}
    for line, span in sorted(spans, key=_place):
        run = _going_on(runs, span, line.provider)
        if run is None:
            run = _Run(span.programme, span, law)
            runs.append(run)
        run.add(span, line.provider)
        of[line.provider, line.line_id, span.first] = run
    return {key: run.programme() for key, run in of.items()}


def _place(pair: tuple[LineState, Span]) -> tuple[date, bool, str, str]:
    """Order spans by day; of one day those first that name their programme."""
    line, span = pair
    return span.first, span.programme is None, line.provider, line.line_id


def _going_on(runs: list[_Run], span: Span, provider: str) -> _Run | None:
    """Return the programme that a span goes on with, or none where it begins one."""
    if span.programme is not None:
        runs = [run for run in runs if run.name == span.programme]
        own = next((run for run in runs if (provider, span.programme) in run.names), None)
        if own is not None:
            return own
    return next((run for run in reversed(runs) if run.takes(span)), None)


def _counts(line: LineState, span: Span) -> bool:
    return line.service_of(span) in SERVICES and (span.last is None or span.last >= span.first)
