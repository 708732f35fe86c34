"""Tells beside a life of money what changes nothing of who owes what: taken back, corrected, or about other things.

The walk through the days of `tests.domain.money_lives` knows none of it, so what it says has to stay.
"""

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hub.domain.days import LONDON
from hub.events import care_record as c
from hub.events import charges as ch
from hub.events import continuing_healthcare as chc
from hub.events import determination as det
from hub.events import identity as i
from hub.events import portability as p
from hub.events.values import HomeArea, Precision
from tests.domain.money_lives import MoneyLife
from tests.domain.money_rows import DAY, Told
from tests.domain.step_lives import Waiting
from tests.domain.stories import ms

HERE, THERE, THIRD = "E06000001", "E08000016", "E08000025"


class Beside(MoneyLife):
    """The same life, and beside it whatever does not count; everything follows from the seed."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.dice = random.Random(f"beside {seed}")
        self._plain = list(self.story.events)
        self.minutes = iter(self.dice.sample(range(1440), 60))
        self.kinds: list[str] = []
        for tell in self.dice.sample(KINDS, self.dice.randrange(1, 5)):
            self.kinds.append(tell.__name__)
            for _ in range(self.dice.choice([1, 1, 2])):
                tell(self)

    def at(self, day: date) -> str:
        """A minute of a day that is given once."""
        minute = next(self.minutes)
        return f"{day}T{minute // 60:02}:{minute % 60:02}"

    @staticmethod
    def at_ms(at: int, precision: Precision = Precision.MINUTE) -> str:
        """A moment as the stories write it."""
        when = datetime.fromtimestamp(at / 1000, LONDON)
        return str(when.date()) if precision is Precision.DAY else when.strftime("%Y-%m-%dT%H:%M")

    def any_day(self, low: int = -20, high: int = 100) -> date:
        """Any day around the six weeks."""
        return self.first + timedelta(days=self.dice.randrange(low, high))

    def starts_of(self, name: str) -> set[date]:
        """The days on which a line was told to begin."""
        bodies: list[Any] = [event.body for event in self.story.events if event.type == "SupportLineStarted"]
        return {body.started_on for body in bodies if body.line_id == name}

    def told(self, kind: str) -> Sequence[Any]:
        """What the life itself told of one kind."""
        return [event for event in self._plain if event.type == kind]


def a_line_called_off(life: Beside) -> None:
    """A line that was to begin never did."""
    dice, day = life.dice, life.any_day()
    name = f"Z{dice.randrange(3)}"
    service, origin = dice.choice(["HOME_SUPPORT", "REABLEMENT", "MEALS"]), dice.choice([None, "NEW", "RESUMED"])
    written = day - dice.randrange(1, 20) * DAY
    if day in life.starts_of(name):
        return
    life.story.tell(life.at(written), c.SupportLineStarted(name, "1-100", service, day, origin, None, 1400, 2000))
    off = written + dice.randrange(1, 40) * DAY
    life.story.tell(life.at(off), c.SupportLineEnded(name, "1-100", day, called_off=True))


def new_terms_called_off(life: Beside) -> None:
    """A line of the life was to begin again on a day, with other terms, and did not."""
    dice = life.dice
    if not life.lines or "visits" in life.kinds:
        return
    line: Told = dice.choice(life.lines)
    begun = {day for day, *_ in line.terms}
    day = line.terms[0][0] + dice.randrange(1, 60) * DAY
    if day in begun or day in life.starts_of(line.name) or (line.last is not None and line.terms[0][0] > line.last):
        return
    written = max(line.terms[0][0] + DAY, day - dice.choice([0, 0, 3, 9]) * DAY) + dice.choice([0, 0, 5]) * DAY
    last, origin = dice.choice([None, day + dice.randrange(20) * DAY]), dice.choice([None, "NEW"])
    again = c.SupportLineStarted(line.name, "1-100", line.service, day, origin, last, 350, 1000)
    life.story.tell(life.at(written), again)
    off = written + dice.randrange(1, 20) * DAY
    life.story.tell(life.at(off), c.SupportLineEnded(line.name, "1-100", day, called_off=True))


def a_discharge_entered_again(life: Beside) -> None:
    """The hospital takes a discharge back and enters the same once more."""
    event = life.dice.choice(life.told("SpellDischarged"))
    for minutes, body in ((7, None), (9, event.body)):
        recorded = life.at_ms(event.recorded_at + minutes * 60_000 + len(life.story.events) * 3_600_000)
        when = life.at_ms(event.occurred_at, event.precision)
        if body is None:
            life.story.cancel_discharge(when, event.body.spell.number, recorded=recorded)
        else:
            life.story.tell(when, body, recorded=recorded)


def an_attendance(life: Beside) -> None:
    """An hour in an emergency department is no stay."""
    day = life.first + timedelta(days=life.dice.randrange(-60, 100))
    if any(abs((day - other).days) < 4 for week in life.weeks for other in week) or (life.died and day > life.died):
        return
    name = f"ED{len(life.story.events)}"
    life.story.admit(f"{day}T10:01", name, patient_class="E", home=None, gp_practice=None)
    life.story.discharge(f"{day}T12:01", name)


def an_admission_taken_back(life: Beside) -> None:
    """A stay that never was."""
    day = life.any_day(1, 90)
    name, when = f"X{len(life.story.events)}", life.at(day)
    life.story.admit(when, name, home=None, gp_practice=None)
    life.story.cancel_admission(when, name, recorded=life.at(day + DAY))


def a_decision_for_others(life: Beside) -> None:
    """Another provider's support, another line, or shares that make no whole."""
    dice, day = life.dice, life.any_day()
    more: Any = dice.choice([{"provider": "1-999"}, {"line_id": "Q"}, {"line_id": "N", "provider": "1-999"}, {}])
    shares = dice.choice([(0, 0, 10_000), (10_000, 0, 0)]) if more else (5_000, 5_000, 1)
    name = f"E{len(life.story.events)}"
    life.story.tell(life.at(day), det.FundingDetermined(name, day, *shares, dice.choice([None, HERE, THERE]), **more))


