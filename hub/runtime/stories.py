"""A person's story: one history read and decoded once and folded once for everything that a reader asks of it.

What is known at a time decides which events are folded; the day decides how what they tell is looked at, and never
leaves an event out: a correction, a cancel or a death that is told later is about the days before.
"""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from datetime import date
from typing import Final, NamedTuple

from hub.codec.events import EventCodec
from hub.domain.days import day_of, end_of
from hub.domain.membership import Kinship
from hub.domain.ordering import steps
from hub.domain.replacing import standing
from hub.domain.steps import Step
from hub.domain.whereabouts import hides
from hub.errors import NotFound
from hub.events.envelope import Event
from hub.ports.clock import Clock
from hub.ports.store import HistoryRow, Store
from hub.runtime.folding import AnyProcessor, Person, folded, own, refold, without_repeats
from hub.runtime.opening import whole as read_whole

_FOLLOW_AT_MOST: Final = 32


class Story(NamedTuple):
    """One person as of a day and as known at a time.

    `asked` is who was asked for and `subject` who answers.  `steps` are all that is known; the first `happened` of them
    had happened by the day.  `told` is everything ever told, and not replaced, of whoever answers now, whatever day and
    time were asked about: what has to stay hidden is decided by it, and `hidden` says whether a hospital hides the
    whereabouts now.  Events carry provenance and sealed parts when the story was read `whole`.
    """

    asked: bytes
    subject: bytes
    person: Person
    steps: tuple[Step, ...]
    happened: int
    on: date
    known_at: int
    told: Sequence[Event]
    hidden: bool
    known: Sequence[Event] = ()
    """Everything that the steps are made of, what counts no more as well."""
    day: date | None = None
    """The day that was asked about, none where none was."""


class Telling(NamedTuple):
    """What telling a story needs."""

    store: Store
    codec: EventCodec
    processors: tuple[AnyProcessor, ...]
    clock: Clock

    async def now(self, subject: bytes) -> bytes:
        """Follow a person who was merged away to who they are now."""
        first = self.processors[0].name
        for _ in range(_FOLLOW_AT_MOST):
            row = await self.store.state(first, subject)
            if row is None or row.now is None:
                return subject
            subject = row.now
        return subject

    def decoded(self, rows: Sequence[HistoryRow], *, whole: bool) -> list[Event]:
        """Decode rows: their clear prefix, or all of each that can be read to its end."""
        return [read_whole(self.codec, row) if whole else self.codec.decode_clear(row.value) for row in rows]

    async def story(self, asked: bytes, on: date | None, known_at: int | None, *, whole: bool = False) -> Story:
        """Fold a history as known at a time (milliseconds), and look at it as of a day (Europe/London).

        Without a day, or on one that is not over yet, whatever is known counts as stated, as on the board.  Of somebody
        who is forgotten there is no story but that, on every day and as known at any time.

        Raises `NotFound` when nothing of the person was known then.
        """
        moment = self.clock.now()
        current = await self.now(asked)
        told = self.decoded(await self.store.history(current), whole=whole)
        known = [event for event in told if known_at is None or event.received_at <= known_at]
        subject = Kinship(known).survivor_of(asked) if known_at is not None else current
        if subject != current:
            known = self.decoded(await self.store.history(subject, known_at), whole=whole)
        if not known:
            raise NotFound("nothing is known of this person at that time")
        forgotten = forgotten_by(told, current)
        if forgotten:
            subject, known = current, forgotten
        person, order = refold(subject, known, self.processors), steps_of(subject, known)
        at = moment if known_at is None else known_at
        happened = len(order) if forgotten else happened_by(order, on, day_of(at))
        if on is not None:
            look_at(person, order[:happened] if happened < len(order) else None, self.processors, on)
        told = standing(told)
        return Story(asked, subject, person, order, happened, on or day_of(moment), at, told, hides(told), known, on)


def forgotten_by(told: Sequence[Event], subject: bytes) -> list[Event]:
    """Give the events that say that the keys of this very record were destroyed."""
    return [event for event in told if event.type == "SubjectKeyDestroyed" and event.subject_ref == subject]


def happened_by(order: Sequence[Step], on: date | None, today: date) -> int:
    """Give how many of these steps, in canonical order, had happened by the end of a day; all by one not over yet."""
    if on is None or on >= today:
        return len(order)
    until = end_of(on)
    return bisect_right(order, until, key=lambda step: step.event.occurred_at)


def look_at(person: Person, then: Sequence[Step] | None, processors: Sequence[AnyProcessor], on: date) -> None:
    """Turn a person's states into those of a day; `then` are the steps that had happened by it, none for all."""
    for processor in processors:
        whole = person.states[processor.name]
        earlier = whole if then is None else folded(processor, then)
        person.states[processor.name] = processor.as_of(whole, earlier, on)


def told_without(story: Story, gone: Collection[bytes], processor: AnyProcessor) -> Story:
    """Give a story as one processor tells it had some events not come; who is asked for and what is hidden stay."""
    known = [event for event in story.known if event.event_id not in gone]
    person, order = refold(story.subject, known, (processor,)), steps_of(story.subject, known)
    happened = happened_by(order, story.day, day_of(story.known_at))
    if story.day is not None:
        look_at(person, order[:happened] if happened < len(order) else None, (processor,), story.day)
    return story._replace(person=person, steps=order, happened=happened, known=known)


def steps_of(subject: bytes, events: Sequence[Event]) -> tuple[Step, ...]:
    """Give the steps behind a person's ordinals."""
    every = without_repeats(events)
    kin = Kinship(every)
    return steps(own(kin, every, subject))
