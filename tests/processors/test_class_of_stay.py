"""The class of a stay is the last one stated, by whichever message of the stay states it."""

from datetime import date
from typing import Any

import msgspec
import pytest

from hub.events import discharge as d
from hub.events.values import ERASED, Code, Place
from hub.processors.joint import JointProcessor
from tests.domain.sayings import HOME, died_in_hospital
from tests.domain.stories import Story, moment, spell
from tests.processors.people import AREAS, fold, see, why

JOINT = JointProcessor(AREAS)


def came_as(letter: str | None, number: str = "SP1") -> Story:
    """Came on 2 November at 09:15 with a class."""
    story = Story(f"came as {letter}")
    story.admit("2026-11-02T09:15", number, patient_class=letter)
    return story


def leave(story: Story, when: str = "2026-11-13T16:40", letter: str | None = None, number: str = "SP1") -> None:
    """A03 home with a class."""
    story.tell(when, d.SpellDischarged(spell(number), moment(when), None, HOME, patient_class=letter))


def episodes(story: Story) -> list[str]:
    """Return the status of each episode on 1 December."""
    return [row["status"] for row in see(story)["episodes"]]


def stay(story: Story) -> Any:
    """Return the first stay."""
    return see(story)["spells"][0]


def test_a_stay_that_turns_inpatient_on_a_transfer_opens_six_weeks() -> None:
    """E on A01 and I on A02: an inpatient from then on, whose stay still began at the A01."""
    story = came_as("E")
    assert JOINT.listing(fold(story)) is None
    story.tell("2026-11-02T14:00", d.SpellTransferred(spell(), Place("RZZ01", "W7"), "I"))
    row = JOINT.listing(fold(story))
    assert row is not None
    assert row.status == "in_hospital"
    leave(story)
    assert episodes(story) == ["open"]
    assert (stay(story)["patient_class"], stay(story)["admitted_at"]) == ("I", "2026-11-02T09:15:00+00:00")
    assert why(story, "spells.0.patient_class") == (1, "stated_class")
    assert why(story, "spells.0.admitted_at") == (0, "attending_event")


def test_a_stay_that_turns_inpatient_on_the_discharge_opens_six_weeks() -> None:
    """E on A01 and I only on A03: the last word counts, and nothing contradicts."""
    story = came_as("E")
    leave(story, letter="I")
    view = see(story)
    assert [row["last_covered_day"] for row in view["episodes"]] == ["2026-12-24"]
    assert (view["spells"][0]["admitted_at"], view["findings"]) == ("2026-11-02T09:15:00+00:00", [])


@pytest.mark.parametrize("pathway", [None, "P1"])
@pytest.mark.parametrize("letter", ["D", "E", "O"])
def test_a_discharge_of_another_class_alone_opens_nothing(letter: str, pathway: str | None) -> None:
    """A day case seen at its A03 alone is no inpatient discharge and turned nothing, whatever its pathway."""
    story, when = Story(), "2026-11-13T16:40"
    story.tell(when, d.SpellDischarged(spell(), moment(when), None, HOME, pathway=pathway, patient_class=letter))
    assert episodes(story) == []
    assert [finding["rule"] for finding in see(story)["findings"]] == ["no_admission_seen"]
    assert JOINT.listing(fold(story)) is None


@pytest.mark.parametrize("came", ["I", "U", None])
def test_a_discharge_that_turns_an_inpatient_into_something_else_is_found(came: str | None) -> None:
    """It counts, so no six weeks begin; a finding says so, and the person does not vanish from the board."""
    story = came_as(came)
    leave(story, letter="D")
    view = see(story)
    assert (view["episodes"], [finding["rule"] for finding in view["findings"]]) == ([], ["class_on_leaving"])
    assert why(story, "findings.0") == why(story, "spells.0.patient_class") == (1, "class_on_leaving")
    row = JOINT.listing(fold(story))
    assert row is not None
    assert (row.status, row.trust) == ("ended", "RZZ")


def test_the_finding_stands_until_somebody_says_inpatient() -> None:
    """Another such discharge keeps it, an update to day case keeps it, an update to inpatient opens the six weeks."""
    story = came_as("I")
    leave(story, letter="D")
    leave(story, "2026-11-13T17:00", "E")
    story.correct("2026-11-13T18:00", patient_class="E")
    assert "class_on_leaving" in [finding["rule"] for finding in see(story)["findings"]]
    story.correct("2026-11-13T19:00", patient_class="I")
    assert "class_on_leaving" not in [finding["rule"] for finding in see(story)["findings"]]
    assert episodes(story) == ["open"]


def test_a_second_discharge_that_says_inpatient_settles_it() -> None:
    """Entered again with the right class: no finding about it stays."""
    story = came_as("I")
    leave(story, letter="D")
    leave(story, letter="I")
    assert (episodes(story), see(story)["findings"]) == (["open"], [])