def a_decision_corrected(life: Beside) -> None:
    """What was written first of a decision is told anew under its number."""
    found = life.told("FundingDetermined")
    if not found:
        return
    event, dice = life.dice.choice(found), life.dice
    name, line = event.body.determination_id, dice.choice([None, "N"])
    wrong = det.FundingDetermined(name, life.any_day(), 2_000, 0, 8_000, line_id=line)
    life.story.tell(f"{_day(life, event) - dice.randrange(1, 9) * DAY}T11:00", wrong)


def a_bill_corrected(life: Beside) -> None:
    """What was written first of a bill is told anew under its number."""
    found = life.told("ChargeRecorded")
    if not found:
        return
    event, dice = life.dice.choice(found), life.dice
    first = event.body.from_on - dice.randrange(9) * DAY
    name, line = event.body.charge_id, dice.choice(["N", "R", None])
    wrong = ch.ChargeRecorded(name, first, first + 5 * DAY, 7_777, HERE, line_id=line)
    life.story.tell(f"{event.body.to_on}T12:0{name[1:]}", wrong)


def another_councils_bill(life: Beside) -> None:
    """Another council gave the number of a bill to one of its own, for a line that nobody knows."""
    found = life.told("ChargeRecorded")
    if not found:
        return
    event, dice = life.dice.choice(found), life.dice
    name, day = event.body.charge_id, event.body.to_on - dice.randrange(1, 5) * DAY
    bill = ch.ChargeRecorded(name, day - 5 * DAY, day, 5_000, THERE, "1-999", "Q")
    if dice.random() < 0.6:
        life.story.tell(f"{day}T12:30", bill)
    if dice.random() < 0.6:
        life.story.tell(life.at(day + dice.randrange(-3, 20) * DAY), ch.ChargeReversed(name, day, THERE))


def nursing_care(life: Beside) -> None:
    """Funded nursing care, or a case that was refused, is nobody's eligibility."""
    day, dice = life.any_day(), life.dice
    name = f"F{len(life.story.events)}"
    outcome = dice.choice(["FUNDED_NURSING_CARE", "NOT_ELIGIBLE"])
    life.story.tell(life.at(day), chc.ChcDecided(name, outcome, day, dice.choice([None, day])))
    if dice.random() < 0.4:
        life.story.tell(life.at(day + 5 * DAY), chc.ChcEnded(name, day + 5 * DAY))


def a_dispute(life: Beside) -> None:
    """A dispute that is settled before anything ends stops nothing."""
    found = [event for event in life.told("ChcDecided") if event.body.from_on is not None]
    if found:
        day = _day(life, found[0])
        life.story.tell(f"{day}T13:00", chc.ChcDisputed("C1", "COUNCIL"))
        life.story.tell(f"{day}T14:00", chc.ChcDisputeSettled("C1"))


def a_move(life: Beside) -> None:
    """Whichever council answers: what is owed by councils and boards stays."""
    if life.stop is not None and life.died is None:
        return
    dice, day, name = life.dice, life.any_day(), f"M{len(life.story.events)}"
    told = day + dice.randrange(-30, 10) * DAY
    councils = dice.choice([None, HERE, THERE, THIRD]), dice.choice([None, HERE, THERE, THIRD])
    life.story.tell(life.at(told), p.MoveNotified(name, day, *councils, dice.choice([None, None, True])))
    end = dice.choice([None, p.MoveCompleted(name, day), p.MoveCancelled(name)])
    if end is not None:
        life.story.tell(life.at(max(told, day) + dice.randrange(1, 9) * DAY), end)


def a_home(life: Beside) -> None:
    """An address in England, of whoever did not leave it."""
    if life.stop is None or life.died is not None:
        home = life.dice.choice([HomeArea(THERE, "QWO", 1.0, "directory"), HomeArea(None, "QF7", 0.9, "sector")])
        life.story.tell(life.at(life.any_day()), i.PersonUpdated(home=home))
        if life.dice.random() < 0.2:
            life.story.tell(life.at(life.any_day()), i.PersonUpdated(location_hidden=True))


def what_waits(life: Beside) -> None:
    """Coordinators, concerns, missed visits, appeals, checklists and reviews."""
    if "waited" not in life.kinds:
        life.kinds.append("waited")
        Waiting(life.story, life.dice, life.admitted, (life.weeks[-1][1] - life.admitted).days + 100, moving=False)


def visits(life: Beside) -> None:
    """Visits that took place, were missed or are told both ways, of lines that run or do not."""
    if "new_terms_called_off" in life.kinds:
        return
    dice, day = life.dice, life.any_day()
    line = dice.choice([*(line.name for line in life.lines), "U"])
    when = life.at(day)
    kinds: Any = c.VisitConfirmed(line, "1-100", ms(when), ms(when)), c.VisitMissed(line, "1-100", ms(when))
    for body in kinds[: dice.choice([1, 2])]:
        life.story.tell(when, body)


def _day(life: Beside, event: Any) -> date:
    return date.fromisoformat(life.at_ms(event.occurred_at)[:10])


KINDS: list[Callable[[Beside], None]] = [
    a_line_called_off, new_terms_called_off, a_discharge_entered_again, an_attendance, an_admission_taken_back,
    a_decision_for_others, a_decision_corrected, a_bill_corrected, another_councils_bill, nursing_care, a_dispute,
    a_move, a_home, what_waits, visits,
]  # fmt: skip
