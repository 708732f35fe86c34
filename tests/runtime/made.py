"""Events made by hand for the hosts' tests."""

import hashlib
from datetime import date

import msgspec

from hub.domain.days import start_of
from hub.events.catalogue import BY_TYPE
from hub.events.discharge import DischargeCancelled, Spell, SpellAdmitted, SpellDischarged, SpellTransferred
from hub.events.envelope import Event, Sealed
from hub.events.identity import PersonMerged, PersonUnmerged
from hub.events.values import Code, Moment, Place, Precision, Zone
from hub.runtime.provenance import own_provenance

HOUR = 3_600_000
MONDAY = start_of(date(2026, 11, 2))


def person(name: str) -> bytes:
    """Give a stable reference for a made-up person."""
    return hashlib.sha256(name.encode()).digest()[:16]


def happened(subject: bytes, body: msgspec.Struct, hours: float, *, recorded: float | None = None) -> Event:
    """Make one event, hours after Monday 2 November 2026, 00:00."""
    at = MONDAY + int(hours * HOUR)
    written = at if recorded is None else MONDAY + int(recorded * HOUR)
    name = type(body).__name__
    event_id = hashlib.sha256(
        f"{subject.hex()}{name}{at}{written}".encode() + msgspec.json.encode(_plain(body))
    ).digest()[:16]
    assert name in BY_TYPE
    return Event(
        event_id, subject, name, at, written, written, Precision.MINUTE, Zone.ASSUMED, False, body,
        own_provenance(event_id, "made"), Sealed(b"", b"", b""),
    )  # fmt: skip


def _plain(body: msgspec.Struct) -> object:
    return msgspec.to_builtins(body)


def stay(subject: bytes, number: str, start: float) -> list[Event]:
    """Make a stay of ten days: admission, a transfer, a discharge home."""
    spell = Spell("RZZ", number)
    home = SpellDischarged(spell, Moment(MONDAY + int((start + 240) * HOUR)), Code("m", "1"), Code("d", "19"))
    return [
        happened(subject, SpellAdmitted(spell, Moment(MONDAY + int(start * HOUR)), "I"), start),
        happened(subject, SpellTransferred(spell, Place("RZZ01", "W7")), start + 20),
        happened(subject, home, start + 240),
    ]


def discharge_cancelled(subject: bytes, number: str, hours: float, recorded: float) -> Event:
    """Make the cancel of a discharge; `hours` is the discharge's own time."""
    return happened(subject, DischargeCancelled(Spell("RZZ", number)), hours, recorded=recorded)


def merged(retired: bytes, surviving: bytes, hours: float) -> Event:
    """Make the event that says two records are one person."""
    return happened(surviving, PersonMerged(retired, surviving), hours)


def unmerged(retired: bytes, surviving: bytes, hours: float) -> Event:
    """Make the event that takes a merge apart."""
    return happened(surviving, PersonUnmerged(retired, surviving), hours)
