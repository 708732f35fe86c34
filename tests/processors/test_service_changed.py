"""A line that goes on as another service: what it was before stays what it was."""

from datetime import date
from typing import Any

import msgspec

from hub.domain.line_spans import Span
from hub.domain.lines import LineState
from hub.events import care_record as c
from hub.events import charges as ch
from hub.processors.joint import JointProcessor
from hub.processors.record import RecordProcessor
from hub.web.ledger_view import ledger_of
from tests.domain.stories import Story
from tests.processors.looked_at import on_the_day
from tests.processors.people import AREAS, fold, see, why

JOINT = JointProcessor(AREAS)
RECORD = RecordProcessor()
LATER = "2026-11-26"


def changed(story: Story, day: str, service: str | None, hours: int | None = None) -> None:
    """The line goes on as another service from a day."""
    body = c.SupportLineChanged("L1", "1-100", date.fromisoformat(day), service, None, hours)
    story.tell(f"{day}T10:00", body)


def reabled(day: str = "2026-10-20") -> Story:
    """Home support since June, home on 20 October, and reablement from that day or a later one."""
    story = Story()
    story.line("2026-06-01", "L1", 1000, price_per_hour=2000)
    story.admit("2026-10-01T09:00")
    story.discharge("2026-10-20T15:00")
    changed(story, day, "REABLEMENT")
    return story


def helped_on() -> Story:
    """Reablement from 20 September, home support from 5 November."""
    story = Story()
    story.admit("2026-08-01T09:00")
    story.discharge("2026-09-10T15:00")
    story.line("2026-09-20", "L1", 700, service="REABLEMENT", origin="NEW", price_per_hour=2000)
    changed(story, "2026-11-05", "HOME_SUPPORT")
    return story


def weeks(story: Story, on: str = LATER) -> dict[str, Any]:
    """Return the six weeks as they are seen on a day."""
    return dict(see(story, on)["episodes"][0])


def test_a_programme_begins_when_the_line_becomes_reablement() -> None:
    """42 days from 20 October, not from June; home support is not what is resumed of it."""
    line = weeks(reabled())["lines"][0]
    assert (line["service"], line["statutory_free_until"]) == ("REABLEMENT", "2026-12-01")
    assert line["origin"] == "NEW"
    assert why(reabled(), "episodes.0.lines.0.origin", LATER)[1] == "not_running_before"


def test_a_charge_after_the_change_is_paid_back() -> None:
    """A week from 20 October is free in full."""
    story = reabled()
    first, last = date(2026, 10, 20), date(2026, 10, 26)
    story.tell(f"{last}T12:00", ch.ChargeRecorded("F1", first, last, 20_000, "E06000001", "1-100", "L1"))
    assert see(story, LATER)["charges"][0]["refund_due"] == "200.00"


def test_free_days_of_reablement_stay_free_when_home_support_follows() -> None:
    """Ten days to 31 October are paid back before the change is told, and after it."""
    story = helped_on()
    first, last = date(2026, 10, 22), date(2026, 10, 31)
    story.tell(f"{last}T12:00", ch.ChargeRecorded("F1", first, last, 20_000, "E06000001", "1-100", "L1"))
    assert see(story, LATER)["charges"][0]["refund_due"] == "200.00"
    shown = JOINT.ledger(fold(story), date.fromisoformat(LATER))["lines"]
    assert [(row["from"], row["service"]) for row in shown if row["from"] >= "2026-10-22"] == [
        ("2026-10-22", "REABLEMENT"),
        ("2026-11-01", "REABLEMENT"),
        ("2026-11-05", "HOME_SUPPORT"),
    ]
    seen = see(story, LATER)["episodes"][0]
    assert [row["service"] for row in seen["responsibility"]][-2:] == ["REABLEMENT", "HOME_SUPPORT"]
    table = ledger_of(see(story, LATER), {})
    assert table is not None
    assert [row.support.split(",")[0].lower() for row in table.rows][-2:] == ["reablement", "home support"]
    assert [row["charging"] for row in shown if row["from"] <= "2026-10-31"] == ["FREE"] * 2


def test_home_support_that_became_another_service_is_resumed_by_its_own_kind() -> None:
    """Its ten hours are taken up by a new line of home support, and not by the reablement."""
    story = reabled()
    story.line("2026-10-21", "L2", 1200, price_per_hour=2000)
    shown = [(row["line_id"], row["origin"], row["hours_per_week"]) for row in weeks(story)["lines"]]
    assert shown == [("L1", "NEW", 10.0), ("L2", "RESUMED", 10.0), ("L2", "INCREASE", 2.0)]


def test_each_day_shows_the_service_of_that_day() -> None:
    """In the person's state and record, looked back at as well as on the day."""
    story = reabled("2026-11-05")
    for day, service in (("2026-11-04", "HOME_SUPPORT"), ("2026-11-05", "REABLEMENT")):
        assert weeks(story, day)["lines"][0]["service"] == service
        on = date.fromisoformat(day)
        looked_at = on_the_day(story.events, on, JOINT)
        assert JOINT.view(looked_at, on)["episodes"][0]["lines"][0]["service"] == service
        headings = RECORD.view(fold(story, RECORD), on)["headings"]
        items = [item for heading in headings for item in heading["items"] if item["kind"] == "service"]
        assert [item["values"]["service"] for item in items] == [service]


def test_a_change_that_is_cut_off_leaves_the_service_before() -> None:
    """A line that turns out to have ended before its change was never the other service; hours alone keep it."""
    story = helped_on()
    story.tell("2026-11-06T10:00", c.SupportLineEnded("L1", "1-100", date(2026, 10, 1)))
    assert weeks(story)["lines"][0]["service"] == "REABLEMENT"
    back = helped_on()
    changed(back, "2026-10-10", None, 1400)
    line = weeks(back)["lines"][0]
    assert (line["service"], line["statutory_free_until"]) == ("REABLEMENT", "2026-11-01")
    last = helped_on()
    changed(last, "2026-11-10", None, 1400)
    assert [span.service for span in fold(last).lines[0].spans] == ["REABLEMENT", None, None]


def test_a_state_that_was_kept_without_services_is_read() -> None:
    """A span of seven fields, as older releases kept it, has the service of its line."""
    kept = msgspec.msgpack.encode(["2026-06-01", None, 1000, 2000, 3, None, "P1"])
    span = msgspec.msgpack.decode(kept, type=Span)
    line = LineState("1-100", "L1", "REABLEMENT", None, (span,))
    assert (span.programme, line.service_of(span)) == ("P1", "REABLEMENT")
