"""From a carer's own record to what is told so that carers and short breaks can be counted."""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Final

from hub.domain.break_policy import BreakPolicy
from hub.domain.carer_record import CarerState
from hub.domain.council_area import areas_of_council
from hub.domain.days import day_of
from hub.domain.early_help_told import SENSITIVE, areas_told, source_told
from hub.domain.figures_of_early_help import CarerFigures, NoticeTold
from hub.domain.homes import AreaLookup
from hub.domain.ids import named
from hub.domain.said import Said
from hub.domain.short_breaks import ShortBreakFigures, short_break_figures
from hub.events.values import Moment

_NAMESPACE: Final = uuid.UUID("0d5a3a0e-9a55-5b0f-8f0c-6b7f3f0f2a61").bytes


def contacted_on(state: CarerState) -> Said[date] | None:
    """Return the day of the first contact that a council made about any notice."""
    return _first([notice.contacted for notice in state.notices if notice.contacted is not None])


def assessed_on(state: CarerState) -> Said[date] | None:
    """Return the day on which the carer's own assessment was first completed."""
    return _first([one.completed for one in state.assessments if one.completed is not None])


def _first(found: list[Said[Moment]]) -> Said[date] | None:
    if not found:
        return None
    said = min(found, key=lambda one: (one.value.at, one.by))
    return Said(day_of(said.value.at), said.by, said.rule)


def carer_figures(state: CarerState, lookup: AreaLookup) -> CarerFigures | None:
    """Return what is told of a carer; none of somebody of whom no notice with a lawful basis came.

    The area is that of the newest such notice.  Who was told of by two sources is under both.
    """
    told = [(one, one.received.value.at) for one in state.notices if one.received and one.based_by is not None]
    if not told:
        return None
    first: dict[str, date] = {}
    for notice, at in told:
        source = source_told(notice.source)
        first[source] = min(day_of(at), first.get(source, date.max))
    newest = max((notice for notice, _ in told), key=lambda one: one.told_by)
    hidden = is_kept_hidden(state)
    place, *later = areas_told(newest.council, newest.home, lookup, min(first.values()), hidden=hidden)
    assessed, contacted = assessed_on(state), contacted_on(state)
    return CarerFigures(
        assessed_on=None if assessed is None else assessed.value,
        contacted_on=None if contacted is None else contacted.value,
        council=place.council,
        ics=place.ics,
        later=tuple(later),
        notices=tuple(NoticeTold(first[source], source) for source in sorted(first)),
        supported_on=None if state.supported is None else state.supported.value,
    )


def is_kept_hidden(state: CarerState) -> bool:
    """Say whether nobody may be told where the carer lives."""
    return bool(state.hiding) or any(SENSITIVE in one.contact_caution for one in state.notices)


def breaks_told(state: CarerState, policy: BreakPolicy, lookup: AreaLookup) -> Iterator[tuple[str, ShortBreakFigures]]:
    """Give what is told of each short break under its key, by which no id of a council's system is told.

    The area is that of the council that was asked, or decided; nobody who is kept hidden is told with one.
    """
    hidden = is_kept_hidden(state)
    for one in state.breaks:
        first = min(said.value for said in (one.requested, one.decided) if said is not None)
        areas = areas_of_council(lookup, None if hidden else one.council, first)
        yield named(_NAMESPACE, one.request_id), short_break_figures(one, policy, areas)
