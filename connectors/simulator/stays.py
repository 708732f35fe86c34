"""Hospital stays as they truly are: places, readiness, delay, ending, and the mistakes that clerks make.

Times are wall times of Exampleshire (Europe/London) without an offset.
"""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final, NamedTuple

from connectors.simulator import figures
from connectors.simulator.area import Trust

_WARDS: Final = ("AMU", "W3", "W5", "W7", "STROKE", "ELDER")
_MOST_MOVES: Final = 4
DESTINATIONS: Final = {"P0": "19", "P1": "19", "P2": "88", "P3": "85", "transfer": "51", "died": "79"}
"""Discharge destination (NHS Data Dictionary): 19 usual home, 51 other hospital, 85 and 88 care homes, 79 dead."""


class Move(NamedTuple):
    """A place from a time on."""

    at: datetime
    ward: str
    bed: str


class Mistake(NamedTuple):
    """A discharge that was entered and taken back."""

    left_at: datetime
    taken_back_at: datetime


class Stay(NamedTuple):
    """One hospital stay as it truly was."""

    trust: Trust
    spell: str
    hospital_number: str
    temporary_number: str | None
    """A second record that the hospital made by mistake; the stay began under it."""
    moves: tuple[Move, ...]
    first_guess: date
    """When the ward first expected the discharge."""
    ready_at: datetime | None
    left_at: datetime
    ending: str
    """`home`, `transfer`, `died` or `mistaken` (the admission never happened)."""
    pathway: str
    mistake: Mistake | None

    @property
    def admitted_at(self) -> datetime:
        """When the stay began."""
        return self.moves[0].at


class Patient(NamedTuple):
    """What a stay needs to know of the person and the place."""

    number: int
    one_trust: bool
    """No other hospital to move to."""


def at(day: date, hour: float) -> datetime:
    """Give the wall time of an hour of a day, to the minute."""
    return datetime.combine(day, time()) + timedelta(minutes=round(hour * 60))


def stay_from(who: Patient, trust: Trust, rng: Random, admitted: datetime, letter: str) -> Stay:
    """Draw what happens in a stay that begins at a time."""
    way = figures.pathway(rng)
    ready = admitted + timedelta(days=figures.treatment_days(way, rng))
    left = max(
        ready + timedelta(minutes=30), at(ready.date() + timedelta(days=figures.delay_days(way, rng)), _hour(rng))
    )
    left = left.replace(second=0, microsecond=0)
    ending = _ending(rng, alone=who.one_trust)
    number = f"{who.number:06d}"
    itk = trust.style == "itk"
    return Stay(
        trust=trust,
        spell=f"SP{number}{letter}" if itk else f"88{number}{ord(letter) - 64}",
        hospital_number=f"T{number}" if itk else f"5{number}",
        temporary_number=f"TEMP{number}{letter}" if itk and rng.random() < figures.RECORD_DOUBLED else None,
        moves=_moves(admitted, left, rng),
        first_guess=ready.date() + timedelta(days=rng.randrange(-1, 3)),
        ready_at=ready.replace(second=0, microsecond=0) if itk and ending == "home" else None,
        left_at=left,
        ending=ending,
        pathway=way,
        mistake=_mistake(admitted, left, rng) if ending == "home" else None,
    )


def _hour(rng: Random) -> float:
    """Discharges peak in the afternoon."""
    return rng.triangular(9, 21, 16)


def _ending(rng: Random, *, alone: bool) -> str:
    drawn = rng.random()
    edges = (
        ("died", figures.DIES_IN_HOSPITAL),
        ("transfer", 0.0 if alone else figures.MOVES_HOSPITAL),
        ("mistaken", figures.ADMISSION_MISTAKEN),
    )
    for ending, share in edges:
        if drawn < share:
            return ending
        drawn -= share
    return "home"


def _moves(admitted: datetime, left: datetime, rng: Random) -> tuple[Move, ...]:
    found = [Move(admitted, "AMU", f"{rng.randrange(1, 30):02d}")]
    when = admitted + timedelta(hours=rng.uniform(4, 30))
    while when < left - timedelta(hours=1) and len(found) < _MOST_MOVES:
        found.append(Move(when.replace(second=0, microsecond=0), rng.choice(_WARDS[1:]), f"{rng.randrange(1, 30):02d}"))
        when += timedelta(days=rng.uniform(1, 9))
    return tuple(found)


def _mistake(admitted: datetime, left: datetime, rng: Random) -> Mistake | None:
    """A discharge entered a while before the true one and taken back within hours."""
    if rng.random() >= figures.DISCHARGE_MISTAKEN:
        return None
    wrong = (left - timedelta(hours=rng.uniform(6, 30))).replace(second=0, microsecond=0)
    taken_back = wrong + timedelta(hours=2)
    return Mistake(wrong, taken_back) if wrong > admitted + timedelta(hours=3) and taken_back < left else None
