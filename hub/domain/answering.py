"""Who answers for the six weeks of a person on each of their days: council and integrated care system.

A move between councils does not restart the clock: the six weeks transfer with the remaining days.  So the council is
that of the home in force on the day, or the one that has the duty after a move between councils, and the one of the day
of discharge stays known with its days.

Source: the joint six weeks of the National Care Service proposal (6.5).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from hub.domain.council_of_move import days_of_moves
from hub.domain.days import day_of
from hub.domain.episodes import Episode
from hub.domain.homes import AreaLookup
from hub.domain.joint_state import JointState
from hub.domain.responsible import Responsible, responsible
from hub.domain.rules import Rule
from hub.domain.said import Said


class Term(NamedTuple):
    """Days, both ends included, on which the same council and system answer."""

    first: date
    last: date
    who: Responsible


def answering(state: JointState, areas: AreaLookup, episode: Episode) -> Sequence[Term]:
    """Return who answers from the day of discharge to the end of an episode, in order of days; one term or more.

    A void episode has the term of its first day alone.
    """
    first, last = episode.window
    if episode.end is not None:
        last = episode.end.day
    later = moves(state, areas, first, last) if episode.void_by is None else []
    if not later:
        return (Term(first, last, responsible(state, areas, first)),)
    found = [(first, responsible(state, areas, first))]
    for day in later:
        who = responsible(state, areas, day)
        if _named(who) != _named(found[-1][1]):
            found.append((day, _moved(who, day)))
        elif who.council is not None and who.council.rule is Rule.PLACED_OUT_OF_AREA:
            found[-1] = found[-1][0], found[-1][1]._replace(council=who.council)  # why they go on answering
    ends = [*(day - timedelta(days=1) for day, _ in found[1:]), last]
    return [Term(day, end, who) for (day, who), end in zip(found, ends, strict=True)]


def moves(state: JointState, areas: AreaLookup, after: date, upto: date) -> list[date]:
    """Return the days after one and up to another from which somebody else may answer, in order.

    On them another home or practice comes into force, another council has the duty, or systems themselves change.
    """
    changes = areas.changes
    stays = len(state.homes) < 2 and len(state.practices) < 2 and not state.moves  # noqa: PLR2004
    if stays and (not changes or changes[-1] <= after):
        return []  # asked after every batch of everybody, nearly all of whom stay where they are
    days = {*changes, *days_of_moves(state)}
    for stated in (state.homes, state.practices):
        if len(stated) > 1:
            days.update(day_of(entry.since) for entry in stated)
    return sorted(day for day in days if after < day <= upto)


def on_day(terms: Sequence[Term], on: date) -> Term:
    """Return the term of a day; before the first one the first, after the last one the last."""
    if len(terms) == 1:
        return terms[0]
    return next((term for term in reversed(terms) if term.first <= on), terms[0])


def _named(who: Responsible) -> tuple[object, ...]:
    return *who.codes, who.likely and who.likely.value


_OF_MOVES: Final = frozenset({Rule.COUNCIL_OF_MOVE, Rule.PLACED_OUT_OF_AREA})


def _moved(who: Responsible, since: date) -> Responsible:
    """Return who answers since a later day than that of discharge, with the rule of it."""
    council = who.council
    if council is not None and council.rule not in _OF_MOVES:
        council = Said(council.value, council.by, Rule.HOME_OF_THE_DAY)
    return who._replace(council=council, since=since)
