"""A concern about the person's safety among what waits: from its day on, before the rest, and never overdue."""

from datetime import date

from hub.events import coordination as co
from hub.events.appeals import AppealLodged
from tests.processors.people import see
from tests.processors.standing import home
from tests.processors.test_open_steps import AFTER, COUNCIL, row, steps


def test_a_concern_waits_from_its_day_while_it_stands() -> None:
    """It has the day on which it was raised, on the board too, and no day by which it would be overdue."""
    story = home()
    story.tell("2026-12-26T09:00", co.SafeguardingConcernRaised("S1"))
    concern = ("safeguard", "council", COUNCIL, "2026-12-26", "S1")
    assert steps(story) == [("record_outcome", "council", COUNCIL, "2026-12-25", None), concern]
    assert [each["overdue"] for each in see(story, AFTER)["open_steps"]] == [True, False]
    assert steps(story, "2026-12-25") == [("record_outcome", "council", COUNCIL, "2026-12-25", None)]
    story.tell("2026-12-28T09:00", co.SafeguardingConcernClosed("S1"))
    assert [each[0] for each in steps(story)] == ["record_outcome"]


def test_a_concern_is_what_the_board_shows_of_all_that_waits_beside_the_six_weeks() -> None:
    """An outcome, or money, that was due before it does not hide it; what the six weeks ask for comes first."""
    story = home()
    story.tell("2026-12-26T09:00", co.SafeguardingConcernRaised("S1"))
    assert (row(story).step, row(story).step_due) == ("safeguard", date(2026, 12, 26))
    assert (see(story, AFTER)["next_step"]["what"], see(story, AFTER)["next_step"]["overdue"]) == ("safeguard", False)
    assert row(story, "2026-12-25").step == "record_outcome"
    inside = home()
    inside.line("2026-11-14", "L1", 700)
    inside.tell("2026-11-15T09:00", co.CoordinatorNamed("post-1", COUNCIL))
    inside.tell("2026-11-15T10:00", AppealLodged("AP1", "FUNDING", date(2026, 11, 15), council=COUNCIL))
    inside.tell("2026-11-19T09:00", co.SafeguardingConcernRaised("S1"))
    assert (row(inside, "2026-11-30").step, row(inside, "2026-12-12").step) == ("safeguard", "review")
    story.death("2027-01-02T09:00")
    assert see(story, AFTER)["next_step"] is None
