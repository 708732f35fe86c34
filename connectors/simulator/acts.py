"""What people do and write down by hand: one act, its key, and how it names what it is about."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from connectors.hand_record.translate import made_id
from connectors.simulator.people import Person
from connectors.simulator.sendable import ENTRY, Sendable, milliseconds
from connectors.simulator.stays import Stay
from connectors.simulator.support import Line
from hub.domain.working_days import is_working_day, working_days_after

DESKS: Final = 8
"""So many desks write at the same time; what is written of one person is written at one of them, in its order."""
COORDINATION, OFFER = "DISCHARGE_COORDINATION", "EARLY_HELP_OFFER"
_KEY: Final = 24
_OPENS, _CLOSES = 9, 17
Answer = str | Sequence[str]


class Known(NamedTuple):
    """By which number somebody is found: `kind`, who issued it, and the number."""

    kind: str
    authority: str
    value: str


class Act(NamedTuple):
    """Something that somebody does and writes down at once; `at` is a wall time."""

    at: datetime
    organisation: str
    what: str
    fields: Mapping[str, Answer]
    purpose: str = COORDINATION
    turn: int = 0
    """Tells apart what is done more than once."""


def told(at: datetime, organisation: str, what: str, turn: int = 0, /, **fields: Answer) -> Act:
    """Make an act of a kind whose form asks when it happened."""
    return Act(at, organisation, what, {**fields, "happened_at": f"{at:%Y-%m-%dT%H:%M}"}, turn=turn)


def dated(at: datetime, organisation: str, what: str, turn: int = 0, /, **fields: Answer) -> Act:
    """Make an act of a kind that has its own day."""
    return Act(at, organisation, what, fields, turn=turn)


def by_nhs_number(who: Person) -> Known:
    """Say how a patient is found."""
    return Known("NHS", "NHS", who.nhs_number)


def by_nino(who: Person) -> Known:
    """Say how somebody is found whom DWP passed on."""
    return Known("NINO", "NINO", who.nino)


def id_of(person: str, what: str, name: str, turn: int = 0) -> str:
    """Give the id that an earlier act of a person got, so that a later one can be about it."""
    return made_id(_key(person, what, turn), name)


def sendable(act: Act, person: str, known: Known) -> Sendable:
    """Write an act down as it is sent; `person` tells people apart and is in no entry."""
    key = _key(person, act.what, act.turn)
    entry = {
        "known": known._asdict(),
        "organisation": act.organisation,
        "purpose": act.purpose,
        "what": act.what,
        "fields": act.fields,
    }
    return Sendable(milliseconds(act.at), ENTRY, desk_of(person), json.dumps(entry, sort_keys=True).encode(), key)


def desk_of(person: str) -> str:
    """Give the desk at which everything of a person is written down."""
    return f"hand-{int.from_bytes(hashlib.sha256(person.encode()).digest()[:2]) % DESKS}"


def _key(person: str, what: str, turn: int) -> str:
    return hashlib.sha256(f"{person}/{what}/{turn}".encode()).hexdigest()[:_KEY]


def spell_ref(stay: Stay) -> str:
    """Name a stay as an entry does."""
    return f"{stay.trust.code}/{stay.spell}"


def line_ref(line: Line) -> str:
    """Name a line of support as an entry does."""
    return f"{line.provider.location}/{line.line_id}"


def office(when: datetime) -> datetime:
    """Give the first moment of office hours from a time on."""
    if is_working_day(when.date()) and when.hour < _CLOSES:
        return max(when, _morning(when.date()))
    return _morning(working_days_after(when.date(), 1))


def office_on(day: date, hour: int = 10) -> datetime:
    """Give an hour of a day, or of the next working day where it is none."""
    return office(datetime.combine(day, time(hour)))


def after(day: date, days: int, hour: int = 10) -> datetime:
    """Give office hours so many days after a day."""
    return office_on(day + timedelta(days=days), hour)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(_OPENS))