@pytest.mark.parametrize("letter", ["D", "E", "O"])
@pytest.mark.parametrize("came", ["I", None])
def test_an_update_after_the_discharge_takes_no_six_weeks_away(came: str | None, letter: str) -> None:
    """In a bed for eleven nights: another class in a later update is left over, and somebody is told."""
    story = came_as(came)
    leave(story, letter="I")
    story.correct("2026-11-15T09:00", patient_class=letter)
    view = see(story)
    assert ([row["status"] for row in view["episodes"]], view["spells"][0]["patient_class"]) == (["open"], "I")
    assert [finding["rule"] for finding in view["findings"]] == ["class_after_leaving"]
    assert why(story, "findings.0") == (2, "class_after_leaving")
    row = JOINT.listing(fold(story))
    assert row is not None
    assert row.status == "open"


def test_any_message_after_the_discharge_is_as_an_update_is() -> None:
    """A move or a leave with another class, and an update that empties it: the six weeks stand."""
    story = came_as("I")
    leave(story)
    story.tell("2026-11-15T09:00", d.LeaveStarted(spell(), "E"))
    story.correct("2026-11-15T10:00", patient_class=ERASED)
    assert (episodes(story), stay(story)["patient_class"]) == (["open"], "I")


@pytest.mark.parametrize("came", ["I", None])
def test_a_stay_of_one_day_may_turn_out_to_be_a_day_case(came: str | None) -> None:
    """Corrected by an update: no six weeks, with a finding, and the person stays on the board."""
    story = came_as(came)
    leave(story, "2026-11-02T16:40")
    story.correct("2026-11-03T09:00", patient_class="D")
    story.correct("2026-11-04T09:00", patient_class="B")
    assert (episodes(story), stay(story)["patient_class"]) == ([], "B")
    assert [finding["rule"] for finding in see(story)["findings"]] == ["class_on_leaving"]
    row = JOINT.listing(fold(story))
    assert row is not None
    assert row.status == "ended"


def test_an_end_whose_admission_nobody_saw_is_not_turned_by_an_update() -> None:
    """How long an inpatient had been there is not known: the six weeks stand."""
    story = Story()
    leave(story, letter="I")
    story.correct("2026-11-13T18:00", patient_class="D")
    assert episodes(story) == ["open"]


@pytest.mark.parametrize("letter", ["N", "O", "P", "W"])
@pytest.mark.parametrize("came", ["I", "U", None])
def test_a_discharge_with_a_class_that_no_bed_has_ends_the_stay_as_it_was(came: str | None, letter: str) -> None:
    """Some systems make an outpatient of whoever leaves: the event counts, and a finding tells of the field."""
    story = came_as(came)
    leave(story, letter=letter)
    view = see(story)
    assert [row["status"] for row in view["episodes"]] == ["open"]
    assert (view["spells"][0]["status"], view["spells"][0]["patient_class"]) == ("discharged", came)
    assert [finding["rule"] for finding in view["findings"]] == ["class_left_over"]


def test_a_class_that_is_not_known_replaces_none_that_is() -> None:
    """U after I or E says nothing; after nothing it is what is known."""
    for letter, held in (("I", "I"), ("E", "E"), (None, "U")):
        story = came_as(letter)
        story.tell("2026-11-03T10:00", d.LeaveStarted(spell(), "U"))
        assert stay(story)["patient_class"] == held
        leave(story, letter="U")
        assert stay(story)["patient_class"] == held


def test_a_cancelled_discharge_takes_nobody_out_of_the_bed() -> None:
    """I, then A03 with class D, then A13: in hospital still; but E, then I on the A03: an inpatient by its word."""
    wrong = came_as("I")
    leave(wrong, letter="D")
    wrong.cancel_discharge("2026-11-13T16:40")
    row = JOINT.listing(fold(wrong))
    assert row is not None
    assert (row.status, see(wrong)["findings"]) == ("in_hospital", [])
    turned = came_as("E")
    leave(turned, letter="I")
    turned.cancel_discharge("2026-11-13T16:40")
    row = JOINT.listing(fold(turned))
    assert row is not None
    assert (row.status, episodes(turned)) == ("in_hospital", ["void"])


def test_a_cancelled_transfer_takes_its_class_back() -> None:
    """The move did not happen, and what it made of the stay did not either."""
    story = came_as("E")
    story.tell("2026-11-02T14:00", d.SpellTransferred(spell(), None, "I"))
    story.tell("2026-11-02T14:00", d.TransferCancelled(spell()))
    assert stay(story)["patient_class"] == "E"


