"""A day of discharge has hours in a bed: what was planned, done or assessed in them is not of the six weeks at home."""

import json
from datetime import date
from typing import Any

import pytest

from hub.events import assessment as a
from hub.events.coordination import CoordinatorNamed
from hub.processors.joint import JointProcessor
from hub.processors.record import RecordProcessor
from tests.domain.stories import Story
from tests.processors.people import AREAS, fold, see
from tests.processors.test_safety_net import alerts, done, missed, net

JOINT = JointProcessor(AREAS)
RECORD = RecordProcessor()


def same_day() -> Story:
    """A line since June with a visit at eight, and a stay of that day."""
    story = Story("same day")
    story.line("2026-06-01", "L1", 700)
    done(story, "2026-11-13T08:00")
    story.admit("2026-11-13T10:00")
    story.discharge("2026-11-13T18:00")
    return story


def first_visit(story: Story, on: str) -> tuple[str, str | None]:
    """Return how the first visit of the only line stands, and when it was."""
    (row,) = net(story, on)["lines"]
    return row["first_visit"], row["visited_at"]


def counted(story: Story) -> list[Any]:
    """Return the first visits that are told to be counted."""
    facts = JOINT.facts(fold(story), date(2026, 12, 1))
    (body,) = [json.loads(fact.body) for fact in facts if fact.kind == "EpisodeFigures"]
    return [visit["done_on"] for visit in body["visits"]]


def test_a_visit_before_a_stay_of_one_day_is_no_first_visit_home() -> None:
    """Nobody came since the evening: the first visit is due, and it is the next one that is seen and counted."""
    story = same_day()
    assert first_visit(story, "2026-11-16") == ("due", None)
    assert alerts(story, "first_visit_due", "2026-11-16") == [("2026-11-14", None)]
    assert counted(story) == [None]
    done(story, "2026-11-16T08:00")
    assert first_visit(story, "2026-11-16") == ("confirmed", "2026-11-16T08:00:00+00:00")
    assert counted(story) == ["2026-11-16"]


def test_a_visit_on_the_day_of_a_discharge_without_a_time_counts() -> None:
    """Nobody knows which was first: nobody is asked where the provider was."""
    story = Story("by day")
    story.line("2026-06-01", "L1", 700)
    story.admit("2026-11-02")
    story.discharge("2026-11-13")
    done(story, "2026-11-13T08:00")
    assert first_visit(story, "2026-11-16") == ("confirmed", "2026-11-13T08:00:00+00:00")


@pytest.mark.parametrize("hour", ["17:59", "18:00"])
def test_a_visit_missed_in_the_bed_is_nobodys_alert(hour: str) -> None:
    """The provider came to an empty house: no alert, no step, and the first visit home is still awaited."""
    story = same_day()
    missed(story, f"2026-11-13T{hour}")
    wrong = [("2026-11-13", None)] if hour == "18:00" else []
    for kind in ("visit_missed", "carer_not_told"):
        assert alerts(story, kind, "2026-11-14") == wrong
    assert (alerts(story, "first_visit_due", "2026-11-14") == []) is bool(wrong)
    assert first_visit(story, "2026-11-14")[0] == ("missed" if wrong else "due")
    assert len(net(story, "2026-11-14")["missed"]) == len(wrong)
    assert (see(story, "2026-11-14")["next_step"]["what"] == "visit") is bool(wrong)


def test_a_visit_missed_before_the_stay_is_none_of_the_six_weeks_after_it() -> None:
    """It was missed at home and long ago: no alert and no step of theirs, and the first visit home is awaited."""
    story = Story("before")
    story.line("2026-06-01", "L1", 700)
    missed(story, "2026-11-01T08:00")
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T10:00")
    assert alerts(story, "visit_missed", "2026-11-14") == []
    assert first_visit(story, "2026-11-14")[0] == "due"
    assert see(story, "2026-11-14")["next_step"]["what"] != "visit"


