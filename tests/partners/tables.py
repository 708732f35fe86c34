"""Invented rows of a provider's table, and a feed door with everything behind it in memory."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from connectors.provider_table.connector import ProviderTableConnector
from connectors.provider_table.drop import ProviderTableDrop
from connectors.provider_table.profile import COLUMNS
from tests.partners.memory_intake import MemoryIntake, StillClock
from tests.partners.referrals import NOW

Cells = Mapping[str, str]


def row(record: str = "LINE_STARTED", **cells: str) -> dict[str, str]:
    """Give a good row of a kind; keyword arguments change cells."""
    person = {
        "record": record,
        "person_nhs_number": "9990000018",
        "person_family_name": "Ashworth",
        "person_date_of_birth": "1939-11-04",
        "provider_location": "1-999000001",
        "line_id": "L-17",
        "recorded_at": "2026-11-16T08:00:00+00:00",
    }
    return {**person, **_OF_KIND.get(record, {}), **cells}


_OF_KIND: Mapping[str, Cells] = {
    "LINE_STARTED": {
        "service": "HOME_SUPPORT",
        "origin": "NEW",
        "started_on": "2026-11-14",
        "hours_per_week": "10.5",
        "price_per_hour": "24.60",
    },
    "LINE_CHANGED": {"started_on": "2026-11-16", "hours_per_week": "14"},
    "LINE_ENDED": {"ended_on": "2026-11-17"},
    "LINE_CALLED_OFF": {"started_on": "2026-11-20", "recorded_at": "2026-11-17T10:00"},
    "VISIT_CONFIRMED": {"visit_planned_at": "2026-11-15T08:00", "visit_done_at": "2026-11-15T08:12"},
    "VISIT_MISSED": {"visit_planned_at": "2026-11-15T18:00", "visit_outcome": "NO_ANSWER"},
}


def table(rows: Sequence[Cells], columns: Sequence[str] = COLUMNS) -> bytes:
    """Write rows as a table."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


class Desk:
    """A provider's feed door."""

    def __init__(self, profile: str = "table_v1") -> None:
        self.intake = MemoryIntake()
        self.clock = StillClock(NOW)
        self.connector = ProviderTableConnector()
        self.door = ProviderTableDrop(self.connector.profile(profile), self.intake, self.clock)

    async def drop(self, content: bytes, name: str = "rows.csv") -> dict[str, Any]:
        """Hand a table over."""
        return await self.door.drop("provider-desk", {name: content})

    async def rows(self, *rows: Cells) -> dict[str, Any]:
        """Hand rows over."""
        return await self.drop(table(rows))
