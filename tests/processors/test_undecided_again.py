"""Going back to hospital decides nothing: what nobody had decided about is resumed and not charged."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hub.domain.six_weeks import Policy
from hub.events import care_record as c
from hub.events import charges as ch
from hub.events import continuing_healthcare as chc
from hub.events import identity as i
from hub.events.values import HomeArea
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story
from tests.processors.people import AREAS, fold, see, why
from tests.processors.test_back_in_hospital import changed, determined, home, paid, supported

JOINT = JointProcessor(AREAS)
OVER = (("2026-11-02T09:15", "2026-11-13T16:40"), ("2026-12-24T10:00", "2026-12-25T12:00"))
"""Back in hospital on the last covered day, for a night."""
UNCHARGED = [("2026-12-25", None, "RESUMED", 7.0, "FREE")]
ORDINARY = [("2026-12-25", None, "RESUMED", 7.0, "ORDINARY")]


def test_a_night_in_hospital_makes_nobody_pay_for_what_nobody_decided() -> None:
    """The council goes on, flagged and uncharged, as if the person had not gone back; a bill is to be looked at."""
    story = supported(*OVER)
    story.tell("2027-01-01T12:00", ch.ChargeRecorded("F1", date(2026, 12, 26), date(2027, 1, 1), 14_000, line_id="L1"))
    assert paid(story) == UNCHARGED
    view = see(story, "2027-01-10")
    (row,) = view["episodes"][1]["responsibility"]
    told = (row["payer"], row["rule"], row["flags"], row["charge_to_person"])
    assert told == ("council", "assessment_overdue", ["ASSESSMENT_OVERDUE"], "0.00")
    assert [line["origin"] for line in view["episodes"][1]["lines"]] == ["RESUMED"]
    assert view["charges"][0]["refund_due"] is None
    alerts = [one["because"] for one in view["episodes"][1]["alerts"] if one["kind"] == "charge_inside_free_period"]
    assert alerts == ["charge_undecided"]
    assert why(story, "episodes.1.responsibility.0", "2027-01-10") == (2, "assessment_overdue")


def test_a_decision_made_since_the_earlier_discharge_decides_about_it() -> None:
    """In the earlier weeks, after them or in the later ones; one from before them was of other support."""
    for day in ("2026-11-20", "2026-12-25"):
        story = supported(*OVER)
        determined(story, day, (8_000, 0, 2_000))
        assert paid(story) == [("2026-12-25", None, "RESUMED", 7.0, "DETERMINED")]
    later = supported(*OVER)
    determined(later, "2027-01-20", (8_000, 0, 2_000), "L1")
    assert [(row[0], row[4]) for row in paid(later)] == [("2026-12-25", "FREE"), ("2027-01-20", "DETERMINED")]
    for day, line in (("2026-11-12", None), ("2026-11-20", "L9")):
        other = supported(*OVER)
        determined(other, day, (0, 0, 10_000), line)
        assert paid(other) == UNCHARGED


def test_of_a_line_that_grew_each_part_stays_what_it_was() -> None:
    """Ten hours were charged before the first stay and are; four more are not: two rows of one day, told apart."""
    story = supported(*OVER, day="2026-06-01", origin=None)
    changed(story, "2026-06-02", 1000)
    changed(story, "2026-11-13", 1400)
    rows = [("2026-12-25", None, "RESUMED", 10.0, "ORDINARY"), ("2026-12-25", None, "RESUMED", 4.0, "FREE")]
    assert paid(story) == rows
    told = [fact for fact in JOINT.facts(fold(story), date(2027, 2, 1)) if fact.kind == "FundingAllocated"]
    mine = [fact for fact in told if json.loads(fact.body)["from"] == "2026-12-25" and "RESUMED" in fact.key]
    assert sorted(json.loads(fact.body)["hours_per_week"] for fact in mine) == ["10.00", "4.00"]
    assert len({fact.key for fact in told}) == len(told)
    ledger = JOINT.ledger(fold(story), date(2027, 1, 7))
    week = [row for row in ledger["days"] if row["on"] >= "2027-01-01"]
    assert sum(Decimal(row["amount"]) for row in week) == Decimal("280.00")
    for amount, due, found in ((20_000, "0.00", []), (28_000, None, ["charge_undecided"])):
        billed = Story("bill")
        billed.events += story.events
        week_of = date(2027, 1, 1), date(2027, 1, 7)
        billed.tell("2027-01-07T12:00", ch.ChargeRecorded("F1", *week_of, amount, line_id="L1"))
        view = see(billed, "2027-01-10")
        assert view["charges"][0]["refund_due"] == due
        alerts = [one["because"] for one in view["episodes"][1]["alerts"] if one["kind"] == "charge_inside_free_period"]
        assert alerts == found


@pytest.mark.parametrize("hours", [None, 700])
def test_what_ran_before_all_weeks_is_charged_as_ever(hours: int | None) -> None:
    """Nothing of it was ever new, however often the person went back, and also where nobody said how many hours."""
    story = home([*OVER, ("2027-02-20T10:00", "2027-02-22T12:00")])
    story.line("2026-06-01", "L1", hours, price_per_hour=2000)
    shown = None if hours is None else 7.0
    assert paid(story, 2) == [("2027-02-22", None, "RESUMED", shown, "ORDINARY")]


def test_hours_that_cannot_be_are_not_taken_apart() -> None:
    """More than a week has, new before the first stay or since: shown as they are, and their amount is not known."""
    for day, charging in (("2026-06-01", "ORDINARY"), ("2026-11-14", "FREE")):
        story = home([*OVER])
        story.line(day, "L1", 99_900, price_per_hour=2000)
        assert paid(story) == [("2026-12-25", None, "RESUMED", 999.0, charging)]
    alike = home([*OVER])
    alike.line("2026-06-01", "L1", 99_900, price_per_hour=2000)
    changed(alike, "2026-11-14", 99_800)
    changed(alike, "2026-11-20", 99_900)
    changed(alike, "2026-11-21", 10)
    alike.line("2026-11-14", "L2", 700, service="MEALS")
    assert [row[4] for row in paid(alike)] == ["ORDINARY", "FREE"]


def test_hours_that_nobody_said_are_all_undecided_or_none() -> None:
    """New without hours in the earlier weeks: all of it waits. Ten before and no number since: all of it is resumed."""
    story = home([*OVER])
    story.line("2026-11-14", "L1", None, origin="NEW")
    assert paid(story) == [("2026-12-25", None, "RESUMED", None, "FREE")]
    known = home([*OVER])
    known.line("2026-06-01", "L1", 1000, price_per_hour=2000)
    changed(known, "2026-11-13", 1400)
    known.tell("2026-12-25T13:00", c.SupportLineStarted("L1", "1-100", "HOME_SUPPORT", date(2026, 12, 25)))
    assert paid(known) == [("2026-12-25", None, "RESUMED", None, "ORDINARY")]


def test_that_it_is_resumed_by_its_sender_s_word_is_no_decision() -> None:
    """Said after the second discharge, and of a line first seen after it: one waits, one is charged."""
    story = supported(*OVER)
    changed(story, "2026-12-25", 700, "RESUMED")
    story.line("2026-12-26", "L2", 700, origin="RESUMED", price_per_hour=2000, service="MEALS")
    assert paid(story) == [*UNCHARGED, ("2026-12-26", None, "RESUMED", 7.0, "ORDINARY")]


def test_support_that_began_after_the_earlier_weeks_is_ordinary() -> None:
    """It was of no six weeks, so that the council's ordinary charging had begun."""
    story = supported(*OVER[:1], ("2027-01-20T10:00", "2027-01-22T12:00"), day="2026-12-27")
    assert paid(story) == [("2027-01-22", None, "RESUMED", 7.0, "ORDINARY")]


