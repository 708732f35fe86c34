"""The curated people of the demonstration: each scene says, in days before today, what happened to somebody."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final, NamedTuple

from connectors.simulator.area import EXAMPLESHIRE, Trust
from connectors.simulator.lives import Life, Referral
from connectors.simulator.people import CURATED, Person, person
from connectors.simulator.plots import Plot
from connectors.simulator.stays import Mistake, Move, Stay
from connectors.simulator.support import Line, lines_after

_STILL_IN: Final = -5
"""Days ago at which somebody will leave who is still in hospital: in five days."""
_SLOTS: Final = 64
_USUAL: Final = Plot()
_WAITED: Final = {"P0": 0, "P1": 1, "P2": 3, "P3": 5}
"""Days between being ready and leaving."""


class Scene(NamedTuple):
    """What happened, in days before today.  `left` of day N of the six weeks is N - 1."""

    came: int
    left: int = _STILL_IN
    pathway: str = "P0"
    trust: int = 0
    ready: int | None = None
    ending: str = "home"
    came_again: int | None = None
    left_again: int = _STILL_IN
    taken_back: bool = False
    """The discharge was entered a day before and taken back."""
    doubled: bool = False
    died: int | None = None
    referred: int | None = None
    withdrawn: bool = False
    plot: Plot = _USUAL
    """What else happens to them."""


def _on_day(day: int, pathway: str, plot: Plot = _USUAL, *, stay: int = 6, trust: int = 0) -> Scene:
    """Somebody who today is on a day of the six weeks."""
    return Scene(came=day - 1 + stay, left=day - 1, pathway=pathway, trust=trust, plot=plot)


SCENES: Final = (
    *(Scene(came=days) for days in (1, 2, 2, 4, 5)),
    *(Scene(came=days, trust=1) for days in (1, 3, 7)),
    *(Scene(came=ready + 4, ready=ready, pathway=way) for ready, way in ((1, "P1"), (2, "P1"), (5, "P2"), (9, "P3"))),
    Scene(came=30, ready=23, pathway="P3"),
    *(_on_day(2, way) for way in ("P0", "P1")),
    *(_on_day(3, way) for way in ("P0", "P1", "P1", "P2")),
    _on_day(10, "P1", trust=1),
    _on_day(10, "P3", Plot(nobody_coordinates=True), trust=1),
    _on_day(20, "P1", Plot(is_charged=True, has_carer_passed_on=True, gets_equipment=True, asks_for_break=True)),
    _on_day(20, "P1", Plot(is_assessed=True, has_carer_passed_on=True)),
    _on_day(20, "P2", Plot(moves=True)),
    _on_day(20, "P3", Plot(asks_for_chc=True)),
    _on_day(33, "P1", Plot(is_assessed=True, is_charged=True, appeals=True)),
    _on_day(33, "P2", Plot(nobody_coordinates=True, is_assessed=True)),
    _on_day(41, "P1", Plot(hands_over=True, is_assessed=True, moves=True)),
    _on_day(41, "P3", Plot(is_assessed=True, asks_for_chc=True)),
    _on_day(42, "P1", Plot(is_assessed=True, has_carer_passed_on=True, gets_equipment=True, asks_for_break=True)),
    _on_day(42, "P0"),
    _on_day(50, "P1", Plot(is_assessed=True, is_charged=True, is_paid_back=True, appeals=True)),
    Scene(came=22, left=15, pathway="P1", came_again=2),
    Scene(came=40, left=33, pathway="P2", came_again=6, trust=0),
    Scene(came=28, left=21, pathway="P1", came_again=12, left_again=5),
    Scene(came=6, taken_back=True, pathway="P1", ready=3),
    Scene(came=9, left=3, taken_back=True, pathway="P1"),
    Scene(came=5, left=2, ending="died"),
    Scene(came=20, left=12, pathway="P3", died=4, plot=Plot(is_fast_tracked=True)),
    Scene(came=8, left=4, ending="transfer", came_again=4, left_again=1),
    Scene(came=7, left=4, pathway="P1", doubled=True),
    Scene(came=16, left=9, pathway="P1", referred=5),
    Scene(came=0, referred=3),
    Scene(came=0, referred=6, withdrawn=True),
)


def life_of(scene: Scene, slot: int, today: date, rng: Random) -> Life:
    """Give the life of a scene as it looks on a day; the same slot and day give the same person."""
    who = person(EXAMPLESHIRE, CURATED.at(today.toordinal() * _SLOTS + slot), rng, today)
    if scene.plot.has_carer_passed_on:
        who = who._replace(carer=who.carer or "Ruth")
    stays = _stays(scene, who, today, rng)
    died = _wall(today, scene.died, 11.5) if scene.died is not None else None
    lines = lines_after(EXAMPLESHIRE, who.number, [stay for stay in stays if stay.ending == "home"], died, rng)
    return Life(who, stays, _told(lines, today), died, _referral(scene, today))


def _told(lines: tuple[Line, ...], today: date) -> tuple[Line, ...]:
    """Leave out what has not begun."""
    return tuple(line for line in lines if line.started_on < today)


def _referral(scene: Scene, today: date) -> Referral | None:
    if scene.referred is None:
        return None
    withdrawn = _wall(today, scene.referred - 3, 9.0) if scene.withdrawn else None
    return Referral(_wall(today, scene.referred, 10.0), "SUPPORT_NEED", withdrawn)


def _stays(scene: Scene, who: Person, today: date, rng: Random) -> tuple[Stay, ...]:
    if scene.came == 0:
        return ()
    trust = EXAMPLESHIRE.trusts[scene.trust]
    came, left = _wall(today, scene.came, rng.uniform(7, 11)), _wall(today, scene.left, rng.uniform(12, 17))
    first = _stay(who, trust, "A", (came, left), rng)._replace(pathway=scene.pathway, ending=scene.ending)
    ready = _ready(scene)
    if ready is not None:
        first = first._replace(ready_at=_wall(today, ready, 9.5))
    if scene.doubled:
        first = first._replace(temporary_number=f"TEMP{who.number:06d}")
    if scene.taken_back:
        wrong = _wall(today, max(scene.left, 0) + 1, 14.0)
        first = first._replace(mistake=Mistake(wrong, wrong + timedelta(hours=3)))
    if scene.came_again is None:
        return (first,)
    other = EXAMPLESHIRE.trusts[1] if scene.ending == "transfer" else trust
    again = _wall(today, scene.came_again, 20.0), _wall(today, scene.left_again, 15.0)
    return first, _stay(who, other, "B", again, rng)


def _ready(scene: Scene) -> int | None:
    """Give the days ago at which somebody was ready: who left waited for it as people of the pathway do."""
    if scene.ready is None and scene.left >= 0 and scene.ending == "home":
        return scene.left + _WAITED[scene.pathway]
    return scene.ready


def _stay(who: Person, trust: Trust, letter: str, times: tuple[datetime, datetime], rng: Random) -> Stay:
    came, left = times
    number, itk = f"{who.number:06d}", trust.style == "itk"
    ward = Move(came + timedelta(hours=9), rng.choice(("W3", "W5", "W7", "ELDER")), f"{rng.randrange(1, 30):02d}")
    moves = (Move(came, "AMU", f"{rng.randrange(1, 30):02d}"), *((ward,) if ward.at < left else ()))
    return Stay(
        trust=trust,
        spell=f"SP{number}{letter}" if itk else f"88{number}{ord(letter) - 64}",
        hospital_number=f"T{number}" if itk else f"5{number}",
        temporary_number=None,
        moves=moves,
        first_guess=left.date(),
        ready_at=None,
        left_at=left,
        ending="home",
        pathway="P0",
        mistake=None,
    )


def _wall(today: date, ago: int, hour: float) -> datetime:
    """Give the wall time of an hour some days ago."""
    return datetime.combine(today - timedelta(days=ago), time()) + timedelta(minutes=round(hour * 60))
