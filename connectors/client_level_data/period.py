"""The reporting period that a file claims, and the one that its events show."""

from collections import Counter
from datetime import date
from typing import Any

from connectors.client_level_data.row import Row
from connectors.client_level_data.status import KINDS
from hub.domain.reporting_period import Period, period_shown


class Claimed:
    """What the rows of a file say of its reporting period."""

    def __init__(self) -> None:
        self._stated: Counter[Period] = Counter()
        self._ended: Counter[tuple[date, str]] = Counter()

    def add(self, row: Row) -> None:
        """Count a row's claim, and the month in which its event ended."""
        first, last = row.day("Reporting Period Start Date"), row.day("Reporting Period End Date")
        if first is not None and last is not None:
            self._stated[Period(first, last)] += 1
        ended, kind = row.day("Event End Date"), row.cell("Event Type")
        if ended is not None and kind in KINDS:
            self._ended[ended.replace(day=1), kind] += 1

    def told(self) -> dict[str, Any]:
        """Give the period that most rows claim, how many different ones there are, and the one shown."""
        most = self._stated.most_common(1)
        return {
            "claimed": _days(most[0][0]) if most else None,
            "different_claims": len(self._stated),
            "shown": _days(period_shown(self._ended)),
        }


def _days(period: Period | None) -> dict[str, str] | None:
    return None if period is None else {"from": period.first.isoformat(), "to": period.last.isoformat()}
