"""What the waiting of one stay counts in the dashboards: the reason of each day, and the days by both definitions.

Sources: NHS England, Acute Discharge Situation Report (stocks at the end of a day; reasons for delay in 37 values and
five groups since 27 May 2024) and Discharge Ready Date.  The publication of reasons counts stays of 14 days and longer
alone; the hub counts everybody who waits.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from hub.domain.delay_codes import BY_CODE
from hub.domain.figures_bodies import DIED, LEFT, MOVED, Coded, StayFigures
from hub.domain.figures_cells import Addend, Counting
from hub.domain.figures_measures import (
    ANY,
    DEFINITIONS,
    DELAY_GROUP,
    DELAY_REASON,
    DIFFER,
    DIFFERS_BECAUSE,
    DIFFERS_DAYS,
    NO_WAIT,
    REASON_DAYS,
    REASON_PEOPLE,
    SAME,
    SITREP_DAYS,
    UNKNOWN,
)
from hub.domain.rules import Rule

BECAUSE: Final = (
    Rule.READY_VOIDED,
    Rule.MET_ON_LEAVING,
    Rule.DELAY_ENDED_BY_DEATH,
    Rule.DELAY_ENDED_BY_TRANSFER,
)
"""Why the numbers of days differ of a stay that has ended (`hub.domain.delay_definitions`)."""
_LEFT_OUT: Final = {DIED: Rule.DELAY_ENDED_BY_DEATH, MOVED: Rule.DELAY_ENDED_BY_TRANSFER}


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
    for run in reasons_of_days(stay):
        known = BY_CODE.get(run.code or "")
        yield from counting.stock(DELAY_REASON, run.code or UNKNOWN, run.since, run.until)
        yield from counting.stock(DELAY_GROUP, UNKNOWN if known is None else known.group, run.since, run.until)


def reasons_of_days(stay: StayFigures) -> Sequence[Coded]:
    """Return the days that `waited` gives, cut by the national code of each; a code of none where nobody said one."""
    return stay.delay_codes or [Coded(None, first, until) for first, until in waited(stay)]


def waits_for(stay: StayFigures, day: date) -> str | None:
    """Return the category under which `delay_reason` counts a stay at the end of a day; none where it does not."""
    for run in reasons_of_days(stay):
        if run.since <= day and (run.until is None or day < run.until):
            return run.code or UNKNOWN
    return None


def definitions(stay: StayFigures, left: date, ready_days: int | None, counting: Counting) -> Iterator[Addend]:
    """Flows on the day of leaving: days by the situation report's definition, and whether those of `delay_days` differ.

    `ready_days` are the days of the discharge ready date; of somebody without one, days by the other definition differ.
    Sources: Acute Discharge Situation Report; Discharge Ready Date.
    """
    days = _days(waited(stay))
    category = DIFFER if days != (ready_days or 0) else SAME if days else NO_WAIT
    yield counting.flow(DEFINITIONS, category, left)
    if days:
        yield counting.flow(SITREP_DAYS, "", left, days)


def differs_because(stay: StayFigures, left: date, counting: Counting) -> Iterator[Addend]:
    """Flows on the day on which a stay ended: who waits other days by the two definitions, and how many, by the reason.

    Somebody may be under two reasons, and once under `any`; days are under one.  Whoever died or moved to another
    hospital is counted here: the situation report has their days, and the discharge ready date leaves them out.
    Sources: Acute Discharge Situation Report; Discharge Ready Date.
    """
    reasons = dict(_because(stay))
    for category, days in [*((rule.label, days) for rule, days in reasons.items()), (ANY, sum(reasons.values()))]:
        if reasons:
            yield counting.flow(DIFFERS_BECAUSE, category, left)
            if days:
                yield counting.flow(DIFFERS_DAYS, category, left, days)


def _because(stay: StayFigures) -> Iterator[tuple[Rule, int]]:
    """Give each reason with the days of the situation report that it explains."""
    voided = _days((one.since, one.until) for one in stay.voided)
    last = _days(waited(stay)) - voided
    if voided:
        yield Rule.READY_VOIDED, voided
    if stay.ended == LEFT and voided and stay.ready_on is None:
        yield Rule.MET_ON_LEAVING, 0
    if stay.ended in _LEFT_OUT and last:
        yield _LEFT_OUT[stay.ended], last


def reason_days(stay: StayFigures, left: date, counting: Counting) -> Iterator[Addend]:
    """Flows on the day of leaving: days waited under every national reason that held, and who waited under each.

    A day on which several held is under each of them, and once under `any`.  Days without one are under none.
    Source: Acute Discharge Situation Report asks for one reason a day, which hides the others; rule of this product.
    """
    told = [run for run in stay.delay_codes if run.code is not None]
    by_code: dict[str, list[Coded]] = {ANY: told} if told else {}
    for run in stay.delay_held or told:
        by_code.setdefault(run.code or UNKNOWN, []).append(run)
    for code in sorted(by_code):
        yield counting.flow(REASON_PEOPLE, code, left)
        yield counting.flow(REASON_DAYS, code, left, _days((run.since, run.until or left) for run in by_code[code]))


def _days(spans: Iterable[tuple[date, date | None]]) -> int:
    return sum(((until or first) - first).days for first, until in spans)
