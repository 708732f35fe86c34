"""Invented lives over the whole of England, and what the joint processor tells of them, as a hub that keeps up does.

120 trusts, each with people of four councils, 153 councils in 36 systems; codes are invented.  Every event is told of
by itself, and every day on which a milestone falls due: this is what the derived topic holds when nothing was behind.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from hub.bench.lives import HOUR, START, Body, lived, subject_of
from hub.codec.events import EventCodec
from hub.domain.days import day_of, start_of
from hub.domain.homes import NoAreas
from hub.domain.lanes import lane_of
from hub.domain.steps import Step
from hub.events.care_record import SupportLineStarted, VisitConfirmed
from hub.events.catalogue import FACT
from hub.events.discharge import PathwayDecided, ReadinessChanged, Spell, SpellAdmitted, SpellDischarged
from hub.events.envelope import Event
from hub.events.values import Code, HomeArea, Moment
from hub.ports.log import Partition, Record
from hub.ports.store import OutboxRow
from hub.processors.joint import JointProcessor
from hub.runtime.publishing import Published, news, outbox_rows

TRUSTS, COUNCILS, SYSTEMS = 120, 153, 36
TOLD: Final = 13
"""Derived events of one life: seven that count in figures, six milestones."""
_DESTINATIONS: Final = ("19", "19", "19", "29", "54", "65", "85", "98")
_OVER_DAYS: Final = 30
"""People are admitted evenly over so many days."""


class Systems(NoAreas):
    """Every council belongs to one system."""

    def ics_of(
        self, gp_practice: str | None, home: HomeArea | None, council: str | None, on: date
    ) -> tuple[str, str] | None:
        """Give the system of the home."""
        del gp_practice, on
        return (home.icb, "home_area") if home and home.icb else super().ics_of(None, None, council, date.min)


def life(person: int, at: int) -> Iterator[Body]:
    """Give a stay of four to sixteen days, and support at home."""
    trust = person % TRUSTS
    council = (trust + (person // TRUSTS) % 4 * 7) % COUNCILS
    spell = Spell(f"R{trust:02X}", f"SP{person:07d}")
    home = HomeArea(f"E1{council:07d}", f"Q{council * SYSTEMS // COUNCILS:02d}", 1.0, "sector")
    left = (4 + person % 13) * 24
    yield 0, SpellAdmitted(spell, Moment(at), "I", "21", home=home)
    yield left - 48, ReadinessChanged(spell, ready=True, since=Moment(at + (left - 48) * HOUR))
    yield left - 24, PathwayDecided(spell, f"P{person % 4}")
    destination = Code("destination", _DESTINATIONS[person % len(_DESTINATIONS)])
    yield left, SpellDischarged(spell, Moment(at + left * HOUR), Code("method", "1"), destination)
    begins, provider = left + 4, f"1-{person % 3000}"
    yield begins, SupportLineStarted(f"L{person}", provider, "homecare", day_of(at + begins * HOUR))
    for day in range(10):
        visited = at + (begins + 20 + 24 * day) * HOUR
        yield begins + 20 + 24 * day, VisitConfirmed(f"L{person}", provider, visited, visited)


def derived(codec: EventCodec, events: int, lanes: int) -> dict[Partition, list[Record]]:
    """Give at least so many derived events as records of a log, by lane and in order of time."""
    lives = -(-events // TOLD)
    processor = JointProcessor(Systems())
    told: list[tuple[int, OutboxRow]] = []
    for person in range(lives):
        told += _told(codec, processor, person, START + person * _OVER_DAYS * 24 * HOUR // lives)
    told.sort(key=lambda pair: pair[0])
    found: dict[Partition, list[Record]] = {Partition(FACT, lane): [] for lane in range(lanes)}
    for at, row in told:
        mine = found[partition := Partition(FACT, lane_of(row.key, lanes))]
        mine.append(Record(partition, len(mine), row.key, row.value, at))
    return found


def _told(codec: EventCodec, processor: JointProcessor, person: int, admitted: int) -> Iterator[tuple[int, OutboxRow]]:
    """Give what is told of one person, each with its time."""
    subject = subject_of(person)
    state = processor.initial()
    before: Published = ()
    for ordinal, (at, event) in enumerate(_happens(person, admitted)):
        state = state if event is None else processor.evolve(state, Step(event, ordinal))
        today = day_of(at)
        before, changes = news(processor.name, before, processor.facts(state, today))
        for row in outbox_rows(codec, subject, changes, today):
            yield at, row


def _happens(person: int, admitted: int) -> Iterator[tuple[int, Event | None]]:
    """Give the events of a life, then the days on which a milestone falls due."""
    at = admitted
    for place, (hours, body) in enumerate(life(person, admitted)):
        at = admitted + hours * HOUR
        yield at, lived(person, str(place), at, body)
    first = day_of(admitted + (4 + person % 13) * 24 * HOUR)
    for day in (14, 28, 35, 42, 43):
        due = start_of(first + timedelta(days=day - 1))
        if due > at:
            yield due, None
