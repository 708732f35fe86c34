"""Support lines as folded: when they ran, for how many hours, and the visits.

Hours are hundredths of an hour a week, prices pence an hour.  A line is known by its provider and its id there.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

import msgspec

from hub.domain.line_spans import Span, from_day, naming
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.services import service_code
from hub.domain.steps import Step
from hub.domain.troubles import Troubles, after_miss, after_visit, has, was_missed
from hub.events import care_record as c

replace = msgspec.structs.replace

RESUMED, NEW, INCREASE = "RESUMED", "NEW", "INCREASE"
HOURS_OF_A_WEEK: Final = 16_800
"""Hundredths: nobody is supported for more than 24 hours a day by one line."""


class LineState(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is held of one line.  `done` and `missed` count visits; the last of each is a planned time.

    `visited` is when its first visit took place, and the first one after each discharge since (milliseconds); the last
    of them is none while it is awaited.  `troubles` are the visits that were missed or late.  `service` is that of its
    last span; a span that had another one names it.  `origin` is what was stated last; each span has its own.
    """

    provider: str
    line_id: str
    service: str = ""
    origin: Said[str] | None = None
    spans: tuple[Span, ...] = ()
    done: int = 0
    missed: int = 0
    last_done: Said[int] | None = None
    last_missed: Said[int] | None = None
    notes: tuple[tuple[Rule, int], ...] = ()
    visited: tuple[int | None, ...] = (None,)
    troubles: Troubles = ()

    def on(self, day: date) -> Span | None:
        """Return how the line ran on a day, or none."""
        return next((span for span in self.spans if span.covers(day)), None)

    @property
    def last_day(self) -> date | None:
        """The last day of a line that has an end; none while it goes on, or was never seen to start."""
        ends = [span.last for span in self.spans if span.last is not None]
        return max(ends) if ends and len(ends) == len(self.spans) else None

    def service_of(self, span: Span) -> str:
        """Return which service the line was on the days of one of its spans."""
        return self.service if span.service is None else span.service

    def runs_from(self, day: date) -> bool:
        """Say whether the line runs on a day or will run after it."""
        return any(span.last is None or span.last >= max(day, span.first) for span in self.spans)


def _noted(line: LineState, rule: Rule, by: int) -> LineState:
    return line if any(known is rule for known, _ in line.notes) else replace(line, notes=(*line.notes, (rule, by)))


def _checked(line: LineState, body: c.SupportLineStarted | c.SupportLineChanged, by: int) -> LineState:
    """Return the line with a note of hours and prices that cannot be; they are kept as they were told."""
    if body.hours_per_week is not None and not 0 <= body.hours_per_week <= HOURS_OF_A_WEEK:
        line = _noted(line, Rule.HOURS_IMPOSSIBLE, by)
    return line if (body.price_per_hour or 0) >= 0 else _noted(line, Rule.NEGATIVE_MONEY, by)


def _with(line: LineState, new: Span, service: str) -> LineState:
    """Return the line with a new span: what it gave before stays the service that it was.

    Here a line takes its service, by the one list of them: events that hold another code of a kind fold alike.
    """
    service = service_code(service)
    before = line.spans if service == line.service else naming(line.spans, line.service)
    return replace(line, service=service, spans=from_day(before, new))


def start(line: LineState, step: Step, body: c.SupportLineStarted) -> LineState:
    """A line began, or began again."""
    by = step.ordinal
    origin = Said(body.origin, by, Rule.ORIGIN_STATED) if body.origin else None
    eve = line.on(body.started_on - timedelta(days=1)) if body.started_on > date.min else None
    if body.ended_on is not None and body.ended_on < body.started_on:
        line = _noted(line, Rule.LINE_ENDED_BEFORE_START, by)
    line = _checked(line, body, by)
    span = Span(
        body.started_on, body.ended_on, body.hours_per_week, body.price_per_hour, by,
        body.price_framework, body.programme_id, None, origin if eve is None or origin is not None else eve.origin,
    )  # fmt: skip
    return _with(replace(line, origin=origin), span, body.service)


