"""A row of a provider that calls off support which was planned."""

from datetime import date

from hub.events.care_record import SupportLineEnded
from tests.partners.tables import Desk, row
from tests.partners.test_provider_rows import at


async def test_support_that_was_planned_is_called_off() -> None:
    """The day on which it was to begin names it; it happened when it was recorded, or else on that day."""
    desk = Desk()
    receipt = await desk.rows(row("LINE_CALLED_OFF"), row("LINE_CALLED_OFF", line_id="L-18", recorded_at=""))
    assert (receipt["accepted"], receipt["parked"]) == (2, [])
    bodies = [SupportLineEnded(line, "1-999000001", date(2026, 11, 20), called_off=True) for line in ("L-17", "L-18")]
    assert [event.body for event in desk.intake.events] == bodies
    assert [event.occurred.at for event in desk.intake.events] == [at("2026-11-17T10:00"), at("2026-11-20")]
