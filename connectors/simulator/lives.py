"""What truly happens to invented people, before anybody writes a message about it.

Times are wall times of Exampleshire (Europe/London) without an offset.  A life is made from its own seed, so lives
can be made one by one, in any order, and forgotten.
"""

from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from connectors.simulator import figures
from connectors.simulator.area import Area, Trust
from connectors.simulator.people import Numbers, Person, person
from connectors.simulator.stays import Patient, Stay, at, stay_from
from connectors.simulator.support import Line, lines_after


class Referral(NamedTuple):
    """DWP passes the person on."""

    at: datetime
    kind: str
    withdrawn_at: datetime | None
    fault: str | None = None
    """`no_basis` or `bad_nino`: what is wrong with the record, so that it must be held back."""


class Life(NamedTuple):
    """One person, and all that happens to them."""

    person: Person
    stays: tuple[Stay, ...]
    lines: tuple[Line, ...]
    died_at: datetime | None
    """Death outside hospital."""
    referral: Referral | None


class Born(NamedTuple):
    """Where a life comes from: everything that its seed is made of."""

    area: Area
    seed: int
    day: date
    slot: int
    slots: int
    numbers: Numbers

    @property
    def number(self) -> int:
        """Give the number of the person: it follows from the day, whenever it is told of, and each seed has others."""
        return self.numbers.at(self.day.toordinal() * self.slots + self.slot + self.seed * 7919)

    def rng(self) -> Random:
        """Give the randomness of this life alone."""
        return Random(f"{self.area.name}/{self.seed}/{self.day}/{self.slot}")  # noqa: S311 - invented lives


def patient(born: Born, trust: Trust) -> Life:
    """Make the life of somebody whom a trust admits on a day."""
    rng = born.rng()
    who = person(born.area, born.number, rng, born.day)
    inpatient = Patient(born.number, one_trust=len(born.area.trusts) == 1)
    first = stay_from(inpatient, trust, rng, at(born.day, rng.uniform(0.5, 23.5)), "A")
    stays = (first, *_after(born, inpatient, first, rng))
    gone = stays[-1]
    died = None
    if gone.ending == "home" and rng.random() < figures.DIES_LATER:
        died = gone.left_at + timedelta(days=rng.uniform(1, 40))
    lines = lines_after(born.area, who.number, [stay for stay in stays if stay.ending == "home"], died, rng)
    return Life(who, stays, lines, died, _perhaps_referred(gone, rng))


def claimant(born: Born) -> Life:
    """Make the life of somebody who was never in hospital and whom DWP passes on."""
    rng = born.rng()
    who = person(born.area, born.number, rng, born.day)
    when = at(born.day, rng.uniform(8, 18))
    back = when + timedelta(days=rng.uniform(1, 9)) if rng.random() < figures.REFERRAL_WITHDRAWN else None
    kind = "CARER" if rng.random() < figures.REFERRAL_OF_CARER else "SUPPORT_NEED"
    fault = rng.choices((None, "no_basis", "bad_nino"), (0.9, 0.06, 0.04))[0]
    return Life(who, (), (), None, Referral(when, kind, None if fault else back, fault))


def _after(born: Born, who: Patient, first: Stay, rng: Random) -> tuple[Stay, ...]:
    """What may follow a stay: the other hospital on the same day, or a readmission within the six weeks."""
    others = [trust for trust in born.area.trusts if trust != first.trust]
    if first.ending == "transfer":
        arrived = max(first.left_at, min(first.left_at + timedelta(minutes=45), at(first.left_at.date(), 23.9)))
        return (stay_from(who, others[0] if others else first.trust, rng, arrived, "B")._replace(ending="home"),)
    if first.ending == "home" and rng.random() < figures.READMITTED:
        again = at(first.left_at.date() + timedelta(days=rng.randrange(2, 40)), rng.uniform(0.5, 23.5))
        return (stay_from(who, rng.choice(born.area.trusts), rng, again, "B")._replace(ending="home"),)
    return ()


def _perhaps_referred(last: Stay, rng: Random) -> Referral | None:
    if rng.random() >= figures.REFERRED_LATER:
        return None
    return Referral(
        at(last.left_at.date() + timedelta(days=rng.randrange(3, 60)), rng.uniform(8, 18)), "SUPPORT_NEED", None
    )
