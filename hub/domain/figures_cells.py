"""Addends of figures: what is counted where and when, over areas that change with the days."""

from collections.abc import Iterator
from datetime import date

from hub.domain.figures_bodies import Area

Counted = tuple[str, str, str, str, str, str, date]
"""Measure, ICS, council, trust, provider, category, day; "" where a place is not known.

A provider of "" counts everybody once; each provider counts its own people, so that somebody with two is in both.
"""
Addend = tuple[Counted, int]


def area_on(areas: tuple[Area, ...], day: date) -> tuple[str, str]:
    """Return the codes of ICS and council that answer on a day: the first ones before any is in force."""
    found = areas[0]
    for area in areas[1:]:
        if area.since > day:
            break
        found = area
    return found.ics or "", found.council or ""


class Counting:
    """Makes the addends of one person's fact: all of one trust, in whatever area answers on the day."""

    def __init__(self, areas: tuple[Area, ...], trust: str) -> None:
        self._areas, self._trust = areas, trust

    def flow(self, measure: str, category: str, day: date, amount: int = 1, provider: str = "") -> Addend:
        """Count on a day."""
        ics, council = area_on(self._areas, day)
        return (measure, ics, council, self._trust, provider, category, day), amount

    def stock(  # noqa: PLR0913 - what is counted, on which days, how many and of whom
        self, measure: str, category: str, first: date, until: date | None, provider: str = "", *, amount: int = 1
    ) -> Iterator[Addend]:
        """Count one, or an amount, from a day on until another, on which it no longer counts; none goes on for ever.

        Where another area begins to answer in between, the amount goes over from area to area.
        """
        if until is not None and until <= first:
            return
        yield self.flow(measure, category, first, amount, provider)
        for area in self._areas[1:]:
            if first < area.since and (until is None or area.since < until):
                yield self._before(measure, category, area.since, provider), -amount
                yield self.flow(measure, category, area.since, amount, provider)
        if until is not None:
            yield self._before(measure, category, until, provider), -amount

    def _before(self, measure: str, category: str, day: date, provider: str) -> Counted:
        """Name what is taken away on a day from whoever answered until then."""
        held = [area for area in self._areas if area.since < day] or [self._areas[0]]
        return measure, held[-1].ics or "", held[-1].council or "", self._trust, provider, category, day
