"""The reporting period that a file of client level data covers: what its events show, not what it claims.

Source: Department of Health and Social Care, `DataS-DHSC/ASC-CLD-LA-Dashboard`, methodology of the main tables, step 2
(reporting periods).
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from hub.domain.calendar_months import months_after

FEWEST: Final = 100
"""Under so many events the period that was claimed stands."""
_PER_CENT: Final = 2


class Period(NamedTuple):
    """The first and the last day of a reporting period."""

    first: date
    last: date


def period_shown(ended: Mapping[tuple[date, str], int]) -> Period | None:
    """Return the period from the events that ended, by the first day of the month and their kind.

    Whole months from the first to the last one with at least 2 % of all events and of all kinds but one.  None of
    fewer than 100 events, or where no month has as many: the claimed period stands.
    """
    in_all, kinds = sum(ended.values()), len({kind for _, kind in ended})
    if in_all < FEWEST:
        return None
    by_month: Counter[date] = Counter()
    for (month, _), events in ended.items():
        by_month[month] += events
    held = {month: sum(month == one for one, _ in ended) for month in by_month}
    full = [m for m, n in by_month.items() if 100 * n >= _PER_CENT * in_all and held[m] >= kinds - 1]
    return Period(min(full), months_after(max(full), 1) - timedelta(days=1)) if full else None
