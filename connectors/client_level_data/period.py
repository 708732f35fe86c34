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

    def most(self) -> Period | None:
        """Give the period that most rows claim; none where no row claims one."""
        return next((period for period, _ in self._stated.most_common(1)), None)

    def shown(self) -> Period | None:
        """Give the period that the events show; none where they are too few."""
        return period_shown(self._ended)

    def told(self) -> dict[str, Any]:
        """Give the period that most rows claim, how many different ones there are, and the one shown."""
        return {
            "claimed": days(self.most()),
            "different_claims": len(self._stated),
            "shown": days(self.shown()),
        }


def days(period: Period | None) -> dict[str, str] | None:
    """Give a period as plain data."""
    return None if period is None else {"from": period.first.isoformat(), "to": period.last.isoformat()}
