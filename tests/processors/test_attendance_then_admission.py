"""An attendance and the admission after it under one visit number: leaving the department is not leaving the ward."""

from itertools import permutations

import pytest

from hub.events import discharge as d
from hub.events.values import Code, Place
from hub.processors.joint import JointProcessor
from tests.domain.sayings import HOME
from tests.domain.stories import Story, moment, spell
from tests.processors.people import AREAS, fold, see, why
from tests.processors.standing import home
from tests.processors.test_joint_lives import arrive

JOINT = JointProcessor(AREAS)
CAME, LEFT, ADMITTED = "2026-11-23T07:00", "2026-11-23T10:00", "2026-11-23T10:05"


def leaves(story: Story, when: str = LEFT, number: str = "SP1", letter: str = "E") -> None:
    """A03 of an attender: they left the department."""
    way = Code("method", "1")
    story.tell(when, d.SpellDischarged(spell(number), moment(when), way, HOME, patient_class=letter))


def statuses(story: Story) -> list[tuple[str, str | None]]:
    """Return status and class of each stay."""
    return [(row["status"], row["patient_class"]) for row in see(story)["spells"]]


def same_for_every_order(story: Story) -> bool:
    """Whether each order of arrival gives the same bytes."""
    return len({JOINT.encode(arrive([order], JOINT)) for order in permutations(story.events)}) == 1


@pytest.mark.parametrize("attended", [True, False], ids=["A01 of an attender", "A04 that nobody keeps"])
@pytest.mark.parametrize("claimed", [ADMITTED, CAME], ids=["own time", "time of the attendance"])
def test_leaving_the_department_ends_no_inpatient_stay(*, attended: bool, claimed: str) -> None:
    """The admission five minutes later begins the inpatient stay, also where PV1-44 repeats when the attender came."""
    story = Story()
    if attended:
        story.admit(CAME, patient_class="E")
    leaves(story)
    story.admit(ADMITTED, admitted_at=moment(claimed))
    view = see(story)
    assert statuses(story) == [("discharged", "E"), ("open", "I")]
    assert (view["spells"][1]["admitted_at"], view["episodes"]) == ("2026-11-23T10:05:00+00:00", [])
    assert why(story, "spells.1.admitted_at")[1] == "admitting_event"
    row = JOINT.listing(fold(story))
    assert row is not None
    assert row.status == "in_hospital"
    assert same_for_every_order(story)


def test_the_six_weeks_that_run_are_suspended_and_not_restarted() -> None:
    """At home since the 13th, the department on the 23rd, a ward five minutes later: suspended, no new six weeks."""
    story = home()
    leaves(story, number="SP2")
    story.admit(ADMITTED, "SP2")
    (weeks,) = see(story)["episodes"]
    assert (weeks["status"], weeks["suspended_on"], weeks["discharged_on"]) == ("suspended", "2026-11-23", "2026-11-13")


def test_going_home_from_the_department_ends_nothing() -> None:
    """Nobody was admitted: the six weeks go on."""
    story = home()
    leaves(story, number="SP2")
    assert [row["status"] for row in see(story)["episodes"]] == ["open"]


@pytest.mark.parametrize("left", [ADMITTED, "2026-11-23T10:04", "2026-11-22T23:00"])
def test_an_attenders_end_at_the_admission_or_just_before_ends_the_attendance(left: str) -> None:
    """The department writes it when the ward has the person already: they are in the ward."""
    story = Story()
    story.admit(ADMITTED)
    body = d.SpellDischarged(spell(), moment(left), None, HOME, patient_class="E")
    story.tell("2026-11-23T10:20", body)
    assert statuses(story) == [("open", "I")]


@pytest.mark.parametrize("left", ["2026-11-23T10:06", "2026-11-21T10:00", "2026-11-23"])
def test_an_end_after_the_admission_long_before_it_or_without_a_time_is_an_end(left: str) -> None:
    """Then the class that it states turns the stay, and a finding says so."""
    story = Story()
    story.admit(ADMITTED)
    body = d.SpellDischarged(spell(), moment(left), None, HOME, patient_class="E")
    story.tell("2026-11-23T10:20", body)
    assert statuses(story) == [("discharged", "E")]


def test_a_move_into_a_ward_after_the_department_is_a_stay_though_its_admission_was_lost() -> None:
    """Only an A02 of an inpatient says that they were taken in: they lie in that ward."""
    story = Story()
    leaves(story)
    story.tell(ADMITTED, d.SpellTransferred(spell(), Place("RZZ01", "W7"), "I"))
    assert statuses(story) == [("discharged", "E"), ("open", "I")]
    assert see(story)["spells"][1]["location"]["ward"] == "W7"


def test_a_move_before_the_end_of_the_attendance_is_part_of_it() -> None:
    """Into the assessment ward as an inpatient, and home from there by an A03 of class E: one stay."""
    story = Story()
    story.admit(CAME, patient_class="E")
    story.tell("2026-11-23T08:00", d.SpellTransferred(spell(), Place("RZZ01", "W7"), "I"))
    leaves(story)
    assert [status for status, _ in statuses(story)] == ["discharged"]


def test_an_attender_who_is_registered_again_is_another_attendance() -> None:
    """The same number in the afternoon, still as an attender: two attendances, no inpatient stay."""
    story = Story()
    story.admit(CAME, patient_class="E")
    leaves(story)
    story.admit("2026-11-23T15:00", patient_class="E")
    assert statuses(story) == [("discharged", "E"), ("open", "E")]


def test_a_stay_whose_admission_was_lost_does_not_swallow_a_readmission_under_its_number() -> None:
    """Only the discharge of the 13th was seen; the A01 of the 20th begins another stay and suspends the six weeks."""
    story = Story()
    story.discharge("2026-11-13T16:40")
    story.admit("2026-11-20T11:00")
    view = see(story)
    assert [row["status"] for row in view["spells"]] == ["discharged", "open"]
    assert [(row["status"], row["suspended_on"]) for row in view["episodes"]] == [("suspended", "2026-11-20")]
    assert same_for_every_order(story)


def test_an_admission_told_late_belongs_to_the_discharge_that_was_seen() -> None:
    """It came first and was written later: one stay."""
    story = Story()
    story.discharge("2026-11-13T16:40")
    story.admit("2026-11-02T09:15", recorded="2026-11-14T09:00")
    assert [row["status"] for row in see(story)["spells"]] == ["discharged"]
