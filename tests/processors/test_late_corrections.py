"""A discharge corrected by an update that claims to have happened before it: what was written later counts."""

import random
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.spells import SpellState
from hub.events.discharge import PatientDiedInHospital
from hub.events.envelope import Event
from hub.events.values import ERASED, Code
from hub.processors.joint import JointProcessor
from tests.domain.oracle import stays_by_hand
from tests.domain.stories import Story, moment, ms, spell
from tests.processors.people import fold, see, why
from tests.processors.test_joint_lives import arrive

JOINT = JointProcessor()
LEFT, BEFORE = "2026-11-14T09:30", "2026-11-13T16:40"


def story_of_a_stay() -> Story:
    """Somebody is admitted, and leaves on the 14th as the ward says."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge(LEFT, recorded="2026-11-14T10:00", destination="19", method="1")
    return story


def only_spell(story: Story) -> SpellState:
    """Give the stay as folded."""
    (stay,) = fold(story).spells
    assert isinstance(stay, SpellState)
    return stay


def test_a_correction_that_claims_to_be_earlier_moves_the_last_covered_day() -> None:
    """The clerk writes at noon that she left the evening before, under that evening's time: day 1 is the 13th."""
    story = story_of_a_stay()
    assert see(story)["episodes"][0]["last_covered_day"] == "2026-12-25"
    story.correct(BEFORE, recorded="2026-11-14T12:00", discharged_at=moment(BEFORE))
    shown = see(story)
    assert shown["episodes"][0]["last_covered_day"] == "2026-12-24"
    assert shown["spells"][0]["discharged_at"] == "2026-11-13T16:40:00+00:00"
    assert why(story, "spells.0.discharged_at") == (1, "discharge_corrected")


def test_method_destination_and_pathway_are_corrected_in_the_same_way() -> None:
    """Whatever an update says of the discharge counts when it was written after it; the time stays where it was."""
    story = story_of_a_stay()
    method, destination = Code("method", "2"), Code("destination", "85")
    story.correct(BEFORE, recorded="2026-11-14T12:00", method=method, destination=destination, pathway="P3")
    shown = see(story)
    assert shown["spells"][0]["method"] == "2"
    assert shown["spells"][0]["destination"]["code"] == "85"
    assert shown["spells"][0]["discharged_at"] == "2026-11-14T09:30:00+00:00"
    assert shown["episodes"][0]["pathway"] == "P3"


@pytest.mark.parametrize("recorded", [BEFORE, "2026-11-14T10:00"])
def test_what_was_written_before_the_discharge_does_not_correct_it(recorded: str) -> None:
    """A picture of the stay from before it ended, with a planned destination, is older than the discharge."""
    story = story_of_a_stay()
    story.correct(BEFORE, recorded=recorded, discharged_at=moment(BEFORE), destination=Code("destination", "85"))
    shown = see(story)["spells"][0]
    assert shown["discharged_at"] == "2026-11-14T09:30:00+00:00"
    assert shown["destination"]["code"] == "19"


def test_an_emptied_time_is_noted_and_moves_nothing() -> None:
    """Only a cancel takes a discharge back, also when the update that empties its time sorts before it."""
    story = story_of_a_stay()
    story.correct(BEFORE, recorded="2026-11-14T12:00", discharged_at=ERASED)
    shown = see(story)
    assert shown["spells"][0]["status"] == "discharged"
    assert [finding["rule"] for finding in shown["findings"]] == ["discharge_time_erased"]


def test_a_time_that_was_stated_is_not_hidden_by_one_that_was_emptied() -> None:
    """Of two updates from before the discharge one gives its time and the next empties it: both are told."""
    story = story_of_a_stay()
    story.correct(BEFORE, recorded="2026-11-14T12:00", discharged_at=moment(BEFORE))
    story.correct("2026-11-13T17:00", recorded="2026-11-14T12:30", discharged_at=ERASED)
    shown = see(story)
    assert shown["spells"][0]["discharged_at"] == "2026-11-13T16:40:00+00:00"
    assert [finding["rule"] for finding in shown["findings"]] == ["discharge_time_erased"]


