"""Invented stays for benchmarks: events of many people whose lives overlap, in order of time.

Each life has twenty events.  Eight are the hospital's: admission, expected discharge, two transfers, a new
expectation, readiness, a reason for delay, discharge.  Twelve are the provider's: two support lines and ten daily
visits.  (A real six weeks has more visits, which makes folding in batches cheaper, not dearer.)  People are admitted
evenly one after the other, so that as many as were asked for are under way at once.  Nothing here names anybody.
"""

import hashlib
from collections.abc import Callable, Iterator
from heapq import heappop, heappush, heapreplace
from itertools import islice

import msgspec

from hub.domain.days import day_of
from hub.events.care_record import SupportLineStarted, VisitConfirmed
from hub.events.discharge import (
    DelayReasonRecorded,
    ExpectedDischargeChanged,
    ReadinessChanged,
    Spell,
    SpellAdmitted,
    SpellDischarged,
    SpellTransferred,
)
from hub.events.envelope import Event, Provenance, Sealed
from hub.events.values import Code, HomeArea, Moment, Place

HOUR = 3_600_000
START = 1_790_000_000_000
LIFE = 20
"""Events of one life."""
SPAN = 500 * HOUR
"""The time in which as many people are admitted as are under way at once: a little longer than a life."""

Body = tuple[int, msgspec.Struct]
"""What happened, with its hour after the admission."""
LifeOf = Callable[[int, int], Iterator[Body]]
"""Twenty bodies of a person, by number and time of admission, in order of time."""
_Happening = tuple[int, int, int, msgspec.Struct]
"""When, to whom, which of the life's events, and what."""
_UnderWay = tuple[int, int, int, msgspec.Struct, Iterator[_Happening]]
"""The next of a life's happenings, and the rest of them."""


def subject_of(number: int) -> bytes:
    """Give the reference of an invented person: stable, so that runs compare."""
    return hashlib.sha256(b"bench" + number.to_bytes(8, "big")).digest()[:16]


def home_of() -> HomeArea:
    """Give the home area that everybody here lives in."""
    return HomeArea("E10999001", "QZZ", 1.0, "sector")


def stay_and_support(person: int, at: int) -> Iterator[Body]:
    """Give a whole life, stay and support at home."""
    yield from _stay(person, at)
    yield from _support(person, at)


def _stay(person: int, at: int) -> Iterator[Body]:
    spell = Spell("RZZ", f"SP{person:07d}")
    home = home_of()
    place = Place("RZZ01", "AMU", "BAY2", "05")
    yield 0, SpellAdmitted(spell, Moment(at), "I", "21", Code("0007", "19"), place, "300", "Y99999", home)
    yield 1, ExpectedDischargeChanged(spell, Moment(at + 200 * HOUR))
    yield 20, SpellTransferred(spell, Place("RZZ01", "W7", "BAY1", "12"))
    yield 90, SpellTransferred(spell, Place("RZZ01", "W9", "BAY3", "02"))
    yield 150, ExpectedDischargeChanged(spell, Moment(at + 220 * HOUR))
    yield 180, ReadinessChanged(spell, ready=True, since=Moment(at + 180 * HOUR))
    yield 200, DelayReasonRecorded(spell, Code("DTOC", "D3"), None)
    left = Moment(at + 240 * HOUR)
    yield 240, SpellDischarged(spell, left, Code("0112", "1"), Code("0113", "19"), place, "Y99999", home)


def _support(person: int, at: int) -> Iterator[Body]:
    line = SupportLineStarted(f"L{person}", "1-999", "homecare", day_of(at + 240 * HOUR), "NEW", None, 1000, 2150)
    yield 250, line
    yield 251, msgspec.structs.replace(line, line_id=f"M{person}", hours_per_week=350)
    for hours in range(260, 260 + 24 * (LIFE - 10), 24):
        planned = at + hours * HOUR
        yield hours, VisitConfirmed(f"L{person}", "1-999", planned, planned)


def event_of(subject: bytes, name: str, at: int, body: msgspec.Struct, later: int = 60_000) -> Event:
    """Make an event of somebody, told apart from all others by `name`, that was written down `later` (ms) than `at`."""
    event_id = hashlib.sha256(name.encode()).digest()[:16]
    provenance = Provenance(
        "RZZ", "PAS", "bench", f"m{name}", "bench@1", "RZZ", None, f"r{name}", 1,
        event_id, None, "CARE_DELIVERY", "UK_GDPR_6_1_E", False,
    )  # fmt: skip
    return Event(
        event_id, subject, type(body).__name__, at, at + later, at + later + 60_000, 5, 1, False, body, provenance,
        Sealed(event_id, bytes(200), b""),
    )  # fmt: skip


def lived(person: int, name: str, at: int, body: msgspec.Struct, of: bytes | None = None) -> Event:
    """Make one event of a life; `name` is unique in the life, `of` the subject where it is not the person's own."""
    return event_of(of or subject_of(person), f"{person}/{name}", at, body)


def events(count: int, people: int, life: LifeOf = stay_and_support) -> Iterator[Event]:
    """Give `count` events of whole lives in order of time, of `people` people at once.

    Memory grows with `people` alone: each life is written as it goes on.
    """
    return islice(_events(-(-count // LIFE), people, life), count)


def _events(admissions: int, people: int, life: LifeOf) -> Iterator[Event]:
    under_way: list[_UnderWay] = []
    for person in range(admissions):
        admitted = START + person * SPAN // people
        while under_way and under_way[0][0] < admitted:
            yield _go_on(under_way)
        rest = _lived(person, admitted, life)
        heappush(under_way, (*next(rest), rest))
    while under_way:
        yield _go_on(under_way)


def _lived(person: int, admitted: int, life: LifeOf) -> Iterator[_Happening]:
    for place, (hours, body) in enumerate(life(person, admitted)):
        yield admitted + hours * HOUR, person, place, body


def _go_on(under_way: list[_UnderWay]) -> Event:
    """Give what happens next to anybody."""
    at, person, place, body, rest = under_way[0]
    following = next(rest, None)
    if following is None:
        heappop(under_way)
    else:
        heapreplace(under_way, (*following, rest))
    return lived(person, str(place), at, body)
