"""Stays that cross: whoever still lies in a bed has not left hospital."""

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hub.domain.days import day_of, end_of
from hub.events import discharge as d
from hub.events.values import Moment, Place, Precision, Zone
from hub.processors.joint import JointProcessor
from tests.domain.crossings import Crossing
from tests.domain.oracle_weeks import episodes_by_hand
from tests.domain.stories import OTHER_TRUST, Story, ms, spell
from tests.processors.people import AREAS, fold, see
from tests.processors.standing import home, in_bed, rules, status
from tests.processors.test_joint_lives import arrive

JOINT = JointProcessor(AREAS)
seeds = st.integers(0, 10**9)


def weeks(story: Story, on: str = "2026-12-01") -> list[tuple[str, str, str | None]]:
    """Return day of discharge, status and day of suspension of each episode."""
    return [(row["discharged_on"], row["status"], row["suspended_on"]) for row in see(story, on)["episodes"]]


@settings(deadline=None, max_examples=400)
@given(seed=seeds, later=st.integers(0, 120))
@example(seed=1112087, later=0).via("an update of the minute of a discharge that was sent again")
@example(seed=216665572, later=26).via("two stays of unknown class begun in one minute")
@example(seed=216088414, later=53).via("two stays of unknown class begun in one minute, one of them left at once")
def test_six_weeks_of_crossing_stays_are_as_a_walk_through_the_days_says(seed: int, later: int) -> None:
    """Which discharges opened six weeks, their status and why they ended, on any day, against the oracle."""
    events = Crossing(seed).story.events
    on = date.fromordinal(day_of(min(event.occurred_at for event in events)).toordinal() + later)
    known = [event for event in events if event.occurred_at <= end_of(on)]
    shown = [
        (row["spell_id"], date.fromisoformat(row["discharged_on"]), row["status"], row["ended_because"])
        for row in JOINT.view(fold_events(known), on)["episodes"]
        if row["status"] != "void"
    ]
    assert shown == episodes_by_hand(known, on)


@settings(deadline=None)
@given(seed=seeds)
def test_every_arrival_of_crossing_stays_gives_the_same_bytes(seed: int) -> None:
    """Shuffled and repeated: one state."""
    events, dice = Crossing(seed).story.events, random.Random(seed)
    arrived = events + dice.choices(events, k=3)
    dice.shuffle(arrived)
    assert JOINT.encode(arrive([arrived], JOINT)) == JOINT.encode(fold_events(events))


def fold_events(events: list[Any]) -> Any:
    """Fold events from the beginning."""
    story = Story()
    story.events = events
    return fold(story, JOINT)


def test_a_new_number_in_the_same_trust_before_the_old_one_is_closed_is_no_discharge() -> None:
    """A01 of the rehabilitation ward at 16:00, A03 of the first stay at 16:40: in hospital all the time."""
    story = in_bed()
    story.admit("2026-11-13T16:00", "SP2")
    story.discharge("2026-11-13T16:40")
    assert weeks(story) == []
    assert status(story) == ("open", "none", "in_hospital")
    story.discharge("2026-11-20T10:00", "SP2")
    assert weeks(story) == [("2026-11-20", "open", None)]


def test_at_one_minute_the_new_number_holds_too() -> None:
    """Discharged and admitted in the same minute of the same trust."""
    story = in_bed()
    story.discharge("2026-11-13T16:40")
    story.admit("2026-11-13T16:40", "SP2")
    assert weeks(story) == []


def test_admitted_elsewhere_the_evening_before_the_papers_were_closed_is_no_discharge() -> None:
    """The other trust had them since the 12th; the first wrote its A03 the next morning."""
    story = in_bed()
    story.admit("2026-11-12T18:00", "SP2", OTHER_TRUST)
    story.discharge("2026-11-13T08:00")
    assert weeks(story) == []
    story.discharge("2026-11-20T12:00", "SP2", OTHER_TRUST)
    assert weeks(story) == [("2026-11-20", "open", None)]


@pytest.mark.parametrize("destination", ["19", "51", "87"])
def test_back_from_treatment_elsewhere_is_no_discharge_and_the_last_to_leave_counts(destination: str) -> None:
    """Two days at another trust while the bed here was kept: the six weeks begin when they go home from here."""
    story = in_bed()
    story.admit("2026-11-05T10:00", "SP2", OTHER_TRUST)
    story.discharge("2026-11-07T15:00", "SP2", OTHER_TRUST, destination=destination)
    assert weeks(story) == []
    assert see(story)["next_step"]["organisation"] == "RZZ"
    story.discharge("2026-11-13T16:40")
    view = see(story)
    assert weeks(story) == [("2026-11-13", "open", None)]
    assert (view["next_step"]["what"], view["next_step"]["holder"]) == ("start_support", "council")


