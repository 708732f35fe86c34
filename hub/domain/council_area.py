"""Which integrated care system answers for a council that was named, on each day from one on."""

from datetime import date

from hub.domain.figures_bodies import Area
from hub.domain.homes import AreaLookup


def system_of(lookup: AreaLookup, council: str | None, on: date) -> str | None:
    """Return the system of a council on a day, by reference data alone; none where no council was named."""
    found = lookup.ics_of(None, None, council, on) if council else None
    return found[0] if found else None


def areas_of_council(lookup: AreaLookup, council: str | None, first: date) -> tuple[Area, ...]:
    """Return council and system from a day on, as the systems change: what is counted stays in the right one."""
    areas = [Area(council, system_of(lookup, council, first), first)]
    for day in lookup.changes:
        if day > first and (ics := system_of(lookup, council, day)) != areas[-1].ics:
            areas.append(Area(council, ics, day))
    return tuple(areas)
