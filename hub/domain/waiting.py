"""The days at whose end somebody was ready and had not left, and the national reason of each."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from hub.domain.days import day_of
from hub.domain.delay_codes import CHANGED, GROUPS, DelayCode
from hub.domain.delay_labels import national, stand_in
from hub.domain.delay_reasons import holds_on
from hub.domain.delay_state import Delay
from hub.domain.pathways import pathway_on
from hub.domain.readiness import Ready, final, periods
from hub.domain.six_weeks import plus
from hub.domain.spells import SpellState


class Wait(NamedTuple):
    """Days of waiting from the first until another, on which it was over; none while it goes on.

    `last` says whether it is the one that ends with leaving, or goes on now: the one of the discharge ready date.
    """

    first: date
    until: date | None
    ready: Ready
    last: bool


class Run(NamedTuple):
    """Days of waiting with one national code, from the first until another; a code of none where there is none."""

    first: date
    until: date | None
    code: str | None


class Chosen(NamedTuple):
    """The national code of a day, the statement that it comes from, and whether it stands in by a guess."""

    code: str
    by: int
    is_guess: bool


def waits(spell: SpellState, until: date | None) -> list[Wait]:
    """Return the days at whose end somebody was ready and in the bed, up to a day on which they were not any more.

    Nobody waits before they are admitted.  Source: Acute Discharge Situation Report (no longer meets the criteria to
    reside and not discharged at the end of the day).
    """
    if not spell.voided and (spell.ready is None or spell.ready.value is None):
        return []
    begins = spell.admitted_on
    last, found = final(spell), []
    for one in periods(spell):
        first = max(day_of(one.since.at), begins or date.min)
        ends = [day for day in (None if one.voided is None else day_of(one.voided.value.at), until) if day is not None]
        over = min(ends, default=None)
        if over is None or first < over:
            found.append(Wait(first, over, one, one == last))
    return found


def national_code(spell: SpellState, day: date) -> Chosen | None:
    """Return the single national code of a day at whose end somebody waits; none where no reason has one.

    Of the reasons that hold at the end of the day, as values of the list in force on it: first one whose label names
    the person's pathway; then by group, the last link of the usual chain first (capacity, interface process, care
    transfer hub process, wellbeing concerns, hospital process); then the newest; then by code.  Source: rule of this
    product; the Acute Discharge Situation Report asks for one code where causes are many.
    """
    held = [(code, one, guess) for one in spell.delays if holds_on(one, day) for code, guess in _of_day(one, day)]
    if not held:
        return None
    pathway = pathway_on(spell, day)
    code, one, guess = min(held, key=lambda each: _rank(each[0], each[1], pathway))
    return Chosen(code.code, one.by, guess)


def _of_day(one: Delay, day: date) -> Iterator[tuple[DelayCode, bool]]:
    """Give the value of the list in force on a day for a reason; an older one gives way to what stands for it."""
    known = national(one.code, one.label)
    if known is None:
        return
    if known.in_force(day):
        yield known, False
    elif day >= CHANGED:
        now, guess = stand_in(known)
        if now is not None:
            yield now, guess


_ORDER: Final = {group: place for place, group in enumerate(GROUPS)}


def _rank(code: DelayCode, one: Delay, pathway: str | None) -> tuple[bool, int, int, str]:
    return pathway not in code.pathways, _ORDER[code.group], -one.since.at, code.code


def runs(spell: SpellState, waited: Sequence[Wait]) -> tuple[Run, ...]:
    """Return the days of waiting cut by their national code; nothing where no day has one."""
    if not any(national(one.code, one.label) for one in spell.delays):
        return ()
    found: list[Run] = []
    for wait in waited:
        days = _days_of_change(spell, wait)
        for first, until in zip(days, [*days[1:], wait.until], strict=True):
            chosen = national_code(spell, first)
            code = None if chosen is None else chosen.code
            if found and found[-1].until == first and found[-1].code == code:
                found[-1] = found[-1]._replace(until=until)
            else:
                found.append(Run(first, until, code))
    return tuple(found) if any(run.code for run in found) else ()


def held(spell: SpellState, waited: Sequence[Wait]) -> tuple[Run, ...]:
    """Return the days of waiting with each national code that held on them; nothing where no day has two.

    Where no day has two, `runs` says the same.  A day on which several reasons hold is in the run of each.
    """
    if len(spell.delays) < 2:  # noqa: PLR2004 - asked after every batch of everybody who waits
        return ()
    found: dict[str, list[Run]] = {}
    several = False
    for wait in waited:
        days = _days_of_change(spell, wait)
        for first, until in zip(days, [*days[1:], wait.until], strict=True):
            codes = {code.code for one in spell.delays if holds_on(one, first) for code, _ in _of_day(one, first)}
            several = several or len(codes) > 1
            for code in codes:
                mine = found.setdefault(code, [])
                if mine and mine[-1].until == first:
                    mine[-1] = mine[-1]._replace(until=until)
                else:
                    mine.append(Run(first, until, code))
    every = [run for of_code in found.values() for run in of_code]
    return tuple(sorted(every, key=lambda run: (run.first, run.code or ""))) if several else ()


def _days_of_change(spell: SpellState, wait: Wait) -> list[date]:
    """Return the first day of a wait and the days in it on which its code may change."""
    days = {CHANGED, *(day_of(one.since.at) for one in spell.pathways)}
    for one in spell.delays:
        days.add(day_of(one.since.at))
        if one.ended is not None:
            days.add(day_of(one.ended.value.at))
        if one.until is not None:
            days.add(plus(one.until, 1))
    inside = {day for day in days if day > wait.first and (wait.until is None or day < wait.until)}
    return [wait.first, *sorted(inside)]


def last_day_of(waited: Sequence[Wait], on: date) -> date | None:
    """Return the last day of waiting up to a day; none where nobody waited by then."""
    ended = [on if wait.until is None else min(on, plus(wait.until, -1)) for wait in waited if wait.first <= on]
    return max(ended, default=None)
