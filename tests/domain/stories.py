"""Events written by hand for tests: a small language for what happens to invented people."""

import hashlib
import itertools
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from hub.domain.days import LONDON
from hub.events import care_record as c
from hub.events import discharge as d
from hub.events import identity as i
from hub.events.envelope import Event
from hub.events.values import Code, HomeArea, Moment, Place, Precision

TRUST, OTHER_TRUST = "RZZ", "RZY"
HOME = HomeArea("E06000001", "QF7", 1.0, "directory")
PRACTICE = "Y99999"


def ms(when: str) -> int:
    """Return a London wall time (or a date) as milliseconds."""
    return int(datetime.fromisoformat(when).replace(tzinfo=LONDON).timestamp() * 1000)


def moment(when: str) -> Moment:
    """Return a moment; a date alone has day precision."""
    return Moment(ms(when), Precision.DAY if len(when) == len("2026-01-01") else Precision.MINUTE)


def spell(number: str = "SP1", trust: str = TRUST) -> d.Spell:
    """Return a spell key."""
    return d.Spell(trust, number)


class Story:
    """Collects events; ids follow from the story's name and the place in it."""

    def __init__(self, name: str = "story") -> None:
        self.events: list[Event] = []
        self._name = name
        self._count = itertools.count()

    def tell(
        self, when: str, body: msgspec.Struct, *, recorded: str | None = None, received: int = 0, card: bool = False
    ) -> Event:
        """Add one event that occurred at a time, recorded then or at another time."""
        seed = f"{self._name}/{next(self._count)}".encode()
        exact = Precision.DAY if len(when) == len("2026-01-01") else Precision.MINUTE
        event = Event(
            event_id=hashlib.sha256(seed).digest()[:16],
            subject_ref=b"p" * 16,
            type=type(body).__name__,
            occurred_at=ms(when),
            recorded_at=ms(recorded or when),
            received_at=received,
            precision=exact,
            zone=1,
            carries_card=card,
            body=body,
        )
        self.events.append(event)
        return event

    def admit(self, when: str, number: str = "SP1", trust: str = TRUST, **more: Any) -> Event:
        """A01."""
        recorded = more.pop("recorded", None)
        fields: dict[str, Any] = {"patient_class": "I", "gp_practice": PRACTICE, "home": HOME} | more
        at = fields.pop("admitted_at", moment(when))
        return self.tell(when, d.SpellAdmitted(spell(number, trust), at, **fields), recorded=recorded)

    def move(self, when: str, ward: str, number: str = "SP1", recorded: str | None = None) -> Event:
        """A02."""
        return self.tell(when, d.SpellTransferred(spell(number), Place("RZZ01", ward)), recorded=recorded)

    def discharge(self, when: str, number: str = "SP1", trust: str = TRUST, **more: Any) -> Event:
        """A03, home unless `destination` says otherwise."""
        recorded = more.pop("recorded", None)
        at = more.pop("at", moment(when))
        destination = Code("destination", more.pop("destination", "19"))
        method = more.pop("method", None)
        body = d.SpellDischarged(
            spell(number, trust), at, Code("method", method) if method else None, destination, **more
        )
        return self.tell(when, body, recorded=recorded)

    def cancel_discharge(
        self, when: str, number: str = "SP1", trust: str = TRUST, recorded: str | None = None
    ) -> Event:
        """A13; `when` repeats the time of what it cancels."""
        return self.tell(when, d.DischargeCancelled(spell(number, trust)), recorded=recorded)

    def cancel_admission(
        self, when: str, number: str = "SP1", trust: str = TRUST, recorded: str | None = None
    ) -> Event:
        """A11."""
        return self.tell(when, d.AdmissionCancelled(spell(number, trust)), recorded=recorded)

    def correct(self, when: str, number: str = "SP1", trust: str = TRUST, **more: Any) -> Event:
        """A08."""
        recorded = more.pop("recorded", None)
        return self.tell(when, d.SpellDetailsCorrected(spell(number, trust), **more), recorded=recorded)

    def death(self, when: str, *, confirmed: bool = True, died: str | None = None) -> Event:
        """PID-29 and PID-30."""
        return self.tell(when, i.DeathRecorded(moment(died) if died else None, confirmed))

    def line(self, when: str, line_id: str, hours: int | None, **more: Any) -> Event:
        """A support line starts on the day of `when`."""
        recorded = more.pop("recorded", None)
        fields: dict[str, Any] = {"provider": "1-100", "service": "HOME_SUPPORT"} | more
        started = datetime.fromisoformat(fields.pop("started_on", when[:10])).date()
        provider, service = fields.pop("provider"), fields.pop("service")
        return self.tell(
            when,
            c.SupportLineStarted(line_id, provider, service, started, hours_per_week=hours, **fields),
            recorded=recorded,
        )


def without(events: Sequence[Event], *gone: Event) -> list[Event]:
    """Return the events but some."""
    return [event for event in events if event not in gone]
