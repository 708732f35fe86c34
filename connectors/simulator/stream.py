"""A simulated period as one stream of timed messages, in the order in which they are sent.

Lives are made day by day and forgotten once their messages are written, so memory stays flat however long it runs.
"""

import heapq
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final, NamedTuple

from connectors.simulator import dwp_writer, provider_writer
from connectors.simulator.area import Area
from connectors.simulator.by_hand import carer_passed_on, entries_of
from connectors.simulator.carers_writer import Passed, carers_file
from connectors.simulator.chronicle import notes
from connectors.simulator.hl7_writer import control_id, hl7
from connectors.simulator.lives import Born, Life, claimant, patient
from connectors.simulator.people import SIMULATED, Numbers
from connectors.simulator.sendable import Sendable, milliseconds
from connectors.simulator.support import Line
from hub.errors import Rejected

DWP_FEED: Final = "dwp-desk"
PROVIDER_FEED: Final = "provider-desk"
CARERS_FEED: Final = "carers-desk"
_LATE: Final = 0.03
_REPEATED: Final = 0.01


class Period(NamedTuple):
    """What is simulated: a place, the days, a seed, and whose numbers.  The same period always gives the same bytes."""

    area: Area
    days: int
    seed: int
    first_day: date
    numbers: Numbers = SIMULATED

    @property
    def end(self) -> datetime:
        """The wall time at which writing stops."""
        return datetime.combine(self.first_day, time()) + timedelta(days=self.days)

    def each_day(self) -> Iterator[date]:
        """Give the days."""
        return (self.first_day + timedelta(days=number) for number in range(self.days))


def lives(period: Period) -> Iterator[tuple[date, Life]]:
    """Give every life and the day on which it enters, in order of days."""
    for day in period.each_day():
        for life in lives_of(period, day):
            yield day, life


def lives_of(period: Period, day: date) -> Iterator[Life]:
    """Give the lives that enter on a day."""
    area = period.area
    drawn = Random(f"{area.name}/{period.seed}/{day}")  # noqa: S311 - invented lives
    wanted = [(trust, trust.admissions_a_day) for trust in area.trusts]
    slots = sum(round(2 * rate) + 2 for _, rate in wanted) + round(2 * area.referrals_a_day) + 2
    holds = period.numbers.people
    if slots * period.days > holds:
        raise Rejected("days", "too_many_people", f"the test range holds {holds} invented people; simulate less")
    slot = 0
    for trust, rate in wanted:
        for _ in range(round(rate * drawn.uniform(0.8, 1.2))):
            yield patient(Born(area, period.seed, day, slot, slots, period.numbers), trust)
            slot += 1
    for _ in range(round(area.referrals_a_day * drawn.uniform(0.5, 1.5))):
        yield claimant(Born(area, period.seed, day, slot, slots, period.numbers))
        slot += 1


def messages(area: Area, days: int, seed: int, *, first_day: date, numbers: Numbers = SIMULATED) -> Iterator[Sendable]:
    """Give everything that is sent about a period, in order of sending.

    What is written before the end of the last day is sent, if need be a little after it.
    """
    period = Period(area, days, seed, first_day, numbers)
    waiting = _Waiting(period)
    for day in period.each_day():
        for life in lives_of(period, day):
            waiting.add(life)
        waiting.files_of(day)
        yield from waiting.until(milliseconds(datetime.combine(day, time()) + timedelta(days=1)))
    yield from waiting.until(None)


class _Waiting:
    """What is written and not yet sent, and the support that still runs."""

    def __init__(self, period: Period) -> None:
        self._period = period
        self._heap: list[tuple[int, int, Sendable]] = []
        self._count = 0
        self._supported: list[provider_writer.Supported] = []
        self._due: dict[tuple[str, date], list[dwp_writer.Due]] = {}
        self._passed: dict[tuple[str, date], list[Passed]] = {}

    def add(self, life: Life) -> None:
        """Write the messages of a life and what is recorded of it by hand; remember its support and referral."""
        rng = Random(f"{self._period.seed}/{life.person.number}/sending")  # noqa: S311 - invented faults
        for note in notes(life):
            if note.written_at >= self._period.end:
                continue
            feed, name = note.stay.trust.code.lower(), control_id(note)
            at = milliseconds(note.written_at) + _lateness(rng)
            payload = hl7(note, life.person)
            self._push(Sendable(at, "mllp", feed, payload, name))
            if rng.random() < _REPEATED:
                self._push(Sendable(at + rng.randrange(5_000, 600_000), "mllp", feed, payload, name))
        self._supported += [provider_writer.Supported(life.person, line) for line in life.lines]
        if life.referral is not None:
            self._refer(life.person.council.code, dwp_writer.Due(life.person, life.referral, takes_back=False))
            if life.referral.withdrawn_at is not None:
                self._refer(life.person.council.code, dwp_writer.Due(life.person, life.referral, takes_back=True))
        carer = carer_passed_on(life)
        if carer is not None and carer.at < self._period.end:
            self._passed.setdefault((life.person.council.code, carer.at.date()), []).append(carer)
        for entry in entries_of(self._period.area, life, self._period.end):
            self._push(entry)

    def files_of(self, day: date) -> None:
        """Write the files about a day that leave the next morning; support that ended is forgotten."""
        for council in self._period.area.councils:
            due = self._due.pop((council.code, day), [])
            self._push(dwp_writer.file_of(council, day, due, DWP_FEED))
            passed = self._passed.pop((council.code, day), [])
            self._push(carers_file(council, day, passed, CARERS_FEED))
        for provider in self._period.area.providers:
            mine = (one for one in self._supported if one.line.provider == provider)
            file = provider_writer.file_of(provider, day, mine, PROVIDER_FEED)
            if file is not None:
                self._push(file)
        self._supported = [one for one in self._supported if _more_to_say(one.line, day)]

    def until(self, at: int | None) -> Iterator[Sendable]:
        """Give what is sent before a time; none means everything."""
        while self._heap and (at is None or self._heap[0][0] < at):
            yield heapq.heappop(self._heap)[2]

    def _refer(self, council: str, due: dwp_writer.Due) -> None:
        made = due.referral.withdrawn_at if due.takes_back and due.referral.withdrawn_at else due.referral.at
        if made < self._period.end:
            self._due.setdefault((council, made.date()), []).append(due)

    def _push(self, sendable: Sendable) -> None:
        self._count += 1
        heapq.heappush(self._heap, (sendable.at, self._count, sendable))


def _more_to_say(line: Line, day: date) -> bool:
    """Say whether a line will be in a table after a day; a place without end and visits is told of once."""
    return line.started_on > day or (line.ended_on is not None and line.ended_on > day)


def _lateness(rng: Random) -> int:
    """Milliseconds between writing and sending: seconds mostly, hours or days now and then."""
    if rng.random() < _LATE:
        return int(min(rng.lognormvariate(1.0, 1.2), 72.0) * 3_600_000)
    return rng.randrange(1_000, 20_000)
