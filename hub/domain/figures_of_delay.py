"""What the waiting of one stay counts in the dashboards: the reason of each day, and the days by both definitions.

Sources: NHS England, Acute Discharge Situation Report (stocks at the end of a day; reasons for delay in 37 values and
five groups since 27 May 2024) and Discharge Ready Date.  The publication of reasons counts stays of 14 days and longer
alone; the hub counts everybody who waits.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from hub.domain.delay_codes import BY_CODE
from hub.domain.figures_bodies import Coded, StayFigures
from hub.domain.figures_cells import Addend, Counting
from hub.domain.figures_measures import (
    DEFINITIONS,
    DELAY_GROUP,
    DELAY_REASON,
    DIFFER,
    NO_WAIT,
    SAME,
    SITREP_DAYS,
    UNKNOWN,
)


def waited(stay: StayFigures) -> Sequence[tuple[date, date | None]]:
    """Return the days at whose end somebody was ready and had not left, each from a day until another.

    Source: Acute Discharge Situation Report (no longer meets the criteria to reside less discharged).
    """
    found: list[tuple[date, date | None]] = [(one.since, one.until) for one in stay.voided]
    if stay.ready_on is not None:
        found.append((max(stay.ready_on, stay.admitted_on or stay.ready_on), stay.left_on))
    return [(first, until) for first, until in found if until is None or first < until]


def delay_reason(stay: StayFigures, counting: Counting) -> Iterator[Addend]:
    """Stocks by national code and by its group: of `ready_not_left`, why they wait; `unknown` where nobody said.

    Source: Acute Discharge Situation Report, table 5; which of several reasons counts is a rule of this product
    (`hub.domain.waiting.national_code`).
    """
    runs = stay.delay_codes or [Coded(None, first, until) for first, until in waited(stay)]
    for run in runs:
        known = BY_CODE.get(run.code or "")
        yield from counting.stock(DELAY_REASON, run.code or UNKNOWN, run.since, run.until)
        yield from counting.stock(DELAY_GROUP, UNKNOWN if known is None else known.group, run.since, run.until)


def definitions(stay: StayFigures, left: date, ready_days: int | None, counting: Counting) -> Iterator[Addend]:
    """Flows on the day of leaving: days by the situation report's definition, and whether those of `delay_days` differ.

    `ready_days` are the days of the discharge ready date; of somebody without one, days by the other definition differ.
    Sources: Acute Discharge Situation Report; Discharge Ready Date.
    """
    days = sum(((until or first) - first).days for first, until in waited(stay))
    category = DIFFER if days != (ready_days or 0) else SAME if days else NO_WAIT
    yield counting.flow(DEFINITIONS, category, left)
    if days:
        yield counting.flow(SITREP_DAYS, "", left, days)
