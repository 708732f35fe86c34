"""What is true of each invented person when a period ends, from the lives alone; no message is read for it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from connectors.simulator.area import Area
from connectors.simulator.chronicle import WRITTEN_AFTER
from connectors.simulator.dwp_writer import referral_id
from connectors.simulator.lives import Life
from connectors.simulator.stays import Stay
from connectors.simulator.stream import Period, lives
from connectors.simulator.support import Line

COVERED: Final = 42
"""Days in the six weeks, the day of discharge counted."""


class SpellTruth(NamedTuple):
    """A stay: `open`, `discharged`, `died` or `cancelled`."""

    trust: str
    number: str
    status: str
    admitted_on: date
    discharged_on: date | None


class EpisodeTruth(NamedTuple):
    """A discharge that opened six weeks, in the order in which they opened."""

    trust: str
    spell: str
    discharged_on: date
    last_covered_day: date


class PersonTruth(NamedTuple):
    """Everything that the hub should say of one person."""

    nhs_number: str
    council: str
    practice: str
    spells: tuple[SpellTruth, ...]
    episodes: tuple[EpisodeTruth, ...]
    in_hospital: bool
    died: bool
    lines: tuple[tuple[str, date, date | None], ...]
    referral: str | None
    """Id of the referral that is in force."""

    def as_json(self) -> dict[str, Any]:
        """Give it with dates as text."""
        return {
            **self._asdict(),
            "spells": [_dated(one._asdict()) for one in self.spells],
            "episodes": [_dated(one._asdict()) for one in self.episodes],
            "lines": [[line, str(start), str(end) if end else None] for line, start, end in self.lines],
        }


def truth(area: Area, days: int, seed: int, *, first_day: date) -> Iterator[PersonTruth]:
    """Give the truth of everybody of whom something is known by the end of a period."""
    period = Period(area, days, seed, first_day)
    for _, life in lives(period):
        found = truth_of(life, period.end)
        if found.spells or found.referral:
            yield found


def truth_of(life: Life, end: datetime) -> PersonTruth:
    """Give the truth of one life at a time."""
    spells = tuple(_spell(stay, end) for stay in life.stays if _written(stay.admitted_at, end))
    episodes = tuple(
        EpisodeTruth(spell.trust, spell.number, spell.discharged_on, spell.discharged_on + timedelta(days=COVERED - 1))
        for spell, stay in zip(spells, life.stays, strict=False)
        if spell.status == "discharged" and stay.ending == "home" and spell.discharged_on is not None
    )
    later = life.died_at is not None and life.died_at + timedelta(days=1) < end
    return PersonTruth(
        nhs_number=life.person.nhs_number,
        council=life.person.council.code,
        practice=life.person.practice,
        spells=spells,
        episodes=episodes,
        in_hospital=any(spell.status == "open" for spell in spells),
        died=later or any(spell.status == "died" for spell in spells),
        lines=tuple(_line(line, end) for line in life.lines if line.started_on < end.date()),
        referral=_referral(life, end),
    )


def _spell(stay: Stay, end: datetime) -> SpellTruth:
    status, left = "open", None
    if stay.ending == "mistaken":
        status = "cancelled" if stay.admitted_at + timedelta(hours=1) < end else "open"
    elif _written(stay.left_at, end):
        status, left = ("died" if stay.ending == "died" else "discharged"), stay.left_at.date()
    elif stay.mistake and _written(stay.mistake.left_at, end) and stay.mistake.taken_back_at >= end:
        status, left = "discharged", stay.mistake.left_at.date()
    return SpellTruth(stay.trust.code, stay.spell, status, stay.admitted_at.date(), left)


def _written(when: datetime, end: datetime) -> bool:
    return when + WRITTEN_AFTER < end


def _line(line: Line, end: datetime) -> tuple[str, date, date | None]:
    ended = line.ended_on if line.ended_on is not None and line.ended_on < end.date() else None
    return line.line_id, line.started_on, ended


def _referral(life: Life, end: datetime) -> str | None:
    made = life.referral
    if made is None or made.fault is not None or made.at >= end:
        return None
    return None if made.withdrawn_at is not None and made.withdrawn_at < end else referral_id(life.person)


def _dated(members: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, date) else value for name, value in members.items()}
