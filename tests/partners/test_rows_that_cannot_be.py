"""Rows that can be read and cannot be: events with a warning, kept as they were sent."""

from datetime import date

import pytest

from hub.events.care_record import SupportLineStarted
from tests.partners.tables import Desk, row


@pytest.mark.parametrize(
    ("kind", "cells", "path", "rule"),
    [
        ("LINE_STARTED", {"ended_on": "2026-11-13"}, "ended_on", "ends_before_it_starts"),
        ("LINE_ENDED", {"started_on": "2026-11-18"}, "ended_on", "ends_before_it_starts"),
        ("LINE_STARTED", {"hours_per_week": "336.01"}, "hours_per_week", "hours_impossible"),
        ("LINE_CHANGED", {"hours_per_week": "-1"}, "hours_per_week", "negative"),
        ("LINE_STARTED", {"price_per_hour": "-£0.01"}, "price_per_hour", "not_a_decimal"),
        ("LINE_STARTED", {"price_per_hour": "£-0.01"}, "price_per_hour", "negative"),
    ],
)
async def test_a_row_that_contradicts_itself_is_an_event_with_a_warning(
    kind: str, cells: dict[str, str], path: str, rule: str
) -> None:
    """It can be read, so it is kept as sent and shown to people; what is no number stays parked."""
    desk = Desk()
    receipt = await desk.rows(row(kind, **cells))
    told = receipt["parked"] if rule == "not_a_decimal" else receipt["findings"]
    assert [(one["path"], one["rule"]) for one in told] == [(path, rule)]
    assert receipt["accepted"] == len(desk.intake.events) == int(rule != "not_a_decimal")


async def test_what_cannot_be_is_kept_as_it_was_sent() -> None:
    """Neither the days nor the amounts are mended on the way in: the person's page says what the table said."""
    desk = Desk()
    await desk.rows(row(ended_on="2026-11-13", hours_per_week="-1", price_per_hour="-24.60"))
    (event,) = desk.intake.events
    assert event.body == SupportLineStarted(
        "L-17", "1-999000001", "HOME_SUPPORT", date(2026, 11, 14), "NEW", date(2026, 11, 13), -100, -2460
    )