def change(line: LineState, step: Step, body: c.SupportLineChanged) -> LineState:
    """Hours, price or service changed from a day on; what is not said stays."""
    by = step.ordinal
    if not line.spans:
        line = _noted(line, Rule.UNKNOWN_LINE, by)
    line = _checked(line, body, by)
    held = line.on(body.changed_on) or (line.spans[-1] if line.spans else None)
    origin = Said(body.origin, by, Rule.ORIGIN_STATED) if body.origin else None
    span = Span(
        body.changed_on,
        held.last if held is not None and held.covers(body.changed_on) else None,
        body.hours_per_week if body.hours_per_week is not None or held is None else held.hours,
        body.price_per_hour if body.price_per_hour is not None or held is None else held.price,
        by,
        body.price_framework if body.price_framework is not None or held is None else held.framework,
        None if held is None else held.programme,
        origin=origin if held is None or origin is not None else held.origin,
    )
    service = body.service or (line.service if held is None else line.service_of(held))
    return _with(replace(line, origin=origin or line.origin), span, service)


def end(line: LineState, step: Step, body: c.SupportLineEnded) -> LineState:
    """The line ended on a day, its last."""
    if not line.spans:
        return _noted(line, Rule.UNKNOWN_LINE, step.ordinal)
    if body.ended_on < line.spans[0].first:
        line = _noted(line, Rule.LINE_ENDED_BEFORE_START, step.ordinal)
        cut = [line.spans[0]]
    else:
        cut = [span for span in line.spans if span.first <= body.ended_on]
    last = replace(cut[-1], last=body.ended_on)
    return replace(line, service=line.service_of(last), spans=(*cut[:-1], last))


def visit(line: LineState, step: Step, body: c.VisitConfirmed) -> LineState:
    """A visit took place; one that was reported as missed for the same time no longer is."""
    planned = body.planned_at if body.planned_at is not None else body.done_at
    if not line.spans:
        line = _noted(line, Rule.UNKNOWN_LINE, step.ordinal)
    if line.last_done is not None and line.last_done.value == planned:
        return line
    if line.visited[-1] is None:
        line = replace(line, visited=(*line.visited[:-1], body.done_at))
    done = Said(max(planned, line.last_done.value if line.last_done else planned), step.ordinal, Rule.LINE_STATED)
    troubles = after_visit(line.troubles, planned, body.done_at, step.ordinal)
    if was_missed(line.troubles, planned):
        last = line.last_missed if line.last_missed is not None and line.last_missed.value != planned else None
        line = replace(line, missed=line.missed - 1, last_missed=last)
    return replace(line, done=line.done + 1, last_done=done, troubles=troubles)


def miss(line: LineState, step: Step, body: c.VisitMissed) -> LineState:
    """A planned visit did not take place; a repeat, or one already confirmed, changes nothing."""
    if not line.spans:
        line = _noted(line, Rule.UNKNOWN_LINE, step.ordinal)
    known = {said.value for said in (line.last_done, line.last_missed) if said is not None}
    if body.planned_at in known or has(line.troubles, body.planned_at):
        return line
    done = line.last_done if line.last_done is not None and line.last_done.value > body.planned_at else None
    troubles = after_miss(line.troubles, body.planned_at, step.ordinal, done)
    missed = Said(body.planned_at, step.ordinal, Rule.VISIT_MISSED)
    return replace(line, missed=line.missed + 1, last_missed=missed, troubles=troubles)


MOVES: Final[dict[str, Callable[[LineState, Step, Any], LineState]]] = {
    "SupportLineStarted": start,
    "SupportLineChanged": change,
    "SupportLineEnded": end,
    "VisitConfirmed": visit,
    "VisitMissed": miss,
}
"""By event type, how an event moves its line."""


def fold_line(lines: tuple[LineState, ...], step: Step) -> tuple[LineState, ...]:
    """Return the lines after one event of the care-record family."""
    body: Any = step.event.body
    move = MOVES[step.event.type]
    for index in range(len(lines) - 1, -1, -1):  # most of what is told is of the newest ones
        line = lines[index]
        if line.line_id == body.line_id and line.provider == body.provider:
            return (*lines[:index], move(line, step, body), *lines[index + 1 :])
    return (*lines, move(LineState(body.provider, body.line_id), step, body))


def awaiting(lines: tuple[LineState, ...]) -> tuple[LineState, ...]:
    """Return the lines after a discharge: the next visit of each is the first one after it."""
    return tuple(line if line.visited[-1] is None else replace(line, visited=(*line.visited, None)) for line in lines)
