"""A small real intake in memory that keeps whole events, so that what was recorded by hand can be corrected."""

from collections.abc import Sequence

from hub.errors import Unavailable
from hub.events.envelope import Event, Sealed
from hub.people.claims import KnownPerson
from hub.people.matching import Resolution
from hub.ports.connector import Proposed, Receipt, Received
from hub.ports.recording import Recorder
from hub.runtime.drafting import event_of
from hub.runtime.linking import CarerLink, told_to_both
from hub.runtime.planning import Plan, event_id_of, message_key


class HandIntake:
    """Takes messages in order, makes the events that the real one makes, and seals nothing."""

    def __init__(self) -> None:
        self.taken: list[Received] = []
        self.events: list[Event] = []
        self.personal: list[dict[str, object]] = []
        self.away = False
        self._seen: set[tuple[str, str]] = set()

    def of(self, subject: bytes) -> list[Event]:
        """Give the events of one person."""
        return [event for event in self.events if event.subject_ref == subject]

    async def take(self, received: Sequence[Received]) -> Sequence[Receipt]:
        """Keep messages, or raise `Unavailable` while away."""
        if self.away:
            raise Unavailable("the log is away")
        return [self._one(item) for item in received]

    async def linked(self, link: CarerLink, at: int, who: Recorder | None = None) -> tuple[bytes, ...]:
        """Tell a link to both records."""
        told = told_to_both(link, at, at, who)
        self.events += told
        return tuple(event.event_id for event in told)

    def _one(self, item: Received) -> Receipt:
        self.taken.append(item)
        ids = tuple(event_id_of(item, place) for place, _ in enumerate(item.translation.events))
        key = (item.feed, message_key(item))
        if key in self._seen:
            return Receipt("duplicate", ids, ())
        self._seen.add(key)
        for place, proposed in enumerate(item.translation.events):
            self.events.append(_event(item, place, proposed))
            self.personal.append(dict(proposed.personal))
        return Receipt("accepted", ids, ())


def _event(item: Received, place: int, proposed: Proposed) -> Event:
    assert isinstance(proposed.person, KnownPerson)
    whose = Resolution(proposed.person.subject, created=False)
    plan = Plan(item, place, proposed, event_id_of(item, place), whose, None, {})
    return event_of(plan, Sealed(b"", b"", b""))
