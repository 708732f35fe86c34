"""Between which days somebody may have been on the joint board, and under which codes: so other days' boards find them.

Nothing here decides who was on a board: it has to leave nobody out.  While the row of today is on the board the days
have no end; so it is of the dead to whom something is owed still.  Once it is over they end with the last day on which
anything of the person was dated, for the dead their death or what is dated of an appeal: after it, and after what
happened last (which the host knows), every day's row is that of today.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from hub.domain.ahead import days_ahead
from hub.domain.answering import moves
from hub.domain.council_of_move import days_of_moves
from hub.domain.days import day_of
from hub.domain.episodes import Episode
from hub.domain.homes import AreaLookup
from hub.domain.joint_state import JointState, confirmed_death
from hub.domain.responsible import responsible
from hub.domain.six_weeks import plus
from hub.domain.spells import SpellState
from hub.domain.steps_of_appeals import appeal_days
from hub.ports.board import PAST, status_on
from hub.ports.listing import BoardDays, Listing
from hub.processors.joint_board import step_days


def board_days(
    state: JointState, row: Listing | None, standing: Sequence[Episode], areas: AreaLookup, today: date
) -> BoardDays | None:
    """Return the days and codes of everybody who ever had a stay; `row` is that of today, none off the board."""
    if not state.spells:
        return None
    first = min([day for spell in state.spells for day in _begun(spell)])
    return BoardDays(first, _last(state, row, standing, today), _codes(state, row, areas, first))


def _begun(spell: SpellState) -> Iterator[date]:
    """Give the days on which a stay is said to begin or end; any day, of one of which nobody says it."""
    if spell.admitted is None and not spell.leavings:
        yield date.min
    if spell.admitted is not None:
        yield day_of(spell.admitted.value.at)
    for left in spell.leavings:
        yield day_of(min(left.at.at, left.discharged.value.at))


def _last(state: JointState, row: Listing | None, standing: Sequence[Episode], today: date) -> date:
    """Return the last day on which the row may be another one than today's; the last there is while on the board."""
    if row is not None and (row.also or status_on(row, today) not in PAST):
        return date.max
    death = confirmed_death(state)
    if death is not None and day_of(death.value.at) <= today:
        days = [day_of(death.value.at), *appeal_days(state.appeals, date.min)]
    else:
        days = list(_dated(state, standing))
    return date.max if any(day > today for day in days) else max(days, default=date.min)


def _dated(state: JointState, standing: Iterable[Episode]) -> Iterator[date]:
    """Give every day with which something of the person begins or ends, whatever it is."""
    yield from days_ahead(state, date.min)
    yield from step_days(state, date.min)
    yield from days_of_moves(state)
    for episode in standing:
        yield plus(episode.window.last, 1) if episode.end is None else episode.end.day
    for home in state.homes:
        yield day_of(home.since)
    if state.money is not None:
        for each in state.money.determinations:
            yield each.first


def _codes(state: JointState, row: Listing | None, areas: AreaLookup, first: date) -> tuple[str, ...]:
    """Return the codes of every council, system, trust and provider under which any day may list the person."""
    moved = len(state.homes) > 1 or len(state.practices) > 1 or state.moves
    after = date.min if moved else first  # an admission may have been said to be earlier than it was
    later = moves(state, areas, after, date.max)
    if later or row is None:
        named = [code for day in (after, *later) for code in responsible(state, areas, day).codes]
    else:
        named = [row.council, row.ics]
    every = {*named, *(spell.trust for spell in state.spells), *(line.provider for line in state.lines)}
    return tuple(sorted(code for code in every if code is not None))
