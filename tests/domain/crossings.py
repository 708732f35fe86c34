"""Invents people whose stays cross: several trusts, lost admissions, classes that nobody states, ends of one hour."""

import random
from datetime import datetime, timedelta

from hub.events import discharge as d
from hub.events.values import Place
from tests.domain.stories import Story, spell

_FORMAT = "%Y-%m-%dT%H:%M"
_TRUSTS = ("RZZ", "RZZ", "RZY", "RYY")


class Crossing:
    """One to five stays within some weeks, each of its own number; everything follows from the seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.story = Story(f"crossing {seed}")
        for number in range(self.dice.randint(1, 5)):
            self._stay(f"SP{number}")

    def _hour(self, first: int, last: int) -> str:
        hours = self.dice.randrange(first, last)
        return (datetime(2026, 11, 2) + timedelta(hours=hours)).strftime(_FORMAT)  # noqa: DTZ001  London wall time

    def _stay(self, number: str) -> None:
        dice, trust = self.dice, self.dice.choice(_TRUSTS)
        first = dice.choice([dice.randrange(24), dice.randrange(24 * 20), dice.randrange(24 * 60)])
        last = first + dice.choice([1, 6, 30, 24 * 9])
        came, letter = self._hour(first, first + 1), dice.choice(["I", "I", "I", "I", None, "E"])
        match dice.randrange(6):
            case 0:
                self.story.tell(came, d.SpellTransferred(spell(number, trust), Place("RZZ01", "W7"), letter))
            case 1:
                self.story.correct(came, number, trust, patient_class=letter, specialty="300")
            case _:
                self.story.admit(came, number, trust, patient_class=letter)
        if dice.random() < 0.85:
            self._leave(number, trust, came, self._hour(last, last + 3))

    def _leave(self, number: str, trust: str, came: str, when: str) -> None:
        dice = self.dice
        destination = dice.choice(["19", "19", "19", "51", "53"])
        self.story.discharge(when, number, trust, destination=destination)
        if dice.random() < 0.15:
            self.story.cancel_discharge(when, number, trust)
        elif dice.random() < 0.1:
            again = (datetime.fromisoformat(when) - timedelta(hours=dice.randrange(1, 9))).strftime(_FORMAT)
            self.story.discharge(max(came, again), number, trust, recorded="2027-02-01T09:00")
