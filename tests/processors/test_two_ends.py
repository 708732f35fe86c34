"""A stay that was discharged twice without a cancel: the end that was written last decides."""

from itertools import permutations

import pytest

from hub.events import discharge as d
from hub.events.values import Code, Place
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story, moment, ms, spell
from tests.processors.people import AREAS, fold, see, why
from tests.processors.standing import in_bed, rules
from tests.processors.test_joint_lives import arrive

JOINT = JointProcessor(AREAS)
FIRST, BACK = "2026-11-20T16:40", "2026-11-13T16:40"


def corrected_back() -> Story:
    """Discharged on the 20th, and the next day by another A03 for the 13th."""
    story = in_bed()
    story.discharge(FIRST, recorded="2026-11-20T17:00")
    story.discharge(BACK, recorded="2026-11-21T09:00", destination="85")
    return story


def test_a_discharge_sent_again_for_an_earlier_day_decides() -> None:
    """Day 1 is the 13th, as an update would have it; the destination is that message's, and somebody is told."""
    story = corrected_back()
    (weeks,), (stay,) = see(story)["episodes"], see(story)["spells"]
    assert (weeks["discharged_on"], weeks["last_covered_day"]) == ("2026-11-13", "2026-12-24")
    assert (stay["discharged_at"], stay["destination"]["code"]) == ("2026-11-13T16:40:00+00:00", "85")
    assert rules(story) == ["discharged_again"]
    assert why(story, "spells.0.discharged_at") == (1, "discharged_again")
    assert why(story, "findings.0") == (1, "discharged_again")


def test_the_episode_keeps_the_name_that_others_were_told() -> None:
    """Its id is that of the discharge written first, whichever day decides."""
    before = in_bed()
    before.discharge(FIRST, recorded="2026-11-20T17:00")
    assert see(corrected_back())["episodes"][0]["episode_id"] == see(before)["episodes"][0]["episode_id"]


def test_what_was_written_later_about_a_later_day_decides_as_ever() -> None:
    """The second A03 moves the clock forwards."""
    story = in_bed()
    story.discharge(BACK, recorded="2026-11-13T17:00")
    story.discharge(FIRST, recorded="2026-11-20T17:00")
    assert [row["discharged_on"] for row in see(story)["episodes"]] == ["2026-11-20"]


def test_of_two_written_at_one_time_the_later_day_decides() -> None:
    """A feed that stamps a batch with one time keeps the order of what happened."""
    story = in_bed()
    story.discharge(FIRST, recorded="2026-11-21T09:00")
    story.discharge(BACK, recorded="2026-11-21T09:00")
    assert [row["discharged_on"] for row in see(story)["episodes"]] == ["2026-11-20"]


def test_a_cancel_of_the_older_one_leaves_the_newest() -> None:
    """Taking back what was corrected already leaves the correction."""
    story = corrected_back()
    story.cancel_discharge(FIRST, recorded="2026-11-21T10:00")
    standing = [row["discharged_on"] for row in see(story)["episodes"] if row["status"] != "void"]
    assert standing == ["2026-11-13"]


@pytest.mark.parametrize("days", [(BACK, FIRST), (FIRST, BACK), (BACK, BACK)])
@pytest.mark.parametrize("named", [True, False])
def test_a_discharge_that_was_sent_again_is_cancelled_as_one(
    days: tuple[str, str],
    named: bool,  # noqa: FBT001  a table case
) -> None:
    """A03, the same A03 with another day, A13: the person is in hospital, whether the A13 repeats the time or not."""
    story = in_bed()
    for when, written in zip(days, ("2026-11-20T17:00", "2026-11-21T09:00"), strict=True):
        story.discharge(when, recorded=written)
    cancelled = "2026-11-22T10:00"
    story.cancel_discharge(days[1] if named else cancelled, recorded=cancelled)
    (weeks,), (stay,) = see(story)["episodes"], see(story)["spells"]
    assert (weeks["status"], stay["status"], stay["discharged_at"]) == ("void", "open", None)
    first = in_bed()
    first.discharge(days[0], recorded="2026-11-20T17:00")
    assert weeks["episode_id"] == see(first)["episodes"][0]["episode_id"]
    story.discharge("2026-11-23T11:00")
    standing = [row["discharged_on"] for row in see(story)["episodes"] if row["status"] != "void"]
    assert standing == ["2026-11-23"]


def test_the_discharge_of_an_earlier_stay_under_the_number_is_not_cancelled_with_a_later_one() -> None:
    """Admitted anew after the first discharge: two stays, and the A13 is about the second."""
    story = in_bed()
    story.discharge(BACK)
    story.admit("2026-11-15T09:00")
    story.discharge(FIRST)
    story.cancel_discharge(FIRST, recorded="2026-11-21T10:00")
    assert [row["status"] for row in see(story)["spells"]] == ["discharged", "open"]


def wrongly_admitted() -> Story:
    """Discharged on the 13th, admitted by mistake on the 15th, and discharged again on the 16th."""
    story = in_bed()
    story.discharge(BACK)
    story.admit("2026-11-15T09:00")
    story.cancel_admission("2026-11-15T09:00", recorded="2026-11-15T10:00")
    story.discharge("2026-11-16T10:00")
    return story


