"""The events behind an invented person: a stay, and a line of support where there is one."""

import hashlib
from datetime import date, timedelta

import msgspec

from hub.domain.days import start_of
from hub.events.care_record import SupportLineStarted
from hub.events.discharge import Spell, SpellAdmitted
from hub.events.envelope import Event, Sealed
from hub.events.values import Moment, Precision, Zone
from hub.runtime.provenance import own_provenance
from tests.api.invented import Somebody


def events_of(who: Somebody, today: date) -> list[Event]:
    """Give the admission, and the start of support where a provider gives some."""
    left = today - timedelta(days=who.day - 1)
    admitted = start_of(left - timedelta(days=9))
    events = [_event(who, SpellAdmitted(Spell(who.trust, f"SP{who.number:07d}"), Moment(admitted), "I"), admitted)]
    if who.provider:
        line = SupportLineStarted(f"L{who.number}", who.provider, "HOME_SUPPORT", left, "NEW")
        events.append(_event(who, line, start_of(left)))
    return events


def _event(who: Somebody, body: msgspec.Struct, at: int) -> Event:
    name = type(body).__name__
    event_id = hashlib.sha256(f"{who.number}{name}{at}".encode()).digest()[:16]
    return Event(
        event_id, who.subject, name, at, at, at, Precision.MINUTE, Zone.ASSUMED, False, body,
        own_provenance(event_id, "invented"), Sealed(b"", b"", b""),
    )  # fmt: skip
