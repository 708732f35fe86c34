"""NHS Continuing Healthcare that stops inside the six weeks: they stand still while the board pays, and then go on."""

from datetime import date
from typing import Any

from hub.events import care_record as c
from hub.events import continuing_healthcare as chc
from hub.events import coordination as co
from hub.events.continuing_healthcare import ChcDecided, ChcEnded, ChcFastTracked
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story, ms
from tests.processors.people import AREAS, fold, see, standing_kinds, why

JOINT = JointProcessor(AREAS)


def day(text: str) -> date:
    """Read a day."""
    return date.fromisoformat(text)


def funded(first: str = "2026-11-18") -> Story:
    """Home on 13 November with new support, the board pays all from the 18th: covered to 24 December."""
    story = Story("stops")
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    story.line("2026-11-13", "L2", 700, price_per_hour=2000, provider="1-200")
    story.tell("2026-11-14T08:00", c.VisitConfirmed("L2", "1-200", ms("2026-11-14T08:00"), ms("2026-11-14T08:00")))
    story.tell(f"{first}T10:00", ChcFastTracked("K", day(first)))
    return story


def stopped(on: str = "2026-11-25") -> Story:
    """The same, and the board finds on 25 November that it pays no longer."""
    story = funded()
    story.tell(f"{on}T10:00", ChcDecided("K", "NOT_ELIGIBLE", day(on)))
    return story


def stands(story: Story, on: str) -> tuple[Any, ...]:
    """Return status, reason and day of the end of the six weeks, and the status of the board's row."""
    row, listing = see(story, on)["episodes"][0], JOINT.listing(fold(story), day(on))
    return row["status"], row["ended_because"], row["ended_on"], listing and listing.status


def test_the_six_weeks_go_on_from_the_day_on_which_the_board_pays_no_longer() -> None:
    """Ended while the board pays, open again on the joint days after it, until their last covered day."""
    story = stopped()
    assert stands(story, "2026-11-17") == ("open", None, None, "open")
    paid = ("ended", "continuing_healthcare", "2026-11-18", "ended")
    assert [stands(story, on) for on in ("2026-11-18", "2026-11-24")] == [paid, paid]
    assert why(story, "episodes.0.ended_because", "2026-11-24")[1] == "chc_ends_episode"
    assert [stands(story, on)[0] for on in ("2026-11-25", "2026-12-24")] == ["open", "open"]
    assert stands(story, "2026-12-25")[:3] == ("ended", "window_closed", "2026-12-25")


def test_somebody_sees_a_missed_visit_after_the_board_s_days() -> None:
    """The alert and the step of any six weeks, a coordinator is missed, and on day 43 the outcome is asked for."""
    story = stopped()
    story.tell("2026-12-01T20:00", c.VisitMissed("L2", "1-200", ms("2026-12-01T08:00")))
    view = see(story, "2026-12-02")
    assert (view["status"], view["next_step"]["what"]) == ("open", "visit")
    assert "visit_missed" in standing_kinds(view["episodes"][0])
    assert {"no_coordinator", "carer_not_told"} <= {
        row["kind"] for row in view["episodes"][0]["alerts"] if not row["closed_at"]
    }
    assert "record_outcome" in [step["what"] for step in see(story, "2026-12-30")["open_steps"]]
    story.tell("2026-12-30T09:00", co.SixWeeksOutcomeRecorded("OWN_HOME", date(2026, 12, 30)))
    assert "record_outcome" not in [step["what"] for step in see(story, "2026-12-30")["open_steps"]]


