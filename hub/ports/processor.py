"""A processor: a value with pure functions that a host can run.

1. `evolve` is only ever called in canonical order, so it need not commute.
2. As-of is the same fold over the events with `received_at <= known_at`, viewed on a day (`as_of`).
3. Every value in the state carries the ordinal of the event that set it and the rule that decided it.
4. Derived events are differences between `facts` before and after.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, Protocol, TypeVar

import msgspec

from hub.domain.steps import Fact, Step
from hub.ports.listing import BoardDays, Listing

S = TypeVar("S")


class Outline(msgspec.Struct, frozen=True, gc=False):
    """What the hub itself does with a state on a day: whom it tells, when it looks again, where it lists."""

    facts: frozenset[Fact] = frozenset()
    """What others should currently believe."""
    wakes_on: date | None = None
    """The next day after today on which `facts` or `listing` changes though nothing happens."""
    listing: Listing | None = None
    """What the board filters by, the same on every day until `wakes_on`; none keeps the person off the board."""
    days: BoardDays | None = None
    """Where boards of other days find the person, as far as the state tells; the host widens it by what happened."""


NOTHING: Final = Outline()
"""Of somebody whom nobody is told about and no board lists."""


class Processor(Protocol[S]):
    """What a host needs to fold, publish and show one view of a person.

    `facts`, `wakes_on` and `listing` are parts of `outline`, which a host asks for whole: what they share is then
    worked out once.  A processor that names this class as its base has them from here.
    """

    name: str
    version: int
    topics: frozenset[str]

    def initial(self) -> S:
        """Give the state of somebody of whom nothing is known."""
        ...

    def evolve(self, state: S, step: Step) -> S:
        """One step, in canonical order."""
        ...

    def outline(self, state: S, today: date) -> Outline:
        """Facts, the next day to look again, and the listing."""
        ...

    def facts(self, state: S, today: date) -> frozenset[Fact]:
        """What others should currently believe."""
        return self.outline(state, today).facts

    def wakes_on(self, state: S, today: date) -> date | None:
        """Give the next day after `today` on which `facts` or the listing changes though nothing happens."""
        return self.outline(state, today).wakes_on

    def listing(self, state: S, today: date = date.max) -> Listing | None:
        """What the board filters by on a day, or once everything dated has happened; none keeps off the board."""
        return self.outline(state, today).listing

    def tells_the_same(self, before: S, after: S) -> bool:
        """Whether the outline of two states is the same on every day; no, where that would have to be worked out.

        A host then leaves what it keeps of the first state's outline as it is, until the day on which that wakes.
        """
        return after is before

    def as_of(self, whole: S, then: S, on: date) -> S:
        """Give the state as it was on a Europe/London day, by everything that is known.

        `whole` is the fold of everything known, `then` of the steps that had happened by it (`hub.domain.on_a_day`).
        A processor that keeps nothing with a day of its own has no more to say than `then`.
        """
        del whole, on
        return then

    def view(self, state: S, on: date) -> Mapping[str, Any]:
        """What a reader sees on a day: JSON-able."""
        ...

    def reasons(self, state: S, on: date) -> Mapping[str, tuple[int, str]]:
        """For each path of `view` that says why (`episodes.0.last_covered_day`): ordinal and name of the rule."""
        ...

    def withholding(self) -> "Processor[S]":
        """Give the processor for somebody whose whereabouts are hidden now.

        Whatever state it views, also one of an earlier day, nothing in the view says where the person lives.
        """
        return self

    def narrowed(self, now: S, today: date, council: str | None) -> "Processor[S]":
        """Give the processor that shows, of whatever day and time, no more than may be seen today.

        `now` is the state of today by everything that is known; a reader who is let in as somebody's `council` sees
        what that council was given, others everything.
        """
        del now, today, council
        return self

    def seeing(self, steps: Iterable[Step]) -> "Processor[S]":
        """Give the processor that views a state beside what else a person's steps say, where it looks at that."""
        del steps
        return self

    def encode(self, state: S) -> bytes:
        """Canonical bytes: equal states give equal bytes."""
        ...

    def decode(self, value: bytes) -> S:
        """Read what `encode` wrote."""
        ...
