"""Alerts about money that have closed: shown for six weeks with the day on which they opened and closed."""

from datetime import date, timedelta

from hub.events import charges as ch
from hub.events import continuing_healthcare as chc
from tests.domain.stories import Story
from tests.processors.people import see, why
from tests.processors.test_charges import home

Row = tuple[str, str, str, str | None]


def supported() -> Story:
    """Home on 13 November with new support."""
    story = home()
    story.line("2026-11-14", "L1", 700, origin="NEW", price_per_hour=2000)
    return story


def charged(story: Story, at: str = "2026-11-25T10:00", line: str | None = "L1", pence: int = 14_000) -> None:
    """Tell of a charge for the week from 14 November."""
    days = date(2026, 11, 14), date(2026, 11, 20)
    story.tell(at, ch.ChargeRecorded("F1", *days, pence, "E06000001", "1-100", line))


def alerts(story: Story, on: str) -> list[Row]:
    """Return kind, since when, opened and closed of the alerts about money, as seen on a day."""
    rows = see(story, on)["episodes"][0]["alerts"]
    kinds = {"charge_inside_free_period", "chc_decision_overdue"}
    return [(row["kind"], row["since"], row["opened_at"], row["closed_at"]) for row in rows if row["kind"] in kinds]


def test_an_alert_about_a_charge_opens_when_the_charge_is_told() -> None:
    """It is so since the first day charged, and nobody was told before the 25th; told ahead, from the discharge on."""
    story = supported()
    charged(story)
    told = ("charge_inside_free_period", "2026-11-14", "2026-11-25", None)
    assert (alerts(story, "2026-11-24"), alerts(story, "2026-11-25")) == ([], [told])
    early = supported()
    charged(early, "2026-11-10T10:00")
    assert [row[2] for row in alerts(early, "2026-11-13")] == ["2026-11-13"]


def test_an_alert_about_a_charge_closes_when_it_is_taken_back_and_is_shown_for_six_weeks() -> None:
    """Taken back on 27 November: shown with that day until 8 January; told anew it keeps the day of its first word."""
    story = supported()
    charged(story)
    charged(story, "2026-11-26T10:00", pence=10_000)
    story.tell("2026-11-27T10:00", ch.ChargeReversed("F1", date(2026, 11, 26)))
    closed = ("charge_inside_free_period", "2026-11-14", "2026-11-25", "2026-11-27")
    assert [alerts(story, on) for on in ("2026-11-27", "2027-01-08", "2027-01-09")] == [[closed], [closed], []]
    place = next(n for n, row in enumerate(see(story)["episodes"][0]["alerts"]) if row["kind"] == closed[0])
    assert why(story, f"episodes.0.alerts.{place}")[1] == "charge_in_joint_weeks"
    unclear = supported()
    charged(unclear, line=None)
    unclear.line("2026-06-01", "L0", 700)
    unclear.tell("2026-11-25T18:00", ch.ChargeReversed("F1", date(2026, 11, 25)))
    assert [row[2:] for row in alerts(unclear, "2026-11-26")] == [("2026-11-25", "2026-11-25")]


def test_what_was_taken_back_before_it_was_told_never_opened() -> None:
    """The reversal came first, and a charge outside all six weeks is no alert of one."""
    story = supported()
    story.tell("2026-11-24T10:00", ch.ChargeReversed("F1", date(2026, 11, 24)))
    charged(story)
    assert alerts(story, "2026-11-26") == []
    right = supported()
    right.tell("2026-10-01T10:00", ch.EquipmentProvided("E1", "AID", date(2026, 10, 1), 5_000))
    right.tell("2026-10-02T10:00", ch.ChargeRecorded("F1", date(2026, 10, 1), date(2026, 10, 1), 5_000, line_id="E1"))
    right.tell("2026-11-25T10:00", ch.ChargeReversed("F1", date(2026, 11, 25)))
    assert alerts(right, "2026-11-26") == []


def test_a_late_decision_closes_its_alert_on_the_day_of_the_decision() -> None:
    """Due on 12 December and decided on the 16th; asked for twice, the first checklist counts."""
    story = supported()
    for day in (date(2026, 11, 14), date(2026, 11, 20)):
        story.tell(f"{day}T18:00", chc.ChcChecklistCompleted("K", positive=True, completed_on=day))
    opened = ("chc_decision_overdue", "2026-12-13", "2026-12-13")
    assert alerts(story, "2026-12-13") == [(*opened, None)]
    story.tell("2026-12-16T18:00", chc.ChcDecided("K", "NOT_ELIGIBLE", date(2026, 12, 16)))
    assert alerts(story, "2026-12-15") == [(*opened, None)]
    assert alerts(story, "2026-12-17") == [(*opened, "2026-12-16")]
    gone = date(2026, 12, 16) + timedelta(days=43)
    assert alerts(story, str(gone)) == []
    story.tell("2026-12-18T18:00", chc.ChcChecklistCompleted("K", positive=True, completed_on=date(2026, 12, 18)))
    story.tell("2026-12-20T18:00", chc.ChcDecided("K", "FUNDED_NURSING_CARE", date(2026, 12, 20)))
    assert alerts(story, "2026-12-21") == [(*opened, "2026-12-16")]
