"""Whether the person's whereabouts are hidden (ITK ZU8-4: local or national S-flag).

Hidden from the moment at which a source says so until the same source says that nothing is hidden; a message that says
nothing of it lifts nothing.  While any source hides them, nothing that says where the person lives is published, listed
or shown.  What was written down before the hiding was lifts nothing, whatever time it claims.

Source: ITK HL7 v2 Message Specifications v1.0.15, ZU8.
"""

from collections.abc import Iterable

import msgspec

from hub.domain.steps import stated_in
from hub.events.envelope import Event
from hub.events.identity import PersonRecorded, PersonUpdated
from hub.events.values import Source

replace = msgspec.structs.replace


class Hidden(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """That one source hides the person's whereabouts, since which event, and when it last wrote so (milliseconds).

    Events of version 1 name no source; what those hide stays hidden.  `by` is none for somebody who is looked at as of
    a day before the hiding.
    """

    source: Source | None
    by: int | None
    recorded: int


Hiding = tuple[Hidden, ...]
"""At most one for each source."""


def hiding_after(known: Hiding, event: Event, by: int) -> Hiding:
    """Return who hides after one event, the one at ordinal `by`; the same where it says nothing of it."""
    body, stated, written = event.body, stated_in(event), event.recorded_at
    if stated is not None and stated.hidden is not None:
        return restated(known, Hidden(stated.source, by, written), hidden=stated.hidden)
    if stated is None and isinstance(body, PersonRecorded | PersonUpdated) and body.location_hidden:
        return restated(known, Hidden(None, by, written), hidden=True)
    return known


def restated(known: Hiding, said: Hidden, *, hidden: bool) -> Hiding:
    """Return who hides after a source said that it does, or that it does not."""
    old = next((one for one in known if one.source == said.source), None)
    if old is None:
        return (*known, said) if hidden else known
    if hidden:
        again = replace(old, recorded=max(old.recorded, said.recorded))
        return tuple(again if one is old else one for one in known)
    return known if said.recorded < old.recorded else tuple(one for one in known if one is not old)


def hides(events: Iterable[Event]) -> bool:
    """Say whether the whereabouts are hidden after all of these events, which are in canonical order."""
    known: Hiding = ()
    for event in events:
        known = hiding_after(known, event, 0)
    return bool(known)