def test_the_weeks_of_three_discharges_are_all_looked_at() -> None:
    """New in the first weeks, more in the second, all of it resumed in the third: none of it was decided."""
    story = supported(*OVER, ("2027-02-24T10:00", "2027-02-25T12:00"))
    changed(story, "2026-12-26", 1000)
    assert paid(story, 2) == [("2027-02-25", None, "RESUMED", 10.0, "FREE")]
    determined(story, "2026-12-20", (0, 0, 10_000))
    assert paid(story, 2) == [
        ("2027-02-25", None, "RESUMED", 7.0, "DETERMINED"),
        ("2027-02-25", None, "RESUMED", 3.0, "FREE"),
    ]


def test_what_the_law_or_the_board_keeps_free_is_told_by_their_rules() -> None:
    """A programme that began on 20 December is free by law to 30 January; from 10 January the board pays all."""
    story = supported(*OVER, day="2026-12-20", service="REABLEMENT")
    (row, after) = see(story, "2027-03-01")["episodes"][1]["responsibility"][:2]
    assert (row["origin"], row["to"], row["rule"]) == ("RESUMED", "2027-01-30", "free_by_law")
    assert (after["origin"], after["rule"]) == ("RESUMED", "assessment_overdue")
    story.tell("2027-01-10T10:00", chc.ChcDecided("C1", "ELIGIBLE", date(2027, 1, 10)))
    rows = see(story, "2027-03-01")["episodes"][1]["responsibility"]
    assert [(row["from"], row["rule"]) for row in rows] == [("2026-12-25", "free_by_law"), ("2027-01-10", "chc_pays")]


