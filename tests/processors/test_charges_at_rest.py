"""Charges for days on which nothing ran that they could be for: a person looks, and nothing is paid back by itself."""

from datetime import date

import pytest

from hub.events import charges as ch
from hub.events import determination as det
from hub.events.care_record import SupportLineEnded
from tests.domain.stories import Story
from tests.processors.people import see, why
from tests.processors.test_charges import charge, due, home, refunds
from tests.processors.test_charges_of_many import WALES, lived
from tests.processors.test_charges_without_support import at_rest, new


def resumed(price: int | None = 2000) -> Story:
    """Seven hours a week since June, home on 13 November, and no support after the 15th."""
    story = Story("resumed")
    story.line("2026-06-01", "L1", 700, price_per_hour=price)
    story.events += home().events
    story.tell("2026-11-15T18:00", SupportLineEnded("L1", "1-100", date(2026, 11, 15)))
    return story


@pytest.mark.parametrize(("last", "pence"), [("2026-11-22", 6_001), ("2027-01-10", 6_001)])
def test_a_bill_is_looked_at_where_its_other_days_cost_less(last: str, pence: int) -> None:
    """Three days at 20 pounds: 60 are theirs whatever days the bill names, and a penny more is for the others."""
    for amount, found in ((pence - 1, []), (pence, [("charge_at_rest", "2026-11-16")])):
        story = resumed()
        charge(story, f"2026-11-13/{last}", amount)
        assert (at_rest(story), refunds(story)) == (found, [])
        assert due(story) == [None if found else "0.00"]


def test_of_what_has_no_price_nobody_can_say_what_its_days_cost() -> None:
    """A bill over the end of such a line is looked at, however small it is."""
    story = resumed(None)
    charge(story, "2026-11-13/2026-11-22", 100)
    assert at_rest(story) == [("charge_at_rest", "2026-11-16")]


@pytest.mark.parametrize("over", ["2027-01-04/2027-01-10", "2026-05-04/2026-05-10"])
def test_a_bill_for_days_outside_any_six_weeks_is_looked_at_where_its_line_did_not_run(over: str) -> None:
    """After them, and before the line ever ran; an unnamed line, or one that nobody told of, is another matter."""
    story = resumed()
    charge(story, over, 14_000)
    charge(story, over, 14_000, None, "F2")
    charge(story, over, 14_000, "L9", "F3")
    charge(story, over, 0, name="F4")
    assert at_rest(story) == [("charge_at_rest", over.split("/", maxsplit=1)[0])]


def test_a_bill_without_a_line_is_looked_at_after_a_death_alone() -> None:
    """Ordinary support at 20 pounds a day to the 18th: a bill for ten days is more than those six cost."""
    story = Story("ordinary")
    story.line("2026-06-01", "L1", 700, price_per_hour=2000)
    story.events += home().events
    charge(story, "2026-11-13/2026-11-22", 20_000, None)
    charge(story, "2026-11-13/2026-11-22", 12_000, None, "F2")
    assert at_rest(story) == []
    story.death("2026-11-18T10:00", died="2026-11-18T03:00")
    assert at_rest(story) == [("charge_after_death", "2026-11-19")]
    assert due(story) == [None, "0.00"]


def test_a_bill_after_the_death_of_somebody_who_left_no_hospital_is_looked_at() -> None:
    """Known by support alone: what ran to the death may be charged, and reablement frees no day after it."""
    story = Story("nowhere")
    story.line("2026-11-01", "L1", 700, service="REABLEMENT", price_per_hour=2000)
    story.death("2026-11-18T10:00", died="2026-11-18T03:00")
    charge(story, "2026-11-18/2026-11-20", 6_000)
    assert due(story) == ["20.00"]
    assert at_rest(story) == [("charge_after_death", "2026-11-19")]


