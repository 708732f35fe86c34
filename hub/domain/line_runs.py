"""The spans of a support line, walked through by day: what its standing starts, ends and changes make of each day.

A change holds from its day on for what it says; what it does not say stays as it was right before it.  On a day on
which the line does not run it changes nothing: only a start begins a line again.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

import msgspec

from hub.domain.finding import Against
from hub.domain.line_course import Course, Mark, Visited
from hub.domain.line_spans import Span
from hub.domain.line_words import CALLED_OFF, CHANGE, END, START, Word, at_once, by_days, impossible
from hub.domain.rules import Rule
from hub.domain.said import Said

replace = msgspec.structs.replace

_DAY: Final = timedelta(days=1)


class Runs(NamedTuple):
    """How a line ran: its spans by day, each with its service, the origin stated last, and what contradicts what."""

    spans: tuple[Span, ...]
    origin: Said[str] | None
    notes: tuple[Against, ...]


class _Run(NamedTuple):
    """Days without a pause, and the starts that stand on them: the first of them on the first day."""

    starts: tuple[Word, ...]
    last: date | None

    @property
    def first(self) -> date:
        """The day on which it begins."""
        return self.starts[0].day

    def covers(self, day: date) -> bool:
        """Say whether a day is one of its days."""
        return self.first <= day and (self.last is None or day <= self.last)

    def until(self, day: date) -> "_Run":
        """Return what of it lies before a day after its first one."""
        return _Run(tuple([start for start in self.starts if start.day < day]), day - _DAY)

    def takes(self, change: Word) -> bool:
        """Say whether a change is of one of its days, and was not overtaken by the start of that day."""
        return self.covers(change.day) and (change.day > self.first or change.told >= self.starts[0].told)


def runs(words: Sequence[Word], visited: Visited) -> Runs:
    """Return what words make of a line; they come in the order in which they were said.

    Where no start is known the line runs from the first day of which a change tells, unless an end lies before it, with
    a finding.
    """
    notes = [Against(*note) for word in words for note in impossible(word)]
    changes = by_days(word for word in words if word.kind == CHANGE)
    told = tuple([word for word in words if word.kind != CHANGE])
    if changes and not any(word.kind == START for word in told):
        notes.append(Against(Rule.UNKNOWN_LINE, min(word.by for word in words)))
        told = (replace(changes.pop(0), kind=START), *told)
    course = Course(visited)
    course.tell(told)
    found = tuple(_apart(_standing(course.marks)))
    terms = [by_days([*run.starts, *(change for change in changes if run.takes(change))]) for run in found]
    idle = [change for change in changes if not any(run.covers(change.day) for run in found)]
    notes += [*course.notes, *at_once(changes), *(Against(Rule.LINE_CHANGED_AT_REST, change.by) for change in idle)]
    spans: list[Span] = []
    for run, its in zip(found, terms, strict=True):
        _walk(spans, its, run.last)
    return Runs(tuple(spans), _stated_last(terms), tuple(notes))


def simply(spans: tuple[Span, ...], words: Sequence[Word], service: str, word: Word) -> tuple[Span, ...] | None:
    """Return the spans after one more word, or none where all of them have to be walked through.

    So it is with nearly every end and change: written after the others, and of days after all that these are about.
    """
    if (
        not (spans and words)
        or word.kind in {START, CALLED_OFF}
        or word.told <= words[-1].told
        or word.day <= spans[-1].first
    ):
        return None
    *earlier, held = spans
    if word.kind == END:
        return (*earlier, replace(held, last=word.day)) if held.last is None else None
    if not held.covers(word.day) or word.service not in {None, service}:
        return None
    new = replace(_span(word, held), last=held.last, service=held.service)
    return (*earlier, replace(held, last=word.day - _DAY), new)


def _standing(marks: Sequence[Mark]) -> Iterator[_Run]:
    starts: tuple[Word, ...] = ()
    for mark in marks:
        if mark.opens:
            starts = (*starts, mark.word)
        elif starts:
            yield _Run(starts, mark.day)
            starts = ()
    if starts:
        yield _Run(starts, None)


def _apart(found: Iterable[_Run]) -> Iterator[_Run]:
    """Give the runs, each over before the next one begins: the day of an end is that of a start that was told later."""
    held: _Run | None = None
    for run in found:
        if held is not None and held.first < run.first:
            yield held.until(run.first) if held.covers(run.first) else held
        held = run
    if held is not None:
        yield held


def _walk(spans: list[Span], terms: Iterable[Word], last: date | None) -> None:
    """Add the spans of a run."""
    begun = len(spans)
    for word in terms:
        if word.kind == START and len(spans) > begun and spans[-1].first == word.day:
            spans.pop()  # told before the start of the same day, which says all anew
        new = _span(word, spans[-1] if spans else None)
        if len(spans) > begun and spans[-1].first == word.day:
            spans.pop()
        elif len(spans) > begun:
            spans[-1] = replace(spans[-1], last=word.day - _DAY)
        spans.append(new)
    spans[-1] = replace(spans[-1], last=last)


def _span(word: Word, held: Span | None) -> Span:
    """Return how the line runs from a word on; `held` is how it ran last before it."""
    if word.kind == START or held is None:
        goes_on = held is not None and (held.last is None or held.last == word.day - _DAY)
        origin = word.stated or (held.origin if held is not None and goes_on else None)
        return Span(
            word.day, None, word.hours, word.price, word.by, word.framework, word.programme, word.service or "", origin
        )
    return Span(
        word.day,
        None,
        held.hours if word.hours is None else word.hours,
        held.price if word.price is None else word.price,
        word.by,
        held.framework if word.framework is None else word.framework,
        held.programme,
        word.service or held.service,
        word.stated or held.origin,
    )


def _stated_last(terms: Iterable[Sequence[Word]]) -> Said[str] | None:
    """Return the origin that was stated last; a start that states none takes back what was stated before."""
    origin: Said[str] | None = None
    for word in (word for its in terms for word in its):
        origin = word.stated if word.kind == START else word.stated or origin
    return origin
