"""Support lines as folded: when they ran, for how many hours, and the visits.

Hours are hundredths of an hour a week, prices pence an hour.  A line is known by its provider and its id there.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, Final

import msgspec

from hub.domain.line_runs import runs, simply
from hub.domain.line_spans import Span
from hub.domain.line_visits import Visited, first_visits, is_shown, told_late
from hub.domain.line_words import (
    CALLED_OFF,
    CHANGE,
    END,
    HOURS_AT_MOST,
    HOURS_OF_A_WEEK,
    START,
    Word,
    as_told,
    impossible,
)
from hub.domain.origin_codes import INCREASE, NEW, RESUMED, origin_code
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.domain.services import service_code
from hub.domain.six_weeks import plus
from hub.domain.steps import Step
from hub.domain.troubles import Both, Troubles, after_miss, after_visit, came_by, missed_by, told_both
from hub.domain.visit_policy import VisitPolicy
from hub.events import care_record as c

__all__ = [
    "HOURS_AT_MOST",
    "HOURS_OF_A_WEEK",
    "INCREASE",
    "NEW",
    "RESUMED",
    "TYPES",
    "LineState",
    "awaiting",
    "fold_line",
]

replace = msgspec.structs.replace


class LineState(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is held of one line.  `done` and `missed` count visits; the last of each is a planned time.

    `visited` are the visits kept with their time (`hub.domain.line_visits`), `troubles` those that were missed or late.
    `service` is that of its last span; a span that had another one names it.  `origin` is what was stated last; each
    span has its own.  `told` is when the start was written down of a line of which nothing else was told, as of nearly
    all; of others `words` keep what was told of when they run, from which the spans follow.  `both` are visits of which
    it was told that they took place and that they were missed.
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
    visited: Visited = (None,)
    troubles: Troubles = ()
    told: int | None = None
    words: tuple[Word, ...] = ()
    both: Both = ()

    def on(self, day: date) -> Span | None:
        """Return how the line ran on a day, or none."""
        for span in self.spans:  # asked of every line on every day on which something changes
            if span.covers(day):
                return span
        return None

    @property
    def last_day(self) -> date | None:
        """The last day of a line that has an end, also of one that never ran; none while it goes on."""
        if not self.spans:
            return max((_last_of(word) for word in self.words if word.kind in {END, CALLED_OFF}), default=None)
        ends = [span.last for span in self.spans if span.last is not None]
        return max(ends) if len(ends) == len(self.spans) else None

    def service_of(self, span: Span) -> str:
        """Return which service the line was on the days of one of its spans."""
        return self.service if span.service is None else span.service

    def runs_from(self, day: date) -> bool:
        """Say whether the line runs on a day or will run after it."""
        return any(span.last is None or span.last >= max(day, span.first) for span in self.spans)


def _last_of(word: Word) -> date:
    """Return the last day of a line that never ran, by what ended it: the eve of a day that was called off."""
    return word.day if word.kind == END else plus(word.day, -1)


def _noted(line: LineState, *notes: tuple[Rule, int]) -> LineState:
    """Return the line with findings; of each rule the first is kept."""
    for rule, by in notes:
        if not any(known is rule for known, _ in line.notes):
            line = replace(line, notes=(*line.notes, (rule, by)))
    return line


def _words(line: LineState) -> tuple[Word, ...]:
    """Return what was told of when a line runs; of one of which nothing but a start was, its span says it."""
    if line.told is None:
        return line.words
    (only,) = line.spans
    origin = None if only.origin is None else only.origin.value
    terms = (only.hours, only.price, only.framework, only.programme, line.service, origin)
    return (Word(START, only.first, line.told, only.by, only.last, *terms),)


def _begins(line: LineState) -> list[date]:
    """Return the days from which words hold that may begin a line; of one without words its spans say them."""
    return [word.day for word in line.words if word.kind in {START, CHANGE}] or [span.first for span in line.spans]


def _shown(line: LineState, word: Word) -> LineState:
    """Return the line with a visit kept by which a start or change that is told after it is known to have come true."""
    if line.last_done is None or word.kind not in {START, CHANGE}:
        return line
    return replace(line, visited=told_late(line.visited, line.last_done.value, word.day))


def _heard(line: LineState, word: Word) -> LineState:
    """Return the line after one more word of when it runs."""
    words = _words(line)
    line = _shown(line, word)
    if (spans := simply(line.spans, words, line.service, word)) is None:
        return _settled(line, as_told([*words, word]))
    line = replace(line, origin=word.stated or line.origin, spans=spans, told=None, words=(*words, word))
    return _noted(line, *impossible(word))


def _settled(line: LineState, words: tuple[Word, ...]) -> LineState:
    """Return the line as words make it: what its spans say follows from all of them, in whichever order they came."""
    found, told = runs(words, partial(is_shown, line.visited)), {word.by for word in words}
    kept = [(rule, by) for rule, by in line.notes if by not in told]
    services = [span.service for span in found.spans] or [word.service for word in words if word.service]
    service = (services or [""])[-1] or ""
    spans = tuple([replace(span, service=None) if span.service == service else span for span in found.spans])
    line = replace(line, service=service, origin=found.origin, spans=spans, notes=tuple(kept), told=None, words=words)
    return _noted(line, *((note.rule, note.by) for note in sorted(found.notes, key=lambda note: note.by)))


def start(line: LineState, step: Step, body: c.SupportLineStarted) -> LineState:
    """A line began, or began again."""
    told = step.event.recorded_at
    terms = (body.hours_per_week, body.price_per_hour, body.price_framework, body.programme_id)
    service = service_code(body.service)
    word = Word(START, body.started_on, told, step.ordinal, body.ended_on, *terms, service, origin_code(body.origin))
    ends_before = body.ended_on is not None and body.ended_on < body.started_on
    if line.told is not None or line.words or ends_before or word.unknown_origin is not None:
        return _heard(line, word)
    span = Span(word.day, word.last, *terms[:2], word.by, *terms[2:], None, word.stated)
    line = _shown(line, word)
    line = replace(line, service=service, origin=word.stated, spans=(span,), told=told)
    return _noted(line, *impossible(word))


def change(line: LineState, step: Step, body: c.SupportLineChanged) -> LineState:
    """Hours, price or service changed from a day on; what is not said stays."""
    service = service_code(body.service) if body.service else None
    terms = (body.hours_per_week, body.price_per_hour, body.price_framework, None, service, origin_code(body.origin))
    return _heard(line, Word(CHANGE, body.changed_on, step.event.recorded_at, step.ordinal, None, *terms))


def end(line: LineState, step: Step, body: c.SupportLineEnded) -> LineState:
    """The line ended on a day, its last, or was to begin on it and is called off."""
    kind = CALLED_OFF if body.called_off else END
    return _heard(line, Word(kind, body.ended_on, step.event.recorded_at, step.ordinal))


def visit(line: LineState, step: Step, body: c.VisitConfirmed, visits: VisitPolicy) -> LineState:
    """A visit took place; one that was reported as missed for the same time no longer is."""
    planned = body.planned_at if body.planned_at is not None else body.done_at
    if line.last_done is not None and line.last_done.value == planned:
        return line
    visited = first_visits(line.visited, body.done_at, _begins(line))
    if visited is not line.visited:
        line = replace(line, visited=visited)  # a visit shows that a start was more than a plan
        line = _settled(line, line.words) if line.words else line
    if not line.spans:
        line = _noted(line, (Rule.UNKNOWN_LINE, step.ordinal))
    done = Said(max(planned, line.last_done.value if line.last_done else planned), step.ordinal, Rule.LINE_STATED)
    late = visits.is_late(planned, body.done_at)
    troubles = after_visit(line.troubles, planned, body.done_at, step.ordinal, late=late)
    if (missed := missed_by(line.troubles, planned)) is not None:
        last = line.last_missed if line.last_missed is not None and line.last_missed.value != planned else None
        both = told_both(line.both, step.ordinal, missed)
        line = replace(line, missed=line.missed - 1, last_missed=last, both=both)
    return replace(line, done=line.done + 1, last_done=done, troubles=troubles)


def miss(line: LineState, step: Step, body: c.VisitMissed) -> LineState:
    """A planned visit did not take place; a repeat changes nothing, nor does it of one already confirmed."""
    if not line.spans:
        line = _noted(line, (Rule.UNKNOWN_LINE, step.ordinal))
    came = came_by(line.troubles, line.last_done, body.planned_at)
    if came is not None:
        return replace(line, both=told_both(line.both, came, step.ordinal))
    repeats = line.last_missed is not None and line.last_missed.value == body.planned_at
    if repeats or missed_by(line.troubles, body.planned_at) is not None:
        return line
    done = line.last_done if line.last_done is not None and line.last_done.value > body.planned_at else None
    troubles = after_miss(line.troubles, body.planned_at, step.ordinal, done)
    missed = Said(body.planned_at, step.ordinal, Rule.VISIT_MISSED)
    return replace(line, missed=line.missed + 1, last_missed=missed, troubles=troubles)


_VISIT: Final = "VisitConfirmed"
_MOVES: Final[dict[str, Callable[[LineState, Step, Any], LineState]]] = {
    "SupportLineStarted": start,
    "SupportLineChanged": change,
    "SupportLineEnded": end,
    "VisitMissed": miss,
}
"""By event type, how an event moves its line; a visit that took place moves it by policy."""
TYPES: Final = frozenset({_VISIT, *_MOVES})


def fold_line(lines: tuple[LineState, ...], step: Step, visits: VisitPolicy) -> tuple[LineState, ...]:
    """Return the lines after one event of the care-record family."""
    body: Any = step.event.body
    for index in range(len(lines) - 1, -1, -1):  # most of what is told is of the newest ones
        line = lines[index]
        if line.line_id == body.line_id and line.provider == body.provider:
            return (*lines[:index], _moved(line, step, visits), *lines[index + 1 :])
    return (*lines, _moved(LineState(body.provider, body.line_id), step, visits))


def _moved(line: LineState, step: Step, visits: VisitPolicy) -> LineState:
    body: Any = step.event.body
    kind = step.event.type
    return visit(line, step, body, visits) if kind == _VISIT else _MOVES[kind](line, step, body)


def awaiting(lines: tuple[LineState, ...]) -> tuple[LineState, ...]:
    """Return the lines after a discharge: the next visit of each is the first one after it."""
    return tuple(line if line.visited[-1] is None else replace(line, visited=(*line.visited, None)) for line in lines)