def test_the_alert_opens_once_with_its_step_and_closes_with_the_reversal() -> None:
    """Whoever charged looks at it; taken back on 5 January, it is shown with that day."""
    story = resumed()
    charge(story, "2026-11-20/2026-11-26", 14_000)
    charge(story, "2026-11-20/2026-11-26", 14_000)
    step = next(step for step in see(story, "2026-12-01")["open_steps"] if step["what"] == "look_at_charge")
    assert (step["holder"], step["organisation"], step["about"]) == ("council", "E06000001", "F1")
    rows = [row for row in see(story, "2026-12-01")["episodes"][0]["alerts"] if row["kind"] == "charge_without_support"]
    assert [(row["opened_at"], row["closed_at"]) for row in rows] == [("2026-11-26", None)]
    assert why(story, "charges.0.refund_due", "2026-12-01")[1] == "charge_at_rest"
    story.tell("2027-01-05T09:00", ch.ChargeReversed("F1", date(2027, 1, 5)))
    rows = [row for row in see(story, "2027-01-06")["episodes"][0]["alerts"] if row["kind"] == "charge_without_support"]
    assert [(row["opened_at"], row["closed_at"]) for row in rows] == [("2026-11-26", "2027-01-05")]
    assert at_rest(story) == []


def test_a_corrected_bill_or_line_closes_it() -> None:
    """The bill is sent anew for days on which the line ran, or the line did not end after all."""
    billed = resumed()
    charge(billed, "2026-11-20/2026-11-21", 4_000)
    days = date(2026, 11, 14), date(2026, 11, 15)
    billed.tell("2026-11-28T12:00", ch.ChargeRecorded("F1", *days, 4_000, "E06000001", "1-100", "L1"))
    assert (at_rest(billed), due(billed)) == ([], ["0.00"])
    ran = resumed()
    charge(ran, "2026-11-20/2026-11-21", 4_000)
    ran.tell("2026-11-30T18:00", SupportLineEnded("L1", "1-100", date(2026, 11, 30)))
    assert (at_rest(ran), due(ran)) == ([], ["0.00"])


@pytest.mark.parametrize(
    ("from_on", "person", "line", "settles"),
    [
        ("2026-11-16", 10_000, "L1", True),
        ("2026-11-16", 2_500, None, True),
        ("2026-11-16", 0, "L1", False),
        ("2026-11-15", 10_000, "L1", False),
        ("2026-11-21", 10_000, "L1", False),
        ("2026-11-16", 10_000, "L2", False),
    ],
    ids=["of all", "of a part", "nothing", "while it ran", "from a later day", "of another line"],
)
def test_a_decision_that_was_made_for_such_days_closes_it(
    from_on: str,
    person: int,
    line: str | None,
    settles: bool,  # noqa: FBT001
) -> None:
    """Since support stopped people decided that the person pays something, as for notice that was agreed."""
    story = resumed()
    charge(story, "2026-11-20/2026-11-26", 14_000)
    since = date.fromisoformat(from_on)
    story.tell(
        "2026-12-01T10:00", det.FundingDetermined("D1", since, 10_000 - person, 0, person, "E06000001", line_id=line)
    )
    assert (at_rest(story) == []) is settles


def test_a_decision_settles_its_own_days_alone() -> None:
    """From the 23rd on people decided that the person pays nothing: a person looks at the bill's days from then on."""
    story = resumed()
    charge(story, "2026-11-20/2026-11-26", 14_000)
    for since, person in (("2026-11-16", 2_500), ("2026-11-23", 0)):
        first = date.fromisoformat(since)
        told = det.FundingDetermined(f"D{since}", first, 10_000 - person, 0, person, "E06000001", line_id="L1")
        story.tell("2026-12-01T10:00", told)
    assert at_rest(story) == [("charge_at_rest", "2026-11-23")]
    assert due(story) == [None]


@pytest.mark.parametrize(("from_on", "settles"), [("2026-11-19", True), ("2026-11-18", False)])
def test_after_a_death_a_decision_for_days_after_it_closes_it(from_on: str, settles: bool) -> None:  # noqa: FBT001
    """Also where the bill names no line: a decision from before the death was of support."""
    for line in ("L1", None):
        story = new("2026-11-13")
        story.death("2026-11-18T10:00", died="2026-11-18T03:00")
        charge(story, "2026-11-19/2026-11-26", 14_000, line)
        since = date.fromisoformat(from_on)
        story.tell("2026-12-01T10:00", det.FundingDetermined("D1", since, 0, 0, 10_000, "E06000001"))
        assert (at_rest(story) == []) is settles


def test_a_line_that_runs_outside_england_is_no_line_at_rest() -> None:
    """Whoever moved to Wales has a line that goes on there: English charging says nothing of it."""
    assert at_rest(lived((WALES, "2026-11-20"))) == []