def test_nobody_is_told_of_alerts_on_days_that_the_board_pays() -> None:
    """An end that is told ahead: until it comes the six weeks have ended, and their alerts are nobody's."""
    story = funded()
    story.tell("2026-11-19T10:00", ChcEnded("K", day("2026-11-30")))
    (before, paid, after) = (
        {fact.key.split(":")[1] for fact in JOINT.facts(fold(story), day(on)) if fact.kind == "Alert"}
        for on in ("2026-11-17", "2026-11-20", "2026-12-01")
    )
    assert "no_coordinator" in before
    assert paid == set()
    assert "no_coordinator" in after
    assert [JOINT.wakes_on(fold(story), day(on)) for on in ("2026-11-17", "2026-11-29", "2026-11-30")] == [
        day("2026-11-18"),
        day("2026-11-30"),
        day("2026-12-01"),
    ]


def test_two_cases_that_follow_each_other_are_one_time_of_the_board() -> None:
    """Where one case goes on on the day on which another stops, and to the last covered day, nothing goes on."""
    story = stopped()
    story.tell("2026-11-25T11:00", ChcDecided("K2", "ELIGIBLE", day("2026-11-25")))
    assert stands(story, "2026-12-20")[:3] == ("ended", "continuing_healthcare", "2026-11-18")
    later = stopped()
    later.tell("2026-12-01T11:00", ChcDecided("K2", "ELIGIBLE", day("2026-12-01")))
    ends = [stands(later, on)[:3] for on in ("2026-11-20", "2026-11-30", "2026-12-20")]
    assert ends == [
        ("ended", "continuing_healthcare", "2026-11-18"),
        ("open", None, None),
        ("ended", "continuing_healthcare", "2026-12-01"),
    ]


def test_a_case_inside_another_or_after_the_six_weeks_changes_nothing() -> None:
    """One that the board paid for fewer days meanwhile, and one that begins on day 43."""
    story = stopped()
    story.tell("2026-11-19T11:00", ChcDecided("K2", "ELIGIBLE", day("2026-11-19")))
    story.tell("2026-11-21T11:00", ChcEnded("K2", day("2026-11-21")))
    story.tell("2026-12-25T11:00", ChcDecided("K3", "ELIGIBLE", day("2026-12-25")))
    assert [stands(story, on)[0] for on in ("2026-11-17", "2026-11-24", "2026-11-25")] == ["open", "ended", "open"]
    assert stands(story, "2026-12-30")[1] == "window_closed"


def test_an_end_that_is_disputed_holds_the_six_weeks_back_until_it_is_settled() -> None:
    """While they dispute the board pays on; from the settlement on the six weeks go on."""
    story = stopped()
    story.tell("2026-11-26T10:00", chc.ChcDisputed("K", "COUNCIL"))
    assert stands(story, "2026-12-20")[0] == "ended"
    story.tell("2026-12-03T10:00", chc.ChcDisputeSettled("K"))
    assert [stands(story, on)[0] for on in ("2026-12-02", "2026-12-03")] == ["ended", "open"]


def test_a_death_on_days_that_the_board_pays_ends_the_six_weeks() -> None:
    """What ends them for good outweighs that they stood still; a stay in hospital suspends them afterwards."""
    story = stopped()
    story.death("2026-11-20T08:00", died="2026-11-20")
    assert [stands(story, on)[1] for on in ("2026-11-19", "2026-11-20")] == ["continuing_healthcare", "death"]
    back = stopped()
    back.admit("2026-11-20T09:00", "SP2")
    assert [stands(back, on)[0] for on in ("2026-11-20", "2026-11-25")] == ["ended", "suspended"]


def test_what_the_board_paid_before_the_discharge_ends_nothing() -> None:
    """Paid to the day before, or for no day at all: the six weeks run from their first day."""
    story = Story("before")
    story.admit("2026-11-02T09:15")
    story.tell("2026-10-01T10:00", ChcDecided("K", "ELIGIBLE", day("2026-10-01")))
    story.tell("2026-11-12T10:00", ChcEnded("K", day("2026-11-12")))
    story.discharge("2026-11-13T16:40")
    assert stands(story, "2026-11-13")[0] == "open"
    none = funded()
    none.tell("2026-11-18T11:00", ChcEnded("K", day("2026-11-10")))
    assert stands(none, "2026-11-18")[0] == "open"
