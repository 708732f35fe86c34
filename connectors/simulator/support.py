"""Support at home or in a care home: the lines that follow a stay, and the visits of each."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final, NamedTuple, Protocol

from connectors.simulator.area import Area, Provider

_MISSED: Final = 0.03
_CHANGES: Final = 0.2
_RUNS_FOR: Final = {"REABLEMENT": (14, 56), "HOME_SUPPORT": (42, 120)}
"""Days between the ends of which support at home stops; a place in a care home has no end of its own."""
_SERVICES: Final = {"P1": ("REABLEMENT", "HOME_SUPPORT"), "P2": ("CARE_HOME",), "P3": ("CARE_HOME",)}


class Left(Protocol):
    """What support needs to know of a stay that ended."""

    @property
    def left_at(self) -> datetime:
        """When the person went."""
        ...

    @property
    def pathway(self) -> str:
        """P0 to P3."""
        ...

    @property
    def admitted_at(self) -> datetime:
        """When the person came."""
        ...


class Line(NamedTuple):
    """A line of support as it truly was.  Hours a week are whole hours; `changed` is a day and the new hours."""

    line_id: str
    provider: Provider
    origin: str | None
    started_on: date
    ended_on: date | None
    hours: int | None
    changed: tuple[date, int] | None


class Visit(NamedTuple):
    """A visit: planned, and done or not."""

    planned_at: datetime
    done_at: datetime | None


def lines_after(area: Area, index: int, left: Sequence[Left], died: datetime | None, rng: Random) -> tuple[Line, ...]:
    """Make the lines that follow a person's discharges; a new stay or a death ends what runs."""
    found: list[Line] = []
    for number, stay in enumerate(left):
        following = left[number + 1].admitted_at.date() if number + 1 < len(left) else None
        stop = min((day for day in (following, died.date() if died else None) if day is not None), default=None)
        if stay.pathway in _SERVICES:
            service = rng.choice(_SERVICES[stay.pathway])
            provider = next(one for one in area.providers if one.service == service)
            found.append(_line(f"L{index:06d}-{number + 1}", provider, stay.left_at.date(), stop, rng))
    return tuple(found)


def _line(line_id: str, provider: Provider, left_on: date, stop: date | None, rng: Random) -> Line:
    started = left_on + timedelta(days=rng.choice((0, 0, 0, 1, 1, 2)))
    runs_for = _RUNS_FOR.get(provider.service)
    planned = started + timedelta(days=rng.randrange(*runs_for)) if runs_for else None
    ended = min((day for day in (stop, planned) if day is not None), default=None)
    ended = max(ended, started) if ended else None
    hours = rng.choice(provider.hours) if provider.hours else None
    changed = None
    if hours is not None and rng.random() < _CHANGES:
        day = started + timedelta(days=rng.randrange(3, 20))
        changed = (day, hours + rng.choice((-3, 4, 7))) if ended is None or day < ended else None
    return Line(line_id, provider, rng.choice(("NEW", "NEW", None, "RESUMED")), started, ended, hours, changed)


def visits(line: Line, day: date) -> Iterator[Visit]:
    """Give the visits of a line on a day; the same day always has the same visits."""
    runs = line.started_on <= day and (line.ended_on is None or day < line.ended_on)
    if not runs or line.hours is None:
        return
    rng = Random(f"{line.line_id}/{day}")  # noqa: S311 - invented visits
    planned = datetime.combine(day, time(8, 30))
    late = timedelta(minutes=round(rng.triangular(-10, 50, 5)))
    yield Visit(planned, None if rng.random() < _MISSED else planned + late)