def test_a_discharge_sent_again_after_a_cancelled_admission_is_of_the_stay_that_was_left() -> None:
    """The A11 says that nobody was admitted: one stay, and the clock follows the discharge that was written last."""
    story = wrongly_admitted()
    assert [(row["discharged_on"], row["status"]) for row in see(story)["episodes"]] == [("2026-11-16", "open")]
    assert [row["status"] for row in see(story)["spells"]] == ["discharged"]
    assert rules(story) == ["discharged_again"]


@pytest.mark.parametrize("time", ["2026-11-16T10:00", "2026-11-17T09:00"])
def test_a_cancel_takes_back_both_discharges_where_the_admission_between_was_cancelled(time: str) -> None:
    """They are versions of one, so the person is in hospital; with the A11 away they are not."""
    story = wrongly_admitted()
    story.cancel_discharge(time, recorded="2026-11-17T09:00")
    (weeks,), (stay,) = see(story)["episodes"], see(story)["spells"]
    assert (see(story)["status"], weeks["status"], stay["status"]) == ("in_hospital", "void", "open")
    for arrived in list(permutations(story.events))[::7]:
        assert JOINT.encode(arrive([arrived], JOINT)) == JOINT.encode(fold(story))
    story.events = [event for event in story.events if event.type != "AdmissionCancelled"]
    assert [row["status"] for row in see(story)["spells"]] == ["discharged", "open"]


def test_words_about_a_bed_that_an_attender_was_never_admitted_to_do_not_admit_them() -> None:
    """A04 and A03 of the department, then an A01 with an A02 to the ward, and the A11: they went home."""
    story = Story()
    story.admit("2026-11-13T10:00", patient_class="E")
    story.discharge("2026-11-13T14:00", patient_class="E")
    story.admit("2026-11-13T14:30")
    story.tell("2026-11-13T15:00", d.SpellTransferred(spell(), Place("RZZ01", "W1"), patient_class="I"))
    story.cancel_admission("2026-11-13T14:30", recorded="2026-11-13T16:00")
    assert [row["status"] for row in see(story)["spells"]] == ["discharged", "cancelled"]


def test_an_attenders_end_is_not_cancelled_with_the_discharge_of_the_admission_that_followed() -> None:
    """One visit number, and the admission repeats when the attender came: they left the department all the same."""
    story = Story()
    story.admit("2026-11-13T10:00", patient_class="E")
    story.discharge("2026-11-13T14:00", patient_class="E")
    story.admit("2026-11-13T14:30", admitted_at=moment("2026-11-13T10:00"))
    story.discharge(FIRST, patient_class="I")
    story.cancel_discharge(FIRST, recorded="2026-11-21T10:00")
    assert [(row["patient_class"], row["status"]) for row in see(story)["spells"]] == [
        ("E", "discharged"),
        ("I", "open"),
    ]


def test_a_re_entry_at_the_same_minute_counts_after_its_cancel() -> None:
    """A03, A13, A03 with one time, and an older A03 of another day: the re-entry was written last."""
    story = in_bed()
    story.discharge("2026-11-15T10:00", recorded="2026-11-13T12:00")
    story.discharge(BACK, recorded="2026-11-13T17:00")
    story.cancel_discharge(BACK, recorded="2026-11-13T19:00")
    story.discharge(BACK, recorded="2026-11-13T20:00")
    standing = [row["discharged_on"] for row in see(story)["episodes"] if row["status"] != "void"]
    assert standing == ["2026-11-13"]


def test_an_update_of_the_discharge_that_lost_does_not_reach_the_one_that_counts() -> None:
    """Written before the end that counts was, it is about the other."""
    story = in_bed()
    story.discharge(FIRST, recorded="2026-11-20T17:00")
    story.correct("2026-11-12T10:00", recorded="2026-11-20T18:00", destination=Code("destination", "54"))
    story.discharge(BACK, recorded="2026-11-21T09:00", destination="85")
    assert see(story)["spells"][0]["destination"]["code"] == "85"


@pytest.mark.parametrize("home", [True, False])
def test_of_a_death_and_a_discharge_the_one_written_last_says_how_the_stay_ended(*, home: bool) -> None:
    """Home after all, or dead after all."""
    story = in_bed()
    dead = d.PatientDiedInHospital(spell(), moment(BACK), method=Code("method", "4"))
    story.tell(BACK, dead, recorded="2026-11-13T17:00" if home else "2026-11-21T09:00")
    story.discharge(FIRST, recorded="2026-11-21T09:00" if home else "2026-11-20T17:00")
    assert see(story)["spells"][0]["status"] == ("discharged" if home else "died")


def test_three_ends_in_every_order_are_one_state() -> None:
    """Names, facts and findings are the same however they arrive."""
    story = corrected_back()
    story.discharge("2026-11-15T10:00", recorded="2026-11-20T12:00")
    states = [arrive([order], JOINT) for order in permutations(story.events)]
    assert len({JOINT.encode(state) for state in states}) == 1
    left = states[0].spells[0].leaving
    assert (left.at.at, left.discharged.value.at, left.first_written) == (
        ms("2026-11-15T10:00"),
        ms(BACK),
        ms("2026-11-20T12:00"),
    )
