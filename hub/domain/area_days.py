"""From which day on which council and integrated care system answer for somebody, over a period."""

from collections.abc import Iterable
from datetime import date

from hub.domain.answering import Term
from hub.domain.council_of_move import days_of_moves
from hub.domain.days import day_of
from hub.domain.figures_bodies import Area
from hub.domain.homes import AreaLookup
from hub.domain.joint_state import JointState
from hub.domain.responsible import Responsible, responsible

Known = tuple[date, Responsible]
"""Who is responsible on a day, as was worked out already."""


def areas_of_stay(
    state: JointState, lookup: AreaLookup, first: date, last: date | None, known: Known | None = None
) -> tuple[Area, ...]:
    """Return who answers for somebody in hospital: by home, practice and moves, and as the systems change.

    `last` is none while the stay goes on.
    """
    days = [first, *_between(first, lookup.changes, last)]
    if len(state.homes) > 1 or len(state.practices) > 1 or state.moves:
        said = [*days_of_moves(state), *(day_of(each.since) for each in (*state.homes, *state.practices))]
        days = sorted({*days, *_between(first, said, last)})
    elif (
        known is not None
        and len(days) == 1
        and not _between(min(first, known[0]), lookup.changes, max(first, known[0]))
    ):
        # Of somebody who never moved the same is true on every day on which the systems are the same.
        return (_area(known[1], first),)
    return _joined([_area(responsible(state, lookup, day), day) for day in days])


def areas_of_episode(terms: Iterable[Term]) -> tuple[Area, ...]:
    """Return who answers for somebody's six weeks: the council and system of each of their days, also after a move."""
    return tuple([_area(term.who, term.first) for term in terms])


def _between(first: date, days: Iterable[date], last: date | None) -> list[date]:
    """Give the days of a list that lie behind the first day of a period and not behind its last."""
    return [day for day in days if first < day and (last is None or day <= last)]


def _area(who: Responsible, since: date) -> Area:
    return Area(*who.codes, since)


def _joined(found: list[Area]) -> tuple[Area, ...]:
    """Leave out what says the same as the one before."""
    if len(found) == 1:
        return (found[0],)
    kept = [found[0]]
    for area in found[1:]:
        if (area.council, area.ics) != (kept[-1].council, kept[-1].ics):
            kept.append(area)
    return tuple(kept)
