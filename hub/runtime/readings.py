"""Two readings of one message, held against each other by what they say.  Pure: it reads what was loaded."""

import hashlib
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple

import msgspec

from hub.domain.membership import LINK_TYPES
from hub.domain.replacing import standing
from hub.events.envelope import Event
from hub.events.values import Erased
from hub.people.vault import Opened
from hub.ports.connector import Translation
from hub.runtime.planning import Plan
from hub.runtime.provenance import OWN


class Left(Enum):
    """Why a message is left as it was, in words behind its number."""

    REFUSED = "are refused by this profile"
    IGNORED = "are ignored by this profile"
    TWO_PEOPLE = "are about two people, or join or part records"
    SOMEBODY_ELSE = "would be about somebody else"
    FORGOTTEN = "are of people who were forgotten"
    NOT_IN_HISTORY = "could not be read when they came"
    NOT_OPENED = "hold a sealed part that does not open"
    NOT_READ = "cannot be read, or are in a record of which a part cannot be read"


class Lost(NamedTuple):
    """A message that is left because something of it cannot be read any more, and where in the log it is."""

    why: Left
    topic: str
    partition: int
    position: int


class Added(NamedTuple):
    """An event that the new reading adds; `event` is complete but for its sealed part."""

    event: Event
    personal: Mapping[str, Any]
    retention: str


class Reread(NamedTuple):
    """What a new reading of one message changes; both are empty when it says the same."""

    first: Event
    gone: tuple[Event, ...]
    added: tuple[Added, ...]
    personal: bool = False
    """Whether it says other personal details than the old one did."""
    marks: tuple[bytes, ...] = ()
    """Digests of ids that name the person, to be remembered before anything is appended (`private_texts`)."""


def of_message(first: Event, told: Sequence[Event]) -> list[Event]:
    """Give the events that stand of a message, but for what the hub itself concluded from it."""
    return [
        event
        for event in standing(told)
        if event.provenance is not None
        and event.provenance.correlation_id == first.event_id
        and event.provenance.source_organisation != OWN
        and event.subject_ref == first.subject_ref
    ]


def left_because(translation: Translation, former: Sequence[Event]) -> Left | None:
    """Say why a message is left as it was, or none when its readings may be compared."""
    if translation.outcome != "accepted":
        return Left.REFUSED if translation.outcome == "rejected" else Left.IGNORED
    types = {event.type for event in former} | {type(each.body).__name__ for each in translation.events}
    if types & LINK_TYPES or any(each.other is not None for each in translation.events):
        return Left.TWO_PEOPLE
    return None


def named(first: Event, gone: Sequence[Event], plan: Plan, event: Event) -> Added:
    """Give an added event its id: the same message, profile and old reading give the same one."""
    profile = plan.item.translation.profile
    parts = (b"read again", first.event_id, f"{profile}\0{plan.place}".encode(), *sorted(one.event_id for one in gone))
    event_id = hashlib.sha256(b"\0".join(parts)).digest()[:16]
    return Added(msgspec.structs.replace(event, event_id=event_id), plan.proposed.personal, plan.proposed.retention)


def personal_in(card: Opened | Erased) -> Mapping[str, Any]:
    """Give what a sealed part held; nothing when its key was destroyed."""
    return {} if isinstance(card, Erased) else card.personal


def plain(personal: Mapping[str, Any]) -> dict[str, Any]:
    """Give personal fields as they come out of a sealed part."""
    opened: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(personal))
    return opened


def says(event: Event, personal: Mapping[str, Any]) -> tuple[Any, ...]:
    """Give all that an event says, and who says it."""
    told = event.provenance
    who = () if told is None else (
        told.source_organisation, told.source_system, told.author, told.performer, told.record_uid,
        told.record_version, told.purpose, told.lawful_basis,
    )  # fmt: skip
    when = (event.occurred_at, event.recorded_at, int(event.precision), int(event.zone))
    return event.type, *when, event.carries_card, event.body, plain(personal), *who
