"""Invents what two hospitals say about one person's life, death, hiding and class, and works out by hand what holds.

The oracle shares no code with the fold: it looks at plain rows, source by source, and reads nothing of the state.
"""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from hub.events import discharge as d
from hub.events.envelope import Event
from hub.events.values import Code, Place, Stated
from tests.domain.sayings import DIED, EMERGENCY, HOME, OTHER, PAS, dead, died_in_hospital, says, suspected
from tests.domain.stories import Story, moment, spell

_FORMAT = "%Y-%m-%dT%H:%M"
_SOURCES = (PAS, PAS, OTHER, EMERGENCY)
_RANKS = {"DeathRecorded": 0, "PersonUpdated": 2, "SpellAdmitted": 12, "SpellTransferred": 18, "LeaveStarted": 20}
_RANKS |= {"SpellDischarged": 40, "PatientDiedInHospital": 42, "SpellDetailsCorrected": 44}
_RANKS |= {"TransferCancelled": 83, "DischargeCancelled": 87}
_ENDS = {"SpellDischarged", "PatientDiedInHospital"}


class Contradicted:
    """One invented stay and everything that is said of the person around it; everything follows from the seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.story = Story(f"contradicted {seed}")
        self.now = datetime(2026, 11, 2, 8, 0)  # noqa: DTZ001  London wall time
        self.story.admit(self._later(), patient_class=self.dice.choice(["I", "E", None]), stated=self._stated())
        self._around()
        for _ in range(self.dice.randrange(3)):
            self._move()
        if self.dice.random() < 0.9:
            self._end()
        self._around()
        for _ in range(self.dice.randrange(3)):
            self._correct()
            self._around()

    def _later(self) -> str:
        self.now += timedelta(minutes=self.dice.choice([0, 1, 30, 600]))
        return self.now.strftime(_FORMAT)

    def _written(self, when: str) -> str:
        late = self.dice.choice([0, 5, 700, 3000])
        return (datetime.fromisoformat(when) + timedelta(minutes=late)).strftime(_FORMAT)

    def _stated(self) -> Stated | None:
        dice = self.dice
        hidden = dice.choice([None, None, True, False])
        return dice.choice([None, Stated(PAS, alive=dice.random() < 0.6, hidden=hidden)])

    def _letter(self) -> str | None:
        return self.dice.choice([None, "I", "I", "E", "D"])

    def _around(self) -> None:
        """Things that either hospital says of the person, in its own time."""
        dice = self.dice
        for _ in range(dice.randrange(4)):
            when, source = self._later(), dice.choice(_SOURCES)
            match dice.randrange(6):
                case 0:
                    dead(self.story, when, source, self._written(when), dice.choice([None, when[:10]]))
                case 1:
                    suspected(self.story, when, source)
                case 2 | 3:
                    says(self.story, when, source, self._written(when), alive=True)
                case _:
                    says(self.story, when, source, self._written(when), hidden=dice.random() < 0.5)

    def _move(self) -> None:
        when = self._later()
        moved = d.SpellTransferred(spell(), Place("RZZ01", "W7"), self._letter(), self._stated())
        self.story.tell(when, moved, recorded=self._written(when))
        if self.dice.random() < 0.4:
            self.story.tell(when, d.TransferCancelled(spell(), self._letter(), self._stated()), recorded=when)
        if self.dice.random() < 0.3:
            self.story.tell(self._later(), d.LeaveStarted(spell(), self._letter(), self._stated()))

    def _end(self) -> None:
        for _ in range(2):
            self.now += timedelta(minutes=1)
            when = self._later()
            self._leave(when)
            if self.dice.random() < 0.7:
                return
            self.story.tell(when, d.DischargeCancelled(spell(), self._letter(), self._stated()), recorded=when)

    def _leave(self, when: str) -> None:
        """Home, dead by method 4, or dead by the indicator of the hospital's system beside method 1."""
        dice, letter, stated = self.dice, self._letter(), self._stated()
        chance = dice.random()
        if chance < 0.4:
            left = d.SpellDischarged(
                spell(), moment(when), Code("method", "1"), HOME, patient_class=letter, stated=stated
            )
            self.story.tell(when, left)
        elif chance < 0.7:
            died_in_hospital(self.story, when, patient_class=letter, stated=stated)
        else:
            way = Code("method", "1")
            died_in_hospital(self.story, when, source=PAS, method=way, destination=HOME, patient_class=letter)

    def _correct(self) -> None:
        self.now += timedelta(minutes=1)
        method = self.dice.choice([None, DIED, Code("method", "1"), Code("method", "9")])
        destination = HOME if method is not None and method.code == "1" else None
        self.story.correct(
            self._later(),
            method=method,
            destination=destination,
            patient_class=self._letter(),
            stated=self._stated(),
        )


class Truth(NamedTuple):
    """What holds in the end."""

    died: bool
    hidden: bool
    patient_class: str | None
    left_on: date | None
    """The day on which an inpatient left alive, as far as the stay itself says."""
    contradicted: bool