def test_a_transfer_whose_papers_were_closed_after_the_second_discharge_is_over() -> None:
    """Received on the 12th, home from there at noon of the 13th; the first trust's A03 says 51 at 16:40."""
    story = in_bed()
    story.admit("2026-11-12T16:00", "SP2", OTHER_TRUST)
    story.discharge("2026-11-13T12:00", "SP2", OTHER_TRUST)
    story.discharge("2026-11-13T16:40", destination="51")
    assert weeks(story) == [("2026-11-13", "open", None)]
    assert see(story)["next_step"]["what"] == "start_support"


def test_somebody_sent_on_whom_nobody_received_is_received_by_none() -> None:
    """Treated elsewhere and back, then sent to another hospital days later: that one has the next step."""
    story = in_bed()
    story.admit("2026-11-05T10:00", "SP2", OTHER_TRUST)
    story.discharge("2026-11-07T15:00", "SP2", OTHER_TRUST, destination="87")
    story.discharge("2026-11-13T16:40", destination="51")
    assert see(story)["next_step"]["what"] == "receive"
    story.discharge("2026-11-13T11:00", "SP3", OTHER_TRUST, destination="87")
    assert see(story)["next_step"]["what"] == "receive"


def test_the_repeated_hour_of_october_leaves_nobody_at_home_who_lies_in_a_bed() -> None:
    """Left at 01:50 and back at 01:10 by the wall clock, the first pass of both: they are in a bed."""
    story = Story()
    story.admit("2026-10-20T09:00")
    left = Moment(ms("2026-10-25T01:50"), Precision.MINUTE, Zone.AMBIGUOUS)
    story.discharge("2026-10-25T01:50", at=left)
    story.admit("2026-10-25T01:10", "SP2")
    assert weeks(story) == []
    assert status(story) == ("open", "none", "in_hospital")


@pytest.mark.parametrize(
    "inside",
    [
        d.SpellTransferred(spell("SP2"), Place("RZZ01", "W9"), "I"),
        d.SpellDetailsCorrected(spell("SP2"), "I"),
        d.LeaveStarted(spell("SP2"), "I"),
    ],
    ids=lambda body: str(type(body).__name__),
)
def test_a_readmission_whose_admission_was_lost_suspends(inside: Any) -> None:
    """A move or an update of another stay says that they are in it, since the first message about it."""
    story = home()
    story.tell("2026-11-21T11:00", inside)
    assert weeks(story) == [("2026-11-13", "suspended", "2026-11-21")]
    assert JOINT.reasons(fold(story), date(2026, 12, 1))["episodes.0.suspended_on"] == (2, "readmitted")
    story.admit("2026-11-20T11:00", "SP2")
    assert weeks(story) == [("2026-11-13", "suspended", "2026-11-20")]


def test_an_update_of_an_old_stay_that_says_when_it_ended_suspends_nothing() -> None:
    """A correction of a stay from before the hub's time is no readmission; neither is a plan."""
    story = home()
    story.correct("2026-11-21T11:00", "SP9", patient_class="I", discharged_at=Moment(ms("2025-05-05")))
    story.tell("2026-11-22", d.AdmissionPlanned(spell("SP8")))
    story.correct("2026-11-22T11:00", "SP8", patient_class="I")
    assert weeks(story) == [("2026-11-13", "open", None)]


def test_a_discharge_of_another_stay_known_by_its_updates_opens_new_weeks() -> None:
    """Moved on the 21st, home on the 23rd: the first weeks end."""
    story = home()
    story.tell("2026-11-21T11:00", d.SpellTransferred(spell("SP2"), Place("RZZ01", "W9"), "I"))
    story.discharge("2026-11-23T11:00", "SP2")
    assert weeks(story) == [("2026-11-13", "ended", "2026-11-21"), ("2026-11-23", "open", None)]


def unmapped(story: Story, letter: str | None = None, *, left: bool = True) -> None:
    """A visit on the 20th under a word that nobody mapped."""
    story.admit("2026-11-20T09:00", "SP2", patient_class=letter)
    if left:
        story.discharge("2026-11-20T17:00", "SP2")


