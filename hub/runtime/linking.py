"""A link between a carer and the person they care for travels through the log to both records.

It is one word and two events, one under each record's key: each with that record as its origin, so that it is folded
where that record is folded, whoever was merged with whom (`hub.domain.membership`).  Neither side waits for the other,
and no transaction spans two partitions.
"""

import hashlib
from typing import Final

import msgspec

from hub.events.carers import CarerLinked, CarerUnlinked
from hub.events.envelope import Event, Sealed
from hub.events.values import Precision, Zone
from hub.ports.recording import Recorder
from hub.runtime.provenance import own_provenance

CarerLink = CarerLinked | CarerUnlinked
_FEED: Final = "carer-links"
_PURPOSE: Final = "CARERS_ASSESSMENT"
_encode: Final = msgspec.json.Encoder().encode


def told_to_both(link: CarerLink, at: int, received_at: int, who: Recorder | None = None) -> tuple[Event, Event]:
    """Return the event of each side, the carer's first; `at` is when it was agreed or ended (milliseconds).

    `who` recorded it; without one it follows from what was told.  Pure: the same word at the same time gives the same
    ids, so that telling it again adds nothing.
    """
    ours, theirs = (_event(link, side, at, received_at) for side in (link.carer_ref, link.cared_for_ref))
    return (ours, theirs) if who is None else (_said_by(ours, who), _said_by(theirs, who))


def _said_by(event: Event, who: Recorder) -> Event:
    told = event.provenance
    if told is None:
        return event
    said = {"source_organisation": who.organisation, "author": who.role, "purpose": who.purpose or told.purpose}
    return msgspec.structs.replace(event, provenance=msgspec.structs.replace(told, **said))


def _event(link: CarerLink, subject: bytes, at: int, received_at: int) -> Event:
    kind = type(link).__name__
    said = b"\0".join((kind.encode(), _encode(link), at.to_bytes(8, "big", signed=True), subject))
    event_id = hashlib.sha256(said).digest()[:16]
    own = own_provenance(event_id, _FEED)
    return Event(
        event_id, subject, kind, at, at, received_at, Precision.MILLISECOND, Zone.STATED, False, link,
        msgspec.structs.replace(own, purpose=_PURPOSE), Sealed(b"", b"", b""),
    )  # fmt: skip
