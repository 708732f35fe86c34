"""From a carer's own record to what is told so that carers can be counted."""

from datetime import date

from hub.domain.carer_record import CarerState
from hub.domain.days import day_of
from hub.domain.early_help_told import SENSITIVE, place_told, source_told
from hub.domain.figures_of_early_help import CarerFigures, NoticeTold
from hub.domain.homes import AreaLookup
from hub.domain.said import Said
from hub.events.values import Moment


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
    hidden = bool(state.hiding) or any(SENSITIVE in one.contact_caution for one in state.notices)
    council, ics = place_told(newest.council, newest.home, lookup, min(first.values()), hidden=hidden)
    assessed, contacted = assessed_on(state), contacted_on(state)
    return CarerFigures(
        None if assessed is None else assessed.value,
        None if contacted is None else contacted.value,
        council,
        ics,
        tuple(NoticeTold(first[source], source) for source in sorted(first)),
        None if state.supported is None else state.supported.value,
    )