@pytest.mark.parametrize("letter", [None, "U"])
def test_a_stay_of_unknown_class_ends_no_six_weeks(letter: str | None) -> None:
    """A regular attender's day: the six weeks go on, the stay is shown, and a finding asks for its class."""
    story = home()
    unmapped(story, letter)
    assert weeks(story) == [("2026-11-13", "open", None)]
    assert [row["spell_id"] for row in see(story)["spells"]] == ["SP1", "SP2"]
    assert [(row["rule"], row["spell_id"]) for row in see(story)["findings"]] == [("class_unknown", "SP2")]
    assert JOINT.reasons(fold(story), date(2026, 12, 1))["findings.0"] == (2, "class_unknown")


@pytest.mark.parametrize("left_at_once", ["SP1", "SP2"])
def test_of_two_of_unknown_class_begun_in_one_minute_neither_is_inside_the_weeks_of_the_other(
    left_at_once: str,
) -> None:
    """One was left in the minute it began, the other days later: one leaving, the same whichever is listed first."""
    story = Story()
    stays = ["SP1", "SP2"]
    for number in stays:
        story.admit("2026-11-13T09:00", number, patient_class=None)
    story.discharge("2026-11-13T09:00", left_at_once)
    stays.remove(left_at_once)
    story.discharge("2026-11-16T11:00", stays[0])
    assert weeks(story) == [("2026-11-16", "open", None)]


def test_while_somebody_is_in_it_the_six_weeks_are_suspended() -> None:
    """They lie in a bed as far as anybody knows; when they leave it the weeks go on."""
    story = home()
    unmapped(story, left=False)
    assert weeks(story) == [("2026-11-13", "suspended", "2026-11-20")]
    assert status(story) == ("open", "suspended", "suspended")


def test_once_its_class_is_stated_it_counts_as_what_it_is() -> None:
    """An inpatient after all: the six weeks begin anew; a day case: they never stopped."""
    for letter, seen in (("I", ["ended", "open"]), ("D", ["open"])):
        story = home()
        unmapped(story)
        story.correct("2026-11-20T18:00", "SP2", patient_class=letter)
        assert [row["status"] for row in see(story)["episodes"]] == seen
        assert "class_unknown" not in rules(story)


def test_who_has_no_other_stay_is_not_missed_for_want_of_a_class() -> None:
    """A feed without classes: the first discharge opens six weeks, one inside them does not, a later one does."""
    story = Story()
    story.admit("2026-09-02T09:15", patient_class=None)
    story.discharge("2026-09-13T16:40")
    story.admit("2026-10-01T09:00", "SP2", patient_class=None)
    story.discharge("2026-10-02T09:00", "SP2")
    story.admit("2026-11-10T09:00", "SP3", patient_class=None)
    story.discharge("2026-11-20T09:00", "SP3")
    assert [(day, state) for day, state, _ in weeks(story)] == [("2026-09-13", "ended"), ("2026-11-20", "open")]


def test_an_end_of_unknown_class_alone_ends_no_six_weeks() -> None:
    """Only its discharge was seen, on the 20th."""
    story = home()
    story.discharge("2026-11-20T17:00", "SP2")
    assert weeks(story) == [("2026-11-13", "open", None)]
    assert "class_unknown" in rules(story)


def test_a_stay_of_unknown_class_takes_nobody_over_from_a_known_one() -> None:
    """Admitted elsewhere under an unmapped word on the day of discharge: the six weeks begin, and are suspended."""
    story = in_bed()
    story.discharge("2026-11-13T16:40")
    story.admit("2026-11-13T18:00", "SP2", OTHER_TRUST, patient_class=None)
    assert weeks(story) == [("2026-11-13", "suspended", "2026-11-13")]


def test_a_cancelled_stay_of_unknown_class_asks_for_none() -> None:
    """The admission did not happen."""
    story = home()
    unmapped(story, left=False)
    story.cancel_admission("2026-11-20T09:00", "SP2")
    assert (weeks(story), rules(story)) == ([("2026-11-13", "open", None)], [])


def test_weeks_that_never_opened_set_nothing_aside() -> None:
    """Died, or moved to another hospital: a later stay of unknown class is taken as an inpatient's."""
    for destination in ("79", "51"):
        story = in_bed()
        story.discharge("2026-11-13T16:40", destination=destination)
        unmapped(story)
        assert [day for day, _, _ in weeks(story)] == ["2026-11-20"]
