"""Why an episode counts its days, why it has its status, and why nothing waits after it."""

from datetime import date

from hub.events.coordination import SixWeeksOutcomeRecorded
from tests.domain.stories import Story
from tests.processors.people import see, why


def home() -> Story:
    """Admitted on 2 November (event 0), home on the 13th (event 1)."""
    story = Story("reasons")
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    return story


def test_days_and_milestones_come_from_the_discharge_until_it_is_taken_back() -> None:
    """Nobody is on a day of a void episode, and the cancel is why."""
    story = home()
    for name in ("day", "milestones", "discharged_on", "last_covered_day"):
        assert why(story, f"episodes.0.{name}") == (1, "day_one")
    story.cancel_discharge("2026-11-13T16:40", recorded="2026-11-13T19:00")
    for name in ("day", "milestones", "status"):
        assert why(story, f"episodes.0.{name}") == (2, "discharge_cancelled")
    assert why(story, "episodes.0.discharged_on") == (1, "day_one")


def test_an_end_says_why_on_which_day_it_came() -> None:
    """Status, reason and day of an end come from one event by one rule."""
    story = home()
    story.death("2026-11-20T08:00", died="2026-11-20")
    for name in ("status", "ended_because", "ended_on"):
        assert why(story, f"episodes.0.{name}") == (2, "death_confirmed")


def test_a_suspension_says_why_since_when() -> None:
    """The readmission suspends, and before its day nothing does."""
    story = home()
    story.admit("2026-11-20T08:00", "SP2")
    assert see(story)["episodes"][0]["suspended_on"] == "2026-11-20"
    assert why(story, "episodes.0.suspended_on") == why(story, "episodes.0.status") == (2, "readmitted")
    assert why(story, "episodes.0.status", "2026-11-19") == (1, "discharged")
    assert see(story, "2026-11-19")["episodes"][0]["suspended_on"] is None


def test_nothing_waits_because_of_what_ended_the_six_weeks() -> None:
    """A closed window, a cancel, a death: each is why nothing is waiting."""
    story = home()
    story.tell("2026-12-24T09:00", SixWeeksOutcomeRecorded("OWN_HOME", date(2026, 12, 24)))
    assert see(story, "2027-02-01")["next_step"] is None
    assert why(story, "next_step", "2027-02-01") == (1, "step_none")
    died = home()
    died.death("2026-11-20T08:00", died="2026-11-20")
    assert why(died, "next_step") == (2, "step_none")
    story.cancel_discharge("2026-11-13T16:40", recorded="2026-11-13T19:00")
    story.cancel_admission("2026-11-02T09:15", recorded="2026-11-13T20:00")
    assert see(story)["next_step"] is None
    assert why(story, "next_step") == (3, "step_none"), "the cancel of the discharge, behind that of the admission"
