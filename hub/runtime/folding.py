"""One person's fold: what every host, the reader and the rebuild share.

The *standing* of a person (how far the fold has come) lives in the row of the group's first processor; the rows of
the others hold their state alone.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from itertools import count
from typing import Any

import msgspec

from hub.domain.membership import LINK_TYPES, Kinship
from hub.domain.ordering import ALWAYS_SETTLED, STEP_TYPES, follow_safely, order_key, settled_after, steps
from hub.domain.replacing import standing, waits
from hub.domain.steps import Step
from hub.events.catalogue import TOPIC_OF
from hub.events.envelope import Event
from hub.ports.processor import Processor
from hub.runtime.taking import Taken

AnyProcessor = Processor[Any]


class Standing(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """How far one person's fold has come."""

    last_key: bytes = b""
    """`order_key` of the newest event folded."""
    count: int = 0
    """Ordinals given so far."""
    settled: int = ALWAYS_SETTLED
    """The moment after which an event in order may be folded in place (`hub.domain.ordering`)."""
    entangled: bool = False
    """True when only the whole set may be folded: other people's events or links are in the history, or a word that
    replaces an event that has not come.
    """
    card_key: bytes | None = None
    first_at: int | None = None
    """When the first event folded happened; none in what was kept before this was."""


class Person(msgspec.Struct, gc=False):
    """A person while a batch is folded: the standing and each processor's state."""

    standing: Standing
    states: dict[str, Any]
    survivor: bytes


def nobody(subject: bytes, processors: Sequence[AnyProcessor]) -> Person:
    """Give the person of whom nothing is known."""
    return Person(Standing(), {p.name: p.initial() for p in processors}, subject)


def in_place(person: Person, subject: bytes, taken: Taken) -> bool:
    """Whether these events may be folded onto the state as it is, one after the other."""
    standing, (events, rows) = person.standing, taken
    return (
        not standing.entangled
        and follow_safely(standing.last_key, standing.settled, events, [row.order_key for row in rows])
        and LINK_TYPES.isdisjoint([event.type for event in events])
        and {event.subject_ref for event in events} == {subject}
    )


def _entangles(event: Event, subject: bytes) -> bool:
    return event.subject_ref != subject or event.type in LINK_TYPES


def fold_on(person: Person, taken: Taken, processors: Sequence[AnyProcessor]) -> None:
    """Fold events, in canonical order and known to be safe, onto the person in place."""
    standing, (events, rows) = person.standing, taken
    steps_here = [event for event in events if event.type in STEP_TYPES]
    _fold_steps(person, list(map(Step, steps_here, count(standing.count))), processors)
    cards = [row.order_key for event, row in zip(events, rows, strict=True) if event.carries_card]
    person.standing = Standing(
        rows[-1].order_key,
        standing.count + len(steps_here),
        standing.settled,
        standing.entangled,
        cards[-1] if cards else standing.card_key,
        standing.first_at if standing.last_key else events[0].occurred_at,
    )


def refold(subject: bytes, events: Iterable[Event], processors: Sequence[AnyProcessor]) -> Person:
    """Fold everything that is known of a person from the beginning, but for what was replaced.

    Nothing belongs any more to a person who was merged away: the state is empty and `survivor` names who they are.
    """
    every = without_repeats(events)
    kin = Kinship(every)
    person = nobody(subject, processors)
    person.survivor = kin.survivor_of(subject)
    mine = own(kin, every, subject)
    order = steps(mine)
    _fold_steps(person, order, processors)
    cards = [order_key(event) for event in standing(mine) if event.carries_card]
    person.standing = Standing(
        order_key(every[-1]) if every else b"",
        len(order),
        settled_after(order),
        waits(every) or any(_entangles(event, subject) for event in every),
        max(cards, default=None),
        every[0].occurred_at if every else None,
    )
    return person


def own(kin: Kinship, events: Iterable[Event], subject: bytes) -> list[Event]:
    """Give the events that are folded at a record: those that belong there.

    That another record's keys were destroyed, one that was merged into this one, forgets nobody here: the person who
    lives on is cared for, and what was sealed in the other record stays closed.
    """
    return [event for event in events if kin.belongs(event, subject) and not _forgets_another(event, subject)]


def _forgets_another(event: Event, subject: bytes) -> bool:
    return event.type == "SubjectKeyDestroyed" and event.subject_ref != subject


def _fold_steps(person: Person, order: Sequence[Step], processors: Sequence[AnyProcessor]) -> None:
    topics = [TOPIC_OF[step.event.type] for step in order]
    for processor in processors:
        evolve: Callable[[Any, Step], Any] = processor.evolve
        reads, state = processor.topics, person.states[processor.name]
        for step, topic in zip(order, topics, strict=True):
            if topic in reads:
                state = evolve(state, step)
        person.states[processor.name] = state


def folded(processor: AnyProcessor, order: Iterable[Step], before: Any = None) -> Any:
    """Fold steps, in canonical order, from the beginning, or behind those whose fold is `before`."""
    mine = (step for step in order if TOPIC_OF[step.event.type] in processor.topics)
    return reduce(processor.evolve, mine, processor.initial() if before is None else before)


def without_repeats(events: Iterable[Event]) -> list[Event]:
    """Drop repeats of an id, keeping the first, and sort canonically."""
    unique: dict[bytes, Event] = {}
    for event in events:
        unique.setdefault(event.event_id, event)
    return sorted(unique.values(), key=order_key)
