"""From the cases of a person to what is told so that early help can be counted."""

from datetime import date
from typing import Final

from hub.domain.days import day_of
from hub.domain.early_help_case import Case, EarlyHelpState
from hub.domain.early_help_standing import first, received_on
from hub.domain.figures_bodies import Area
from hub.domain.figures_of_early_help import EarlyHelpFigures
from hub.domain.homes import AreaLookup
from hub.domain.landing import CHILDRENS_SERVICES, DWP, GP
from hub.events.values import HomeArea

SENSITIVE: Final = "SENSITIVE_ADDRESS"
SOURCES: Final = frozenset({DWP, GP, CHILDRENS_SERVICES})
OTHER: Final = "OTHER"


def areas_told(
    council: str | None, home: HomeArea | None, lookup: AreaLookup, first: date, *, hidden: bool
) -> tuple[Area, ...]:
    """Return the council and the systems that may be told, from a day on as they change; none of who is kept hidden."""
    if hidden:
        return (Area(None, None, first),)
    areas = [Area(council, _system(council, home, lookup, first), first)]
    for day in lookup.changes:
        if day > first and (ics := _system(council, home, lookup, day)) != areas[-1].ics:
            areas.append(Area(council, ics, day))
    return tuple(areas)


def _system(council: str | None, home: HomeArea | None, lookup: AreaLookup, on: date) -> str | None:
    ics = lookup.ics_of(None, home, council, on)
    return None if ics is None else ics[0]


def source_told(source: str) -> str:
    """Return the source as a code of the list; any other word of a sender is told as OTHER."""
    return source if source in SOURCES else OTHER


def early_help_figures(state: EarlyHelpState, case: Case, lookup: AreaLookup) -> EarlyHelpFigures | None:
    """Return what is told of a case; none of one that was not received or never had a lawful basis."""
    received = received_on(case)
    if received is None or case.routed is None:
        return None
    place, *later = areas_told(
        None if case.council is None else case.council.value,
        case.home,
        lookup,
        received.value,
        hidden=bool(state.hiding) or SENSITIVE in case.contact_caution,
    )
    return EarlyHelpFigures(
        contacted_on=_on(case, "ContactAttempted"),
        council=place.council,
        declined_on=_on(case, "EarlyHelpDeclined"),
        ics=place.ics,
        later=tuple(later),
        received_on=received.value,
        referred_on=_on(case, "SentToAssessment"),
        screened_on=_on(case, "EarlyHelpScreened"),
        source=source_told(case.source),
        withdrawn_on=_withdrawn(case),
    )


def _on(case: Case, what: str) -> date | None:
    step = first(case, what)
    return None if step is None else step.value


def _withdrawn(case: Case) -> date | None:
    """Give the day on which its sender took a case back; a death that the sender tells is none."""
    if case.state.value != "WITHDRAWN":
        return None
    return next((day_of(step.at.at) for step in reversed(case.steps) if step.what.endswith("Withdrawn")
                 and step.what != "ConsentWithdrawn"), None)  # fmt: skip