BY_THE_WAY = [
    d.TransferCancelled,
    d.DischargeCancelled,
    d.AdmissionCancelled,
    d.LeaveStarted,
    d.LeaveEnded,
    d.LeaveStartCancelled,
    d.LeaveEndCancelled,
    d.TransferPlanned,
    d.TransferPlanCancelled,
    d.DischargeExpected,
    d.DischargeExpectationCancelled,
]


@pytest.mark.parametrize("body", BY_THE_WAY, ids=lambda body: str(body.__name__))
def test_every_message_of_a_stay_states_its_class(body: Any) -> None:
    """Moves, leaves, plans of leaving and cancels are snapshots too: the last class counts, whoever sent it."""
    story = came_as("E")
    story.correct("2026-11-03T09:00", patient_class="O")
    story.tell("2026-11-03T10:00", body(spell(), patient_class="I"))
    assert stay(story)["patient_class"] == "I"
    story.tell("2026-11-03T11:00", body(spell()))
    assert why(story, "spells.0.patient_class") == (2, "stated_class")


def test_a_class_alone_begins_no_stay() -> None:
    """A cancel or a plan about a stay that nobody knows leaves it unknown."""
    story = Story()
    story.tell("2026-11-03T10:00", d.DischargeCancelled(spell(), "I"))
    story.tell("2026-11-03T10:00", d.TransferPlanned(spell(), patient_class="I"))
    assert see(story)["spells"] == []


def test_a_plan_of_an_admission_states_no_class() -> None:
    """A pre-admission carries the class of a plan: an event of one has no place for it."""
    for body in (d.AdmissionPlanned, d.AdmissionPlanCancelled):
        assert "patient_class" not in [field.name for field in msgspec.structs.fields(body)]


def test_the_inpatient_admission_moves_the_beginning_though_a_transfer_turned_the_class_before() -> None:
    """E, then I on a transfer, then A06: the stay begins at the A06, and no finding calls it a second admission."""
    story = came_as("E")
    story.tell("2026-11-02T13:00", d.SpellTransferred(spell(), None, "I"))
    story.admit("2026-11-02T14:00", patient_class="I")
    assert stay(story)["admitted_at"] == "2026-11-02T14:00:00+00:00"
    assert why(story, "spells.0.admitted_at") == (2, "turned_inpatient")
    story.admit("2026-11-02T15:00", patient_class="I")
    assert stay(story)["admitted_at"] == "2026-11-02T14:00:00+00:00"
    assert [finding["rule"] for finding in see(story)["findings"]] == ["admitted_twice"]


def test_an_admission_of_an_attender_moves_no_beginning() -> None:
    """A second A04 of an attender is an update; so is one that says nothing of its class."""
    story = came_as("E")
    story.admit("2026-11-02T13:00", patient_class="E")
    story.admit("2026-11-02T14:00", patient_class=None)
    assert stay(story)["admitted_at"] == "2026-11-02T09:15:00+00:00"


def test_an_inpatient_whom_a_transfer_called_something_else_is_admitted_anew() -> None:
    """I, then O on a transfer, then A06 with I: out of the class and in again, as the second admission says."""
    story = came_as("I")
    story.tell("2026-11-03T09:00", d.SpellTransferred(spell(), None, "O"))
    assert JOINT.listing(fold(story)) is None
    story.admit("2026-11-04T10:00", patient_class="I")
    assert stay(story)["admitted_at"] == "2026-11-04T10:00:00+00:00"


def test_the_class_of_a_death_counts_when_the_death_is_taken_back() -> None:
    """E on A01, I on an A03 that says died: corrected to alive, it was an inpatient who left."""
    story = came_as("E")
    died_in_hospital(story, "2026-11-13T16:40", patient_class="I")
    story.correct("2026-11-14T09:00", method=Code("method", "1"), destination=HOME)
    assert episodes(story) == ["open"]


def test_a_cancelled_death_states_the_class_of_the_stay() -> None:
    """Not dead after all, and an inpatient by the same message."""
    story = came_as("E")
    died_in_hospital(story, "2026-11-13T16:40", patient_class="I")
    story.cancel_discharge("2026-11-13T16:40")
    assert (stay(story)["status"], stay(story)["patient_class"]) == ("open", "I")


def test_a_readmission_counts_from_when_it_turned_inpatient() -> None:
    """Back as an attender on the 20th, an inpatient by a transfer: the six weeks of the first stay are suspended."""
    story = came_as("I")
    leave(story)
    story.admit("2026-11-20T08:00", "SP2", patient_class="E")
    assert see(story, "2026-11-20")["episodes"][0]["status"] == "open"
    story.tell("2026-11-21T08:00", d.SpellTransferred(spell("SP2"), None, "I"))
    row = see(story, "2026-11-21")["episodes"][0]
    assert (row["status"], row["suspended_on"]) == ("suspended", "2026-11-20")
    assert JOINT.facts(fold(story), date(2026, 11, 25)) == JOINT.facts(fold(story), date(2026, 11, 20))