def back(admitted: str, left: str | None = None) -> Story:
    """Home on the 13th, and back in hospital on the 15th."""
    story = Story("back")
    story.line("2026-06-01", "L1", 700)
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T10:00")
    story.admit(admitted, "SP2")
    if left is not None:
        story.discharge(left, "SP2")
    return story


@pytest.mark.parametrize(
    ("admitted", "left", "planned", "counts"),
    [
        ("2026-11-15T17:00", None, "2026-11-15T16:00", True),
        ("2026-11-15T17:00", None, "2026-11-15T18:00", False),
        ("2026-11-15", None, "2026-11-15T18:00", True),
        ("2026-11-15", None, "2026-11-16T08:00", False),
        ("2026-11-15T17:00", "2026-11-17", "2026-11-16T08:00", False),
        ("2026-11-15T17:00", "2026-11-17", "2026-11-17T08:00", True),
    ],
)
def test_a_visit_missed_after_going_back_to_hospital_was_missed_by_nobody(
    admitted: str,
    left: str | None,
    planned: str,
    counts: bool,  # noqa: FBT001
) -> None:
    """Also where the provider was not told in time; of a day without a time only the days between are surely in bed."""
    story = back(admitted, left)
    missed(story, planned)
    found = [row for episode in see(story, "2026-11-18")["episodes"] for row in episode["alerts"]]
    assert any(row["kind"] == "visit_missed" for row in found) is counts


def test_a_visit_missed_in_the_bed_is_left_out_of_the_count_and_still_shown() -> None:
    """One at home and two while in hospital, told before the stay is known or after it; taken back, all were missed."""
    story = back("2026-11-15T17:00", "2026-11-17T12:00")
    for planned in ("2026-11-14T08:00", "2026-11-16T08:00", "2026-11-17T08:00"):
        missed(story, planned)
    done(story, "2026-11-18T08:00")
    row = see(story, "2026-11-18")["episodes"][-1]["lines"][0]
    assert row["visits"] == {"confirmed": 1, "missed": 1, "missed_in_hospital": 2}
    record = RECORD.view(fold(story, RECORD), date(2026, 11, 18))
    values = [item["values"] for heading in record["headings"] for item in heading["items"]]
    assert [row["visits_missed"] for row in values if "visits_missed" in row] == [1]
    story.cancel_admission("2026-11-15T17:00", "SP2", recorded="2026-11-19T09:00")
    row = see(story, "2026-11-19")["episodes"][0]["lines"][0]
    assert row["visits"] == {"confirmed": 1, "missed": 3, "missed_in_hospital": 0}


def test_a_stay_that_was_taken_back_or_is_no_inpatients_held_nobody() -> None:
    """The person was at home after all, and missed the visit."""
    cancelled, attended = back("2026-11-15T17:00"), Story("attended")
    cancelled.cancel_admission("2026-11-15T17:00", "SP2", recorded="2026-11-16T09:00")
    attended.line("2026-06-01", "L1", 700)
    attended.admit("2026-11-02T09:15")
    attended.discharge("2026-11-13T10:00")
    attended.admit("2026-11-15T17:00", "SP2", patient_class="E")
    for story in (cancelled, attended):
        missed(story, "2026-11-15T18:00")
        assert alerts(story, "visit_missed", "2026-11-16") == [("2026-11-15", None)]


@pytest.mark.parametrize(
    ("assessed", "step"),
    [("2026-11-13T10:00", "review"), ("2026-11-13T16:40", "support"), ("2026-11-13", "support")],
)
def test_an_assessment_in_the_bed_on_the_day_of_leaving_is_no_review(assessed: str, step: str) -> None:
    """Who is to go home is assessed there: day 28 asks for a review; one of that day without a time counts."""
    story = Story("assessed")
    story.line("2026-06-01", "L1", 700)
    story.admit("2026-11-02T09:15")
    story.tell(assessed, a.AssessmentCompleted("A1", "NEEDS", "ELIGIBLE", "E06000001"))
    story.discharge("2026-11-13T16:40")
    story.tell("2026-11-14T10:00", CoordinatorNamed("P1", "E06000001"))
    assert see(story, "2026-12-12")["next_step"]["what"] == step