def test_while_the_board_pays_all_nothing_of_a_line_is_apart() -> None:
    """Ten hours that were charged and four that wait: one row for the days on which the board pays, two after them."""
    story = supported(*OVER, day="2026-06-01", origin=None)
    changed(story, "2026-06-02", 1000)
    changed(story, "2026-11-13", 1400)
    story.tell("2026-12-25T13:00", chc.ChcFastTracked("C1", date(2026, 12, 25)))
    story.tell("2027-01-05T10:00", chc.ChcDecided("C1", "NOT_ELIGIBLE", date(2027, 1, 5)))
    assert paid(story) == [
        ("2026-12-25", "2027-01-04", "RESUMED", 14.0, "FREE"),
        ("2027-01-05", None, "RESUMED", 10.0, "ORDINARY"),
        ("2027-01-05", None, "RESUMED", 4.0, "FREE"),
    ]


def test_who_had_left_england_since_has_no_weeks_that_wait() -> None:
    """What was counted ended with the move; support after it is ordinary, as where nobody went back to hospital."""
    story = supported(OVER[0], ("2027-02-20T10:00", "2027-02-22T12:00"))
    for code, day in (("W06000015", "2026-11-20"), ("E06000001", "2027-01-05")):
        story.tell(f"{day}T09:00", i.PersonUpdated(home=HomeArea(code, None, 1.0, "directory")))
    assert paid(story) == [("2027-02-22", None, "RESUMED", 7.0, "ORDINARY")]


def test_of_a_stay_that_nobody_saw_begin_a_guess_decides_nothing() -> None:
    """Stated as new on the eve of the first discharge, of which no admission is known: new, and undecided since."""
    story = Story("unseen")
    story.discharge("2026-11-13T16:40", "SP0")
    story.line("2026-11-10", "L1", 700, origin="NEW", price_per_hour=2000)
    story.admit("2026-12-24T10:00", "SP1")
    story.discharge("2026-12-25T12:00", "SP1")
    assert paid(story) == UNCHARGED


def test_shorter_weeks_by_policy_leave_it_undecided_as_well() -> None:
    """Four weeks that are over on the day of the second admission: the rest of the way to six is nobody's decision."""
    joint = JointProcessor(AREAS, Policy(((date.min, 28),)))
    story = supported(("2026-11-02T09:15", "2026-11-13T16:40"), ("2026-12-11T10:00", "2026-12-12T12:00"))
    row: Any = joint.view(fold(story), date(2027, 3, 1))["episodes"][1]["responsibility"][0]
    assert (row["from"], row["rule"]) == ("2026-12-12", "assessment_overdue")
