"""When a plan is due to be looked at: six weeks after it starts, then yearly."""

from datetime import date
from typing import Any

from hub.events import identity as i
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story
from tests.processors.people import AREAS, fold, see, why
from tests.processors.test_assessments import decided, done

JOINT = JointProcessor(AREAS)


def planned(**line: Any) -> Story:
    """Eligible on 1 May 2026, support from 4 May."""
    story = Story()
    decided(story, "2026-05-01T09:00")
    story.line("2026-05-04", "L1", 700, **line)
    return story


def alert(story: Story, on: str) -> list[str]:
    """Return the keys of the alerts that others are told on a day."""
    return [f.key for f in JOINT.facts(fold(story), date.fromisoformat(on)) if f.key.startswith("review_due")]


def test_a_plan_is_due_to_be_looked_at_after_six_weeks_and_then_yearly() -> None:
    """Plan from 4 May: due from 15 June, by 29 June; looked at on 22 June; due again a year later.  Told once."""
    story = planned()
    assert (alert(story, "2026-06-14"), alert(story, "2026-06-15")) == ([], ["review_due:2026-06-15"])
    assert JOINT.wakes_on(fold(story), date(2026, 5, 20)) == date(2026, 6, 15)
    assert see(story, "2026-06-16")["review"] == {
        "plan_started_on": "2026-05-04",
        "reviewed_on": None,
        "due_from": "2026-06-15",
        "due_by": "2026-06-29",
        "alerts": [
            {"kind": "review_due", "opened_at": "2026-06-15", "closed_at": None, "because": "review_is_due"},
        ],
    }
    assert why(story, "review", "2026-06-16") == (0, "review_is_due")
    done(story, "2026-06-22T09:00", "A2", "REVIEW")
    assert alert(story, "2026-06-23") == []
    view = see(story, "2026-06-23")["review"]
    assert (view["reviewed_on"], view["due_from"], view["due_by"]) == ("2026-06-22", "2027-06-22", "2027-06-22")
    assert [(each["opened_at"], each["closed_at"]) for each in view["alerts"]] == [("2026-06-15", "2026-06-22")]
    assert alert(story, "2027-06-22") == ["review_due:2027-06-22"]


def test_a_look_before_it_was_due_opens_no_alert() -> None:
    """Looked at in the third week: the next look is a year later."""
    story = planned()
    done(story, "2026-05-25T09:00", "A2", "REVIEW")
    view = see(story, "2026-07-01")["review"]
    assert (view["alerts"], view["due_from"]) == ([], "2027-05-25")
    assert alert(story, "2026-07-01") == []


def test_a_year_after_a_leap_day_is_28_february() -> None:
    """And where the calendar ends nothing is due any more."""
    story = Story()
    decided(story, "2028-01-03T09:00")
    story.line("2028-01-03", "L1", 700)
    done(story, "2028-02-29T09:00", "A2", "REVIEW")
    assert see(story, "2028-03-01")["review"]["due_from"] == "2029-02-28"
    done(story, "9999-02-01T09:00", "A3", "REVIEW")
    assert see(story, "2028-03-01")["review"]["due_from"] == "9999-12-31"


def test_no_look_is_due_without_a_plan() -> None:
    """Not eligible, a carer's decision, no support, support that has ended, or a death: nothing is due."""
    told = Story()
    decided(told, "2026-05-01T09:00", "NOT_ELIGIBLE")
    told.line("2026-05-04", "L1", 700)
    carer = Story()
    decided(carer, "2026-05-01T09:00", kind="CARER")
    carer.line("2026-05-04", "L1", 700)
    alone = Story()
    decided(alone, "2026-05-01T09:00")
    ended = planned(ended_on=date(2026, 6, 20))
    before = Story()
    before.line("2026-03-04", "L1", 700, ended_on=date(2026, 4, 4))
    decided(before, "2026-05-01T09:00")
    dead = planned()
    dead.death("2026-06-01T09:00")
    for story in (told, carer, alone, ended, before, dead):
        assert see(story, "2026-07-01")["review"] is None
        assert alert(story, "2026-07-01") == []
    assert alert(ended, "2026-06-18") == ["review_due:2026-06-15"]
    assert JOINT.wakes_on(fold(ended), date(2026, 6, 18)) == date(2026, 6, 21)


def test_of_somebody_who_is_forgotten_no_assessment_is_shown() -> None:
    """And no look is due."""
    story = planned()
    story.tell("2026-05-20T09:00", i.SubjectKeyDestroyed("asked"))
    view = see(story)
    assert (view["assessments"], view["review"]) == ([], None)
