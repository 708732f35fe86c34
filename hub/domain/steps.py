"""What a rule sees of an event, and what it tells others."""

import msgspec

from hub.events.discharge import Spell
from hub.events.envelope import Event
from hub.events.values import Moment, Stated


class Fact(msgspec.Struct, frozen=True, order=True, gc=False):
    """Something derived that others are told, identified by kind and key; `body` is JSON text."""

    kind: str
    key: str
    body: str


class Step(msgspec.Struct, frozen=True, gc=False):
    """One event in a person's canonical order.

    `ordinal` counts from 0 over every event of the person, struck ones and cancels included.  `struck` is the
    ordinal of the cancel that strikes this event, or none.  Cancels themselves are steps too: `strikes` is the
    ordinal of what a cancel takes back, none while it waits for it.  `spell` is the number that the stay goes
    by now when it was merged with another (A42), none when the event's own number still holds.  `repeats` marks a
    cancel of what another cancel took back already.  `outlasts` says that a later event of the same spell and kind
    was taken back, while this one stands.
    """

    event: Event
    ordinal: int
    struck: int | None = None
    strikes: int | None = None
    spell: Spell | None = None
    repeats: bool = False
    outlasts: bool = False


def moment_of(step: Step) -> Moment:
    """Return when an event happened, as exact as its sender said."""
    event = step.event
    return Moment(event.occurred_at, int(event.precision), int(event.zone))


def stated_in(event: Event) -> Stated | None:
    """Return what the message of an event states of the person, or none."""
    stated: Stated | None = getattr(event.body, "stated", None)
    return stated
