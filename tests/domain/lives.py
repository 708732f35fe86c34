"""Invents lives: stays, transfers, readiness, discharges cancelled and entered again, readmissions, lines, deaths."""

import random
from datetime import datetime, timedelta

from hub.events import care_record as c
from hub.events import discharge as d
from hub.events.values import Code, HomeArea, Place
from tests.domain.stories import OTHER_TRUST, TRUST, Story, moment, ms, spell

_FORMAT = "%Y-%m-%dT%H:%M"
HOMES = (HomeArea("E06000001", "QF7", 1.0, "directory"), HomeArea("E08000016", "QWO", 0.8, "sector"))


class Life:
    """One invented life, told as events; everything follows from the seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.story = Story(f"life {seed}")
        self.now = self._beginning()
        self._lines = 0
        for number in range(self.dice.randint(1, 4)):
            self._stay(f"SP{number}")
            self._home_again()
        if self.dice.random() < 0.2:
            self.story.death(self._later(20), confirmed=self.dice.random() < 0.7)

    def _beginning(self) -> datetime:
        """Some minute of the first 300 days of a year."""
        return datetime(2026, 1, 1, 8, 0) + timedelta(minutes=self.dice.randrange(60 * 24 * 300))  # noqa: DTZ001  London wall time

    def _later(self, days: float) -> str:
        """Move on by some minutes, at most so many days, and say the time."""
        self.now += timedelta(minutes=1 + self.dice.randrange(max(1, int(days * 24 * 60))))
        return self.now.strftime(_FORMAT)

    def _written(self, when: str) -> str:
        return (datetime.fromisoformat(when) + timedelta(minutes=self.dice.randrange(400))).strftime(_FORMAT)

    def _stay(self, number: str) -> None:
        dice, story = self.dice, self.story
        trust = dice.choice([TRUST, TRUST, OTHER_TRUST])
        kind = dice.choices(["I", None, "D", "E"], [8, 2, 1, 1])[0]
        when = self._later(50) if dice.random() < 0.7 else self._later(0.2)
        story.admit(when, number, trust, patient_class=kind, recorded=self._written(when), home=dice.choice(HOMES))
        if dice.random() < 0.1:
            story.cancel_admission(when, number, trust, recorded=self._written(when))
            if dice.random() < 0.5:
                return
            again = self._later(0.5)
            story.admit(again, number, trust, patient_class=kind, recorded=self._written(again))
        for _ in range(dice.randrange(4)):
            self._inside(number, trust)
        self._leave(number, trust)

    def _inside(self, number: str, trust: str) -> None:
        dice, story, key = self.dice, self.story, spell(number, trust)
        when = self._later(3)
        match dice.randrange(5):
            case 0 | 1:
                ward = d.SpellTransferred(key, Place("RZZ01", f"W{dice.randrange(9)}"))
                story.tell(when, ward, recorded=self._written(when))
                if dice.random() < 0.4:
                    story.tell(when, d.TransferCancelled(key), recorded=self._written(when))
            case 2:
                story.tell(when, d.ReadinessChanged(key, ready=True, since=moment(when[:10])))
            case 3:
                story.tell(when, d.ReadinessChanged(key, ready=False))
            case _:
                story.tell(when, d.ExpectedDischargeChanged(key, moment(when[:10])))

    def _leave(self, number: str, trust: str) -> None:
        dice, story = self.dice, self.story
        chance = dice.random()
        if chance < 0.08:
            return
        when = self._later(6)
        if chance < 0.13:
            story.tell(when, d.PatientDiedInHospital(spell(number, trust), moment(when)))
            return
        destination = dice.choices(["19", "51", "53"], [12, 1, 1])[0]
        story.discharge(when, number, trust, destination=destination, recorded=self._written(when))
        self._correct(when, number, trust)
        while dice.random() < 0.3:
            taken_back = self._written(when)
            for _ in range(1 if dice.random() < 0.7 else 2):
                story.cancel_discharge(when, number, trust, recorded=taken_back)
            if dice.random() < 0.2:
                return
            when = when if dice.random() < 0.5 else self._later(2)
            story.discharge(when, number, trust, destination=destination, recorded=self._written(when))
            self._correct(when, number, trust)

    def _correct(self, left: str, number: str, trust: str) -> None:
        """Sometimes say something else of a discharge, by an update that claims any time near it."""
        dice = self.dice

        def near(minutes: int) -> str:
            return (datetime.fromisoformat(left) + timedelta(minutes=dice.randrange(-minutes, 400))).strftime(_FORMAT)

        while dice.random() < 0.3:
            time = moment(near(1500)) if dice.random() < 0.7 else None
            code = Code("destination", dice.choice(["19", "51", "85"])) if dice.random() < 0.5 else None
            self.story.correct(near(1500), number, trust, recorded=near(10), discharged_at=time, destination=code)

    def _home_again(self) -> None:
        dice, story = self.dice, self.story
        for _ in range(dice.randrange(3)):
            self._lines += 1
            line = f"L{self._lines}"
            story.line(self._later(1), line, dice.randrange(1, 30) * 100)
            for _ in range(dice.randrange(4)):
                when = self._later(2)
                planned = ms(when)
                missed = dice.random() < 0.3
                story.tell(
                    when,
                    c.VisitMissed(line, "1-100", planned)
                    if missed
                    else c.VisitConfirmed(line, "1-100", planned, planned),
                )
