"""What one stay counts in the dashboards, measure by measure.

Sources, unless a measure names another: NHS England, Acute Discharge Situation Report (stocks at the end of a day and
daily discharges) and Discharge Ready Date (delay from the start of the final period without criteria to reside).  Both
leave out children, whom the hub cannot tell apart: age is sealed.  What they count by trust is counted by council as
well.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from hub.domain.figures_bodies import LEFT, StayFigures
from hub.domain.figures_cells import Addend, Counting, area_on
from hub.domain.figures_measures import (
    DELAY_BANDS,
    DELAY_DAYS,
    DISCHARGE_DELAY,
    DISCHARGES,
    DISCHARGES_BY_PATHWAY,
    IN_HOSPITAL,
    QUALITY,
    READY_NOT_LEFT,
    UNKNOWN,
    band_of,
)
from hub.domain.figures_of_delay import definitions, delay_reason, differs_because, reason_days, waited

_NO_DESTINATION = frozenset({None, "98", "99"})
"""No code, not applicable, not known (NHS Data Model and Dictionary, DISCHARGE DESTINATION CODE)."""


def of_stay(stay: StayFigures) -> list[Addend]:
    """Return every addend of a stay."""
    counting = Counting(stay.areas, stay.trust)
    found = [*in_hospital(stay, counting), *ready_not_left(stay, counting), *delay_reason(stay, counting)]
    left = stay.left_on
    if stay.ended is not None and left is not None:
        found += differs_because(stay, left, counting)
    if stay.ended == LEFT and left is not None:
        found.append(discharges(stay, left, counting))
        found.append(discharges_by_pathway(stay, left, counting))
        days = ready_days(stay, left)
        found += discharge_delay(days, left, counting)
        found += definitions(stay, left, days, counting)
        found += reason_days(stay, left, counting)
        found += quality(stay, left, counting)
    return found


def in_hospital(stay: StayFigures, counting: Counting) -> Iterable[Addend]:
    """Stock: inpatients in a bed at the end of the day, which is why the day of leaving is not counted.

    A stay whose admission nobody sent is not in it.  Somebody in two hospitals at once counts in both.
    Source: NHS England, KH03 (beds occupied overnight, at midnight).
    """
    return () if stay.admitted_on is None else counting.stock(IN_HOSPITAL, "", stay.admitted_on, stay.left_on)


def ready_not_left(stay: StayFigures, counting: Counting) -> Iterable[Addend]:
    """Stock by pathway: people who no longer meet the criteria to reside and were not discharged by the end of the day.

    Source: Acute Discharge Situation Report ("remaining": no longer meets the criteria less discharged).
    """
    category = stay.pathway or UNKNOWN
    return [one for days in waited(stay) for one in counting.stock(READY_NOT_LEFT, category, *days)]


def discharges(stay: StayFigures, left: date, counting: Counting) -> Addend:
    """Flow by destination code, on the day of leaving: who left alive and not for another hospital.

    Source: Acute Discharge Situation Report, table 4; NHS Data Model and Dictionary, DISCHARGE DESTINATION CODE.
    """
    return counting.flow(DISCHARGES, stay.destination or UNKNOWN, left)


def discharges_by_pathway(stay: StayFigures, left: date, counting: Counting) -> Addend:
    """Flow by pathway (P0 to P3), on the day of leaving: of the same people as `discharges`.

    Source: Acute Discharge Situation Report, table 4; Hospital discharge and community support guidance, annex B.
    """
    return counting.flow(DISCHARGES_BY_PATHWAY, stay.pathway or UNKNOWN, left)


def ready_days(stay: StayFigures, left: date) -> int | None:
    """Return the days from the ready date to leaving; none without a night, or a ready date no later than leaving.

    Nobody waits for a bed that they were not in.  Source: Discharge Ready Date.
    """
    ready = stay.ready_on
    if ready is None or ready > left or stay.admitted_on == left:
        return None
    return (left - max(ready, min(stay.admitted_on or ready, left))).days


def discharge_delay(days: int | None, left: date, counting: Counting) -> Iterator[Addend]:
    """Flows on the day of leaving: discharges by days since ready (`discharge_delay`), and the days (`delay_days`).

    The ready date is the start of the final period without criteria to reside.  Stays of no night, and those without
    a ready date that lies before the discharge, are left out; `quality` says how many these are.
    Source: Discharge Ready Date (bands 0, 1, 2-3, 4-6, 7-13, 14-20, 21 and more; bed days after the ready date).
    """
    if days is None:
        return
    yield counting.flow(DISCHARGE_DELAY, band_of(days, DELAY_BANDS), left)
    if days:
        yield counting.flow(DELAY_DAYS, "", left, days)


def quality(stay: StayFigures, left: date, counting: Counting) -> Iterator[Addend]:
    """Flow on the day of leaving: of how many discharges (`all`) something is not known.

    Source: Discharge Ready Date, data quality (share of discharges with a ready date); Data Quality Maturity Index.
    """
    ics, council = area_on(stay.areas, left)
    yield counting.flow(QUALITY, "all", left)
    if not council:
        yield counting.flow(QUALITY, "council_unknown", left)
    if not ics:
        yield counting.flow(QUALITY, "ics_unknown", left)
    if stay.destination in _NO_DESTINATION:
        yield counting.flow(QUALITY, "destination_unknown", left)
    if stay.pathway is None:
        yield counting.flow(QUALITY, "pathway_unknown", left)
    if stay.ready_on is None or stay.ready_on > left:
        yield counting.flow(QUALITY, "ready_unknown", left)
    if stay.admitted_on is None:
        yield counting.flow(QUALITY, "admission_unknown", left)
    if stay.delay_unmapped:
        yield counting.flow(QUALITY, "delay_label_unmapped", left)
