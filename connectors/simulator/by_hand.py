"""Everything that people write down by hand about one life, in order, as it is sent."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from connectors.simulator.acts import Act, Known, by_nhs_number, by_nino, sendable
from connectors.simulator.area import Area
from connectors.simulator.carers_writer import Passed, by_own_number, carer_id, notice_id
from connectors.simulator.decisions import acts_of_deciding
from connectors.simulator.dwp_writer import referral_id
from connectors.simulator.giving import acts_of_breaks, acts_of_giving
from connectors.simulator.leaving import acts_of_leaving
from connectors.simulator.lives import Life
from connectors.simulator.offering import acts_of_offering
from connectors.simulator.papers import papers_of
from connectors.simulator.plots import Plot, drawn, with_more
from connectors.simulator.sendable import Sendable
from connectors.simulator.stays import Stay
from connectors.simulator.support import Line
from connectors.simulator.weeks import (
    acts_of_charging,
    acts_of_coordination,
    acts_of_support,
    acts_of_telling,
    acts_of_the_end,
)


def entries_of(
    area: Area, life: Life, end: datetime, plot: Plot | None = None, *, seen_from: date = date.min
) -> list[Sendable]:
    """Give what is written down of a life before a wall time; without a plot one is drawn, the same each time.

    `seen_from` is the first day of whose visits tables tell.
    """
    rng = Random(f"{life.person.number}/by hand")  # noqa: S311 - invented lives
    more = Random(f"{life.person.number}/more by hand")  # noqa: S311 - as above
    plot = with_more(drawn(rng), more) if plot is None else plot
    who = life.person
    found = [(str(who.number), by_nhs_number(who), act) for act in _of_the_person(area, life, plot, rng)]
    found += [(str(who.number), by_nhs_number(who), act) for act in _of_the_carer_told(life, seen_from, rng)]
    found += [(f"{who.number}/dwp", by_nino(who), act) for act in _of_the_referral(life, rng)]
    found += [(carer_id(who), by_own_number(who), act) for act in _of_the_carer(life, plot, rng)]
    found += [(str(who.number), by_nhs_number(who), act) for act in _of_what_is_given(area, life, plot, more)]
    ended = min(end, life.died_at or end)
    entries = [sendable(act, person, known) for person, known, act in sorted(found, key=_when) if act.at < ended]
    return sorted([*entries, *_papers(area, life, plot, ended)], key=lambda one: one.at)


def _papers(area: Area, life: Life, plot: Plot, end: datetime) -> Iterator[Sendable]:
    """Give the signed plan of somebody who is to move."""
    last = _last(life)
    if last is not None and last.pathway != "P0" and plot.moves:
        yield from papers_of(area, life.person, last.left_at.date(), end)


def carer_passed_on(life: Life, plot: Plot | None = None) -> Passed | None:
    """Give when the person's practice passes on who cares for them: days after they came home; none for most."""
    if plot is None:
        plot = drawn(Random(f"{life.person.number}/by hand"))  # noqa: S311 - as above
    last = _last(life)
    if last is None or last.pathway == "P0" or life.person.carer is None or not plot.has_carer_passed_on:
        return None
    return Passed(life.person, last.left_at + timedelta(days=4))


def _when(found: tuple[str, Known, Act]) -> datetime:
    return found[2].at


def _last(life: Life) -> Stay | None:
    """Give the stay that the person's last six weeks follow; none of who died in hospital or never was there."""
    return life.stays[-1] if life.stays and life.stays[-1].ending == "home" else None


def _of_the_person(area: Area, life: Life, plot: Plot, rng: Random) -> Iterator[Act]:
    who = life.person
    for turn, stay in enumerate(life.stays):
        if stay.ending == "home":
            yield from acts_of_leaving(who, stay, _line_after(life, stay), turn, rng)
            yield from acts_of_coordination(who, stay, turn, plot, rng)
    for turn, line in enumerate(life.lines):
        yield from acts_of_support(who, line, turn, rng)
    last = _last(life)
    if last is not None:
        left, line_ = last.left_at.date(), _line_after(life, last)
        yield from acts_of_the_end(who, last, line_, plot, rng)
        if last.pathway != "P0":
            yield from acts_of_charging(who, left, line_, plot)
            yield from acts_of_deciding(area, who, left, plot, rng)


def _of_what_is_given(area: Area, life: Life, plot: Plot, rng: Random) -> Iterator[Act]:
    last = _last(life)
    if last is not None and last.pathway != "P0":
        yield from acts_of_giving(area, life.person, last.left_at.date(), plot, rng)


def _of_the_carer_told(life: Life, seen_from: date, rng: Random) -> Iterator[Act]:
    for turn, line in enumerate(life.lines if life.person.carer else ()):
        yield from acts_of_telling(line, turn, seen_from, rng)


def _line_after(life: Life, stay: Stay) -> Line | None:
    return next((line for line in life.lines if line.started_on >= stay.left_at.date()), None)


def _of_the_referral(life: Life, rng: Random) -> Iterator[Act]:
    made = life.referral
    if made is None or made.fault is not None:
        return
    referral = referral_id(life.person)
    for act in acts_of_offering(life.person.council.code, referral, made.at.date() + timedelta(days=1), rng):
        if made.withdrawn_at is None or act.at < made.withdrawn_at:
            yield act


def _of_the_carer(life: Life, plot: Plot, rng: Random) -> Iterator[Act]:
    passed = carer_passed_on(life, plot)
    if passed is not None:
        council, came = life.person.council.code, passed.at.date() + timedelta(days=1)
        carer = carer_id(life.person)
        yield from acts_of_offering(council, notice_id(life.person), came, rng, carer=carer)
        yield from acts_of_breaks(council, carer, came, plot, rng)
