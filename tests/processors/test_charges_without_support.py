"""Charges inside the six weeks for days on which the line that they name does not run: nothing ran, nothing is owed."""

from datetime import date

import pytest

from hub.events import charges as ch
from hub.events import continuing_healthcare as chc
from hub.events.care_record import SupportLineEnded
from tests.domain.stories import Story
from tests.processors.people import why
from tests.processors.test_charges import alerts, charge, doubts, due, home, refunds


def new(begins: str = "2026-11-20", last: str | None = None) -> Story:
    """Home on 13 November with a new line of 7 hours a week at 20 pounds from a day on: covered to 24 December."""
    story = home()
    ended = None if last is None else date.fromisoformat(last)
    story.line(begins, "L1", 700, price_per_hour=2000, ended_on=ended)
    return story


@pytest.mark.parametrize(
    ("begins", "last", "over"),
    [
        ("2026-11-20", None, "2026-11-13/2026-11-19"),
        ("2026-11-13", "2026-11-15", "2026-11-16/2026-11-22"),
        ("2027-01-04", None, "2026-12-01/2026-12-07"),
    ],
    ids=["before it begins", "after it ended", "it begins after the six weeks"],
)
def test_a_charge_for_days_on_which_a_new_line_does_not_run_is_paid_back(begins: str, last: str, over: str) -> None:
    """Inside the six weeks nobody is charged for what is new, and least of all for what did not run."""
    story = new(begins, last)
    charge(story, over, 14_000)
    first = over.split("/", maxsplit=1)[0]
    assert (due(story), refunds(story)) == (["140.00"], [("140.00", "charge_in_joint_weeks")])
    assert alerts(story) == [("charge_inside_free_period", first)]
    assert why(story, "charges.0.refund_due", "2027-02-01")[1] == "charge_in_joint_weeks"
    story.tell("2027-01-05T09:00", ch.ChargeReversed("F1", date(2027, 1, 5)))
    assert (due(story), refunds(story)) == (["0.00"], [])


def test_days_with_and_without_the_line_are_paid_back_together() -> None:
    """Three days before the line begins and four on which it is free: the whole bill, and no pence twice."""
    story = new()
    charge(story, "2026-11-17/2026-11-23", 10_001)
    assert (due(story), refunds(story)) == (["100.01"], [("100.01", "charge_in_joint_weeks")])


def test_only_the_days_of_the_six_weeks_are_free_without_the_line() -> None:
    """Two days in hospital before the discharge, and two after day 42, are no days of the six weeks."""
    before = new()
    charge(before, "2026-11-11/2026-11-14", 4_000)
    assert due(before) == ["20.00"]
    assert alerts(before) == [("charge_inside_free_period", "2026-11-13")]
    assert at_rest(before) == [("charge_at_rest", "2026-11-11")]
    after = new("2026-11-13", "2026-11-20")
    charge(after, "2026-12-23/2026-12-26", 4_000)
    assert due(after) == ["20.00"]


@pytest.mark.parametrize("told", ["ended in the stay", "ended inside the weeks"])
def test_a_charge_for_a_line_from_before_the_stay_that_does_not_run_is_looked_at(told: str) -> None:
    """Where it ran the person would be charged: nothing is said to be due, and a person says whether it is right."""
    story = Story("resumed")
    story.line("2026-06-01", "L1", 1000, price_per_hour=2000)
    story.events += home().events
    last = "2026-11-05" if told == "ended in the stay" else "2026-11-15"
    story.tell(f"{last}T18:00", SupportLineEnded("L1", "1-100", date.fromisoformat(last)))
    charge(story, "2026-11-16/2026-11-22", 14_000)
    assert (due(story), refunds(story), doubts(story)) == ([None], [], [])
    assert at_rest(story) == [("charge_at_rest", "2026-11-16")]
    assert alerts(story) == [("charge_without_support", "2026-11-16")]


def test_a_line_that_begins_anew_in_the_next_six_weeks_is_new_there() -> None:
    """Six weeks of which it was no part: a bill for their days before it begins is paid back; of nothing, nothing."""
    story = home()
    story.admit("2027-01-10T09:00", "SP2")
    story.discharge("2027-01-20T12:00", "SP2")
    story.line("2027-01-25", "L1", 700, price_per_hour=2000)
    charge(story, "2027-01-20/2027-01-23", 4_000)
    charge(story, "2027-01-20/2027-01-24", 0, name="F2")
    charge(story, "2026-11-20/2026-11-23", 4_000, name="F3")
    assert due(story) == ["40.00", "40.00", "0.00"]


def test_a_line_that_was_new_in_earlier_six_weeks_is_from_before_the_next_ones() -> None:
    """It ended on 1 December, and by the next discharge it is no new support: a person looks at a bill for it."""
    story = new("2026-11-14", "2026-12-01")
    story.admit("2026-12-05T09:00", "SP2")
    story.discharge("2027-01-10T12:00", "SP2")
    charge(story, "2027-01-11/2027-01-14", 4_000)
    assert (due(story), at_rest(story)) == ([None], [("charge_at_rest", "2027-01-11")])


def test_the_board_s_days_stay_the_board_s_without_a_line() -> None:
    """Where the board pays all, that is the reason, whether the line runs or not."""
    story = new("2026-12-10")
    story.tell("2026-11-18T09:00", chc.ChcFastTracked("K1", date(2026, 11, 18)))
    charge(story, "2026-11-18/2026-11-21", 4_000)
    assert refunds(story) == [("40.00", "charge_while_board_pays")]


def test_a_chargeable_adaptation_is_charged_inside_the_six_weeks() -> None:
    """It is no support that runs on days: above 1,000 pounds it may be charged on any."""
    story = home()
    story.tell("2026-11-14T10:00", ch.EquipmentProvided("E1", "ADAPTATION", date(2026, 11, 14), 100_001, "1-100"))
    charge(story, "2026-11-14/2026-11-14", 100_001, "E1")
    assert (due(story), alerts(story)) == (["0.00"], [])


def at_rest(story: Story) -> list[tuple[str, str]]:
    """Return rule and day of what others are told of charges for days on which nothing ran."""
    return doubts(story, ("charge_without_support",))


def test_a_bill_for_days_after_a_death_is_of_no_six_weeks() -> None:
    """It ended with the death: the days to it are paid back, and a person looks at the days after it."""
    story = new("2026-11-13")
    story.death("2026-11-18T10:00", died="2026-11-18T03:00")
    charge(story, "2026-11-13/2026-11-26", 14_000)
    assert due(story) == ["60.00"]
    assert at_rest(story) == [("charge_after_death", "2026-11-19")]