def test_a_death_at_the_end_of_a_stay_is_corrected_as_a_discharge_is() -> None:
    """The time of a death in hospital is the end of the stay."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.tell(LEFT, PatientDiedInHospital(spell(), moment(LEFT)), recorded="2026-11-14T10:00")
    story.correct(BEFORE, recorded="2026-11-14T12:00", discharged_at=moment(BEFORE))
    assert see(story)["spells"][0]["discharged_at"] == "2026-11-13T16:40:00+00:00"


@pytest.mark.parametrize("re_entered", ["2026-11-14T09:30", "2026-11-12T11:00", "2026-11-15T08:00"])
@pytest.mark.parametrize("claimed", ["2026-11-11T10:00", "2026-11-14T09:20", "2026-11-14T11:00", "2026-11-15T07:00"])
def test_what_was_written_about_a_version_that_was_taken_back_leaves_the_re_entry(
    re_entered: str, claimed: str
) -> None:
    """A03, A08, A13, A03 again: wherever A08 and re-entry sort, the A08 is about the first and not the second."""
    story = story_of_a_stay()
    story.correct(
        claimed, recorded="2026-11-14T11:30", discharged_at=moment(BEFORE), destination=Code("destination", "85")
    )
    story.cancel_discharge(LEFT, recorded="2026-11-14T13:00")
    story.discharge(re_entered, recorded="2026-11-15T08:30", destination="19")
    for arrived in permutations(story.events):
        left = arrive([arrived], JOINT).spells[0].leaving
        assert left.discharged.value.at == ms(re_entered)
        assert left.destination_code == "19"


@pytest.mark.parametrize(("claimed", "died"), [("2026-11-14T11:30", False), ("2026-11-15T07:00", True)])
def test_an_update_from_before_a_discharge_was_sent_again_leaves_the_newer_one(
    claimed: str,
    died: bool,  # noqa: FBT001  a table case
) -> None:
    """A03, an A08 that repeats it, A03 again: home is corrected to another hospital, or to a death, and stays so."""
    story = story_of_a_stay()
    story.correct(
        claimed,
        recorded="2026-11-14T11:30",
        discharged_at=moment(LEFT),
        method=Code("method", "1"),
        destination=Code("destination", "19"),
    )
    again = {"recorded": "2026-11-16T09:00"}
    if died:
        story.discharge(LEFT, destination="79", method="4", **again)
    else:
        story.discharge(BEFORE, destination="51", method="1", **again)
    shown = see(story)
    if died:
        assert (shown["status"], shown["died_at"]) == ("died", "2026-11-14T09:30:00+00:00")
    else:
        assert (shown["status"], shown["episodes"]) == ("in_hospital", [])
        assert shown["spells"][0]["discharged_at"] == "2026-11-13T16:40:00+00:00"
    story.correct("2026-11-16T10:00", destination=Code("destination", "54"))
    assert see(story)["spells"][0]["destination"]["code"] == "54"


def test_a_correction_of_the_re_entry_counts_wherever_it_sorts() -> None:
    """Written after the re-entry, an update corrects it, also with a time before both."""
    story = story_of_a_stay()
    story.cancel_discharge(LEFT, recorded="2026-11-14T13:00")
    story.discharge(LEFT, recorded="2026-11-15T08:30", destination="19")
    story.correct(BEFORE, recorded="2026-11-15T09:00", discharged_at=moment(BEFORE))
    assert see(story)["spells"][0]["discharged_at"] == "2026-11-13T16:40:00+00:00"


def test_a_simple_stay_keeps_nothing_for_corrections() -> None:
    """Updates without facts of a discharge, and a discharge that nobody took back, leave no trace in the state."""
    story = story_of_a_stay()
    story.correct("2026-11-05T10:00", patient_class="I", specialty="430")
    stay = only_spell(story)
    assert stay.corrections == ()
    assert stay.leaving is not None
    assert not stay.leaving.renewed


def test_a_feed_that_repeats_itself_keeps_one_correction() -> None:
    """Pictures of the stay that say the same facts again and again do not make the state grow."""
    story = story_of_a_stay()
    for day in range(3, 13):
        story.correct(f"2026-11-{day:02}T10:00", destination=Code("destination", "85"))
    assert len(only_spell(story).corrections) == 1


def _crowded(dice: random.Random, size: int) -> list[Event]:
    """Invent ends of one stay, cancels of them and updates, all within hours, so that their times cross."""

    def hour() -> str:
        return f"2026-11-14T{dice.randrange(6, 14):02}:00"

    story = Story()
    story.admit("2026-11-02T09:15")
    for _ in range(size):
        match dice.randrange(4):
            case 0:
                story.discharge(hour(), recorded=hour(), destination=dice.choice(["19", "85"]))
            case 1:
                story.cancel_discharge(hour(), recorded=hour())
            case _:
                time = moment(hour()) if dice.random() < 0.6 else None
                code = Code("destination", dice.choice(["54", "79"])) if dice.random() < 0.6 else None
                story.correct(hour(), recorded=hour(), discharged_at=time, destination=code)
    return story.events


@settings(deadline=None, max_examples=500)
@given(st.randoms(use_true_random=False), st.integers(1, 9))
def test_the_end_of_a_stay_is_what_was_written_of_it(dice: random.Random, size: int) -> None:
    """In every order of arrival the time and the destination are those that the list of what happened gives."""
    events = _crowded(dice, size)
    (stay,) = stays_by_hand(events)
    arrived = list(events)
    dice.shuffle(arrived)
    state = arrive([arrived], JOINT)
    left = state.spells[0].leaving
    assert (left and left.discharged.value.at) == stay["left"]
    assert (left and left.destination_code) == stay["to"]
    assert JOINT.encode(state) == JOINT.encode(arrive([events], JOINT))


def test_a_correction_outlasts_an_admission_that_is_cancelled_and_entered_again() -> None:
    """The update claims a time before the admission and was written after the discharge: it counts all the same."""
    story = Story()
    story.correct("2026-11-01T09:00", recorded="2026-11-03T12:00", discharged_at=moment("2026-11-03T08:00"))
    story.admit("2026-11-02T09:15")
    story.cancel_admission("2026-11-02T09:15", recorded="2026-11-02T10:00")
    story.admit("2026-11-02T11:00")
    story.discharge("2026-11-03T10:00")
    assert see(story)["spells"][0]["discharged_at"][:16] == "2026-11-03T08:00"
