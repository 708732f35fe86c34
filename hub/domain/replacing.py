"""Events that count no more, because their message was read again and says something else.

Which they are follows from the set of events alone: an event that an `EventReplaced` of the set names is no step of any
fold and on no card, whichever of the two came first.  Both stay in the log and in the history, so that what was known
before is still known.
"""

from collections.abc import Collection, Iterable
from typing import Final

from hub.events.envelope import Event
from hub.events.identity import EventReplaced

REPLACES: Final = frozenset({"EventReplaced"})
"""Types whose arrival needs a fold from the beginning."""


def replaced(events: Iterable[Event]) -> frozenset[bytes]:
    """Give the ids of the events that count no more."""
    return frozenset([event.body.replaced for event in events if isinstance(event.body, EventReplaced)])


def standing(events: Collection[Event]) -> list[Event]:
    """Give the events that count, in the order given."""
    gone = replaced(events)
    return [event for event in events if event.event_id not in gone] if gone else list(events)


def waits(events: Collection[Event]) -> bool:
    """Say whether an event is named that is not there yet: it must not be folded in place when it comes."""
    gone = replaced(events)
    return bool(gone) and not gone <= {event.event_id for event in events}