def truth(events: Sequence[Event]) -> Truth:
    """Work out what holds after all of these events."""
    rows = sorted(events, key=lambda e: (e.occurred_at, _RANKS[e.type], e.recorded_at, e.event_id))
    gone = _struck(rows)
    stay = [row for row in rows if row.event_id not in gone]
    letter = _class(rows, gone)
    ends = [row for row in stay if row.type in _ENDS]
    last = ends[-1] if ends else None
    died_there = last is not None and _dead_at_the_end(rows, stay, last)
    left = last if last is not None and not died_there and letter in {None, "I"} else None
    sources = {source for row in rows if (source := _who(row)) is not None}
    return Truth(
        died_there or any(_dead_by_record(rows, source) for source in sources),
        any(_hidden(rows, source) for source in sources),
        letter,
        None if left is None else _day(left),
        died_there and last is not None and _contradicted(rows, stay, last),
    )


def _day(row: Event) -> date:
    return _london(row.body.discharged_at.at)  # type: ignore[attr-defined]


def _london(at: int) -> date:
    return datetime.fromtimestamp(at / 1000, ZoneInfo("Europe/London")).date()


def _who(row: Event) -> Any:
    stated = getattr(row.body, "stated", None)
    return stated.source if stated else getattr(row.body, "source", None)


def _struck(rows: Sequence[Event]) -> set[bytes]:
    """Every cancel here has the time of what it takes back: of several at one time the earliest written ones go."""
    gone: set[bytes] = set()
    for cancelled, kinds in (("TransferCancelled", {"SpellTransferred"}), ("DischargeCancelled", _ENDS)):
        for time in {row.occurred_at for row in rows if row.type == cancelled}:
            same = [row for row in rows if row.occurred_at == time]
            cancels = sum(row.type == cancelled for row in same)
            targets = sorted((row for row in same if row.type in kinds), key=lambda row: row.recorded_at)
            gone |= {row.event_id for row in targets[:cancels]}
    return gone


def _says_alive(row: Event, source: Any) -> bool:
    stated = getattr(row.body, "stated", None)
    return stated is not None and stated.source == source and stated.alive


def _dead_by_record(rows: Sequence[Event], source: Any) -> bool:
    """The deaths of a source that nothing has taken back yet: an N written after the last of them clears them all."""
    open_: list[Event] = []
    for row in rows:
        if row.type == "DeathRecorded" and _who(row) == source:
            open_.append(row)
        elif open_ and _says_alive(row, source) and row.recorded_at >= max(one.recorded_at for one in open_):
            open_ = []
    return any(one.body.confirmed for one in open_)  # type: ignore[attr-defined]


def _hidden(rows: Sequence[Event], source: Any) -> bool:
    since: int | None = None
    for row in rows:
        stated = getattr(row.body, "stated", None)
        if stated is None or stated.source != source or stated.hidden is None:
            continue
        if stated.hidden:
            since = max(row.recorded_at, since or 0)
        elif since is not None and row.recorded_at >= since:
            since = None
    return since is not None


def _methods(stay: Sequence[Event], end: Event) -> list[tuple[str, Event]]:
    after = stay[stay.index(end) :]
    return [(row.body.method.code, row) for row in after if getattr(row.body, "method", None) is not None]  # type: ignore[attr-defined]


def _dead_at_the_end(rows: Sequence[Event], stay: Sequence[Event], end: Event) -> bool:
    said = [code for code, _ in _methods(stay, end) if code in {"1", "4"}]
    source = getattr(end.body, "source", None)
    if source is None or "4" in said:
        return said[-1] == "4"
    after = rows[rows.index(end) :]
    return not any(_says_alive(row, source) and row.recorded_at >= end.recorded_at for row in after)


def _contradicted(rows: Sequence[Event], stay: Sequence[Event], end: Event) -> bool:
    """Whether the hospital said that the person lives after its discharge said died, and not since that they died."""
    by, denied = _died_by(stay, end), False
    for row in rows[rows.index(by) :]:
        if row.type == "DeathRecorded" and row.body.confirmed and _who(row).organisation == "RZZ":  # type: ignore[attr-defined]
            denied = False
        elif (_says_alive(row, PAS) or _says_alive(row, EMERGENCY)) and row.recorded_at >= by.recorded_at:
            denied = True
    return denied


def _died_by(stay: Sequence[Event], end: Event) -> Event:
    """The event since which the end has been a death: the first to say 4 after the last that said 1, else the end."""
    held, by = "1", end
    for code, row in _methods(stay, end):
        if code != "9":
            by = row if code == "4" != held else by
            held = code
    return by


def _class(rows: Sequence[Event], gone: set[bytes]) -> str | None:
    """The last one stated; but what a message says after the end of an inpatient's stay with a night is left over."""
    letter: str | None = None
    settled = False
    came = next(row.body.admitted_at.at for row in rows if row.type == "SpellAdmitted")  # type: ignore[attr-defined]
    for row in rows:
        said = getattr(row.body, "patient_class", None)
        taken_back, ends = row.event_id in gone, row.type in _ENDS
        left_over = settled and not ends and letter == "I"
        if said is not None and not left_over and (not taken_back or (ends and said == "I")):
            letter = said
        if ends and not taken_back:
            settled = _london(row.body.discharged_at.at) > _london(came)  # type: ignore[attr-defined]
    return letter
