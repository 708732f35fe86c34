"""Support after a transfer between hospitals: what ran when the person went into hospital is what is resumed."""

from datetime import date
from typing import Any

import pytest

from hub.events import care_record as c
from hub.events import charges as ch
from tests.domain.stories import OTHER_TRUST, TRUST, Story
from tests.processors.people import see

MOVED: dict[str, dict[str, Any]] = {
    "to another trust": {},
    "a new number in the same trust": {"trust": TRUST},
    "over midnight": {"left": "2026-11-07T23:40", "came": "2026-11-08T00:30"},
    "the first trust's papers came later": {"left": "2026-11-09T10:00", "destination": "19"},
    "no destination of a hospital, within the day": {"destination": "19"},
}


def stay(
    story: Story, left: str = "2026-11-08T10:00", came: str = "2026-11-08T12:00", trust: str = OTHER_TRUST,
    destination: str = "51",
) -> None:  # fmt: skip
    """Admitted on 2 November, in another stay from the 8th, home on the 13th."""
    story.admit("2026-11-02T10:00")
    story.discharge(left, destination=destination)
    story.admit(came, "SP9", trust)
    story.discharge("2026-11-13T10:00", "SP9", trust)


def shown(story: Story) -> list[tuple[str, float]]:
    """Return origin and hours of each line as the person's page shows it."""
    return [(row["origin"], row["hours_per_week"]) for row in see(story, "2026-11-20")["episodes"][-1]["lines"]]


def before(**moved: Any) -> Story:
    """Ten hours since June, which ended in hospital on the 5th; home with fourteen."""
    story = Story("moved")
    story.line("2026-06-01", "L1", 1000, price_per_hour=2000)
    stay(story, **moved)
    story.tell("2026-11-05T10:00", c.SupportLineEnded("L1", "1-100", date(2026, 11, 5)))
    story.line("2026-11-13T11:00", "L1", 1400, price_per_hour=2000)
    return story


@pytest.mark.parametrize("moved", MOVED.values(), ids=MOVED)
def test_what_ran_when_they_went_into_hospital_is_resumed(moved: dict[str, Any]) -> None:
    """It had ended when the last stay began: ten hours are the council's all the same, four are joint."""
    story = before(**moved)
    assert shown(story) == [("RESUMED", 10.0), ("INCREASE", 4.0)]
    rows = see(story, "2026-11-20")["episodes"][-1]["responsibility"]
    assert [(row["origin"], row["payer"], row["hours_per_week"]) for row in rows[:2]] == [
        ("RESUMED", "council", 10.0),
        ("INCREASE", "joint", 4.0),
    ]


@pytest.mark.parametrize("origin", [None, "NEW"])
def test_support_that_was_planned_for_a_discharge_that_fell_through_is_new(origin: str | None) -> None:
    """Planned from the 7th, moved on the 8th, home on the 13th: joint and free, the charge is paid back, no finding."""
    story = Story()
    stay(story)
    story.line("2026-11-06T09:00", "L1", 1000, price_per_hour=2000, started_on="2026-11-07", origin=origin)
    days = date(2026, 11, 13), date(2026, 11, 19)
    story.tell("2026-11-21T10:00", ch.ChargeRecorded("C1", *days, 20_000, "E06000001", "1-100", "L1"))
    view = see(story, "2026-11-22")
    first = view["episodes"][0]["responsibility"][0]
    assert shown(story) == [("NEW", 10.0)]
    assert (first["origin"], first["payer"], first["charging"]) == ("NEW", "joint", "FREE")
    assert [row["refund_due"] for row in view["charges"]] == ["200.00"]
    assert view["findings"] == []


def test_three_hospitals_are_one_time_in_hospital() -> None:
    """Moved twice: what counts is the first admission of all."""
    story = before()
    story.events = [event for event in story.events if event.type != "SpellDischarged"]
    story.discharge("2026-11-08T10:00", destination="51")
    story.discharge("2026-11-10T10:00", "SP9", OTHER_TRUST, destination="51")
    story.admit("2026-11-10T15:00", "SP10")
    story.discharge("2026-11-13T10:00", "SP10")
    assert shown(story) == [("RESUMED", 10.0), ("INCREASE", 4.0)]


@pytest.mark.parametrize(
    "apart",
    [
        {"destination": "19", "trust": TRUST},
        {"destination": "19", "left": "2026-11-07T10:00"},
        {"left": "2026-11-06T10:00"},
        {"left": "2026-11-03T10:00"},
    ],
    ids=["home and back on one day", "home for a night", "on the way for two days", "gone for days"],
)
def test_who_was_out_of_hospital_between_was_admitted_twice(apart: dict[str, Any]) -> None:
    """The newer six weeks are held against the newer admission: what had ended by then is not resumed."""
    assert shown(before(**apart)) == [("NEW", 14.0)]


def test_a_stay_of_unknown_class_takes_over_nobody_from_one_that_is_known() -> None:
    """Its own six weeks, where it has any, are held against its own admission."""
    story = Story()
    story.line("2026-06-01", "L1", 1000, ended_on=date(2026, 11, 3))
    story.admit("2026-11-02T10:00")
    story.admit("2026-11-05T12:00", "SP9", OTHER_TRUST, patient_class=None)
    story.discharge("2026-11-08T10:00")
    story.discharge("2026-11-13T10:00", "SP9", OTHER_TRUST)
    story.line("2026-11-13T11:00", "L1", 1000)
    assert [row["discharged_on"] for row in see(story, "2026-11-20")["episodes"]] == ["2026-11-08", "2026-11-13"]
    assert shown(story) == [("NEW", 10.0)]


def test_the_admission_of_whom_nobody_saw_arrive_is_the_earliest_that_is_known() -> None:
    """Only the end of the first stay was told, and the second one's admission: that day is what is known."""
    story = Story()
    story.line("2026-11-09T09:00", "L1", 1000, price_per_hour=2000)
    story.discharge("2026-11-08T10:00", destination="51")
    story.admit("2026-11-08T12:00", "SP9", OTHER_TRUST)
    story.discharge("2026-11-13T10:00", "SP9", OTHER_TRUST)
    assert shown(story) == [("NEW", 10.0)]
