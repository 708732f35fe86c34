"""A death that the end of a stay tells is taken back by correcting how it ended, or by whoever indicated it."""

from typing import Any

import pytest

from hub.events import discharge as d
from hub.events.values import ERASED, Code, Stated
from tests.domain.sayings import DIED, HOME, NOWHERE, OTHER, PAS, dead, died_in_hospital, lives, suspected
from tests.domain.stories import moment, spell
from tests.processors.people import fold, see, why
from tests.processors.standing import JOINT, LIVING, UNKNOWN, home, in_bed, rules, status


def test_method_4_corrected_to_another_opens_the_six_weeks() -> None:
    """A03 with method 4, then A08 with method 1: she left alive on the day of discharge, and the page says by what."""
    story = in_bed()
    died_in_hospital(story, "2026-11-13T16:40")
    assert status(story) == ("died", "none", "died")
    corrected = story.correct("2026-11-14T09:00", method=LIVING, destination=HOME)
    assert status(story) == ("discharged", "open", "open")
    view, because = see(story), (story.events.index(corrected), "death_taken_back")
    assert (view["episodes"][0]["last_covered_day"], view["died_at"]) == ("2026-12-24", None)
    assert why(story, "spells.0.status") == because
    assert why(story, "episodes.0.status") == because
    story.correct("2026-11-15T09:00", method=DIED)
    assert status(story) == ("died", "none", "died")


def test_a_destination_left_over_from_the_death_keeps_nobody_from_the_six_weeks() -> None:
    """The correction names the method alone: destination 79 is what is left of a death that was taken back."""
    story = in_bed()
    died_in_hospital(story, "2026-11-13T16:40")
    story.correct("2026-11-14T09:00", method=LIVING)
    assert status(story) == ("discharged", "open", "open")


def test_a_death_of_the_oldest_version_is_corrected_too() -> None:
    """Events from before method and destination were carried: an update to a way of leaving alive takes them back."""
    story = in_bed()
    story.tell("2026-11-13T16:40", d.PatientDiedInHospital(spell(), moment("2026-11-13T16:40")))
    lives(story, "2026-11-14T08:00", OTHER)
    assert status(story)[0] == "died"
    story.correct("2026-11-14T09:00", method=LIVING)
    assert status(story) == ("discharged", "open", "open")


@pytest.mark.parametrize("method", [UNKNOWN, ERASED, None])
def test_a_way_of_leaving_that_is_not_known_takes_no_death_back(method: Any) -> None:
    """Not known, emptied, not said: none of them says that somebody left alive."""
    story = in_bed()
    died_in_hospital(story, "2026-11-13T16:40")
    story.correct("2026-11-14T09:00", method=method)
    assert status(story)[0] == "died"


@pytest.mark.parametrize(
    ("ways", "expected"),
    [("19", "open"), ("149", "none"), ("1494", "none"), ("141", "open"), ("414", "none"), ("419", "open")],
)
def test_the_last_way_of_leaving_that_is_known_decides(ways: str, expected: str) -> None:
    """Died, alive and not known in any turn: not known changes nothing, the last of the others counts."""
    story = in_bed()
    if ways[0] == "4":
        died_in_hospital(story, "2026-11-13T16:40")
    else:
        story.discharge("2026-11-13T16:40", method=ways[0])
    for hour, way in enumerate(ways[1:]):
        story.correct(f"2026-11-14T1{hour}:00", method=Code("method", way))
        if way == "1":
            story.correct(f"2026-11-14T1{hour}:30", destination=HOME)
    assert status(story)[1] == expected


def test_a_death_indicator_that_method_4_confirms_goes_with_the_method() -> None:
    """PID-30 Y beside method 1, corrected to 4 and back to 1: the end of the stay was corrected to a way of living."""
    story = in_bed()
    died_in_hospital(story, "2026-11-13T16:40", source=PAS, method=LIVING, destination=HOME)
    story.correct("2026-11-14T08:00", method=DIED)
    assert status(story)[0] == "died"
    story.correct("2026-11-14T09:00", method=LIVING)
    assert status(story) == ("discharged", "open", "open")


def test_a_feed_without_a_method_corrects_by_the_destination() -> None:
    """Where the sender has no method, destination 79 says that she died and a place says that she did not."""
    story = in_bed()
    died_in_hospital(story, "2026-11-13T16:40", method=None)
    story.correct("2026-11-14T08:00", destination=Code("destination", "99"))
    assert status(story)[0] == "died"
    story.correct("2026-11-14T09:00", destination=HOME)
    assert status(story) == ("discharged", "open", "open")


def test_the_hospital_that_says_both_stays_with_the_discharge_and_is_asked() -> None:
    """N while method 4 stands: she stays dead, a finding says that the two contradict, and Y or method 1 settles it."""
    story = in_bed()
    died_in_hospital(story, "2026-11-13T16:40")
    lives(story, "2026-11-14T07:00", OTHER)
    assert rules(story) == []
    said = lives(story, "2026-11-14T08:00")
    assert (status(story)[0], rules(story)) == ("died", ["lives_and_died"])
    assert why(story, "findings.0") == (story.events.index(said), "lives_and_died")
    dead(story, "2026-11-14T09:00")
    assert (status(story)[0], rules(story)) == ("died", [])
    lives(story, "2026-11-14T10:00")
    assert rules(story) == ["lives_and_died"]
    story.correct("2026-11-14T11:00", method=LIVING, destination=HOME)
    assert (status(story), rules(story)) == (("discharged", "open", "open"), [])


def test_another_hospitals_record_does_not_settle_the_contradiction() -> None:
    """Y of somebody else leaves the finding about this hospital's own two words."""
    story = in_bed()
    died_in_hospital(story, "2026-11-13T16:40")
    lives(story, "2026-11-14T08:00")
    dead(story, "2026-11-15T08:00", OTHER)
    suspected(story, "2026-11-15T09:00")
    assert rules(story) == ["lives_and_died"]


def test_one_message_may_contradict_itself() -> None:
    """A03 with method 4 and PID-30 N: dead by the discharge, with the finding."""
    story = in_bed()
    died_in_hospital(story, "2026-11-13T16:40", stated=Stated(PAS, alive=True))
    assert (status(story)[0], rules(story)) == ("died", ["lives_and_died"])


def test_a_discharge_that_an_update_turned_into_a_death_is_denied_too() -> None:
    """Method 1, corrected to 4, then N: the same contradiction; what was said before the correction is none."""
    story = home()
    lives(story, "2026-11-14T08:00")
    story.correct("2026-11-14T09:00", method=DIED)
    assert (status(story)[0], rules(story)) == ("died", [])
    lives(story, "2026-11-14T10:00")
    assert rules(story) == ["lives_and_died"]


def test_what_was_written_before_the_discharge_by_death_denies_nothing() -> None:
    """An update of a later time that was written earlier did not know of the death."""
    story = in_bed()
    died_in_hospital(story, "2026-11-13T16:40")
    lives(story, "2026-11-13T17:00", recorded="2026-11-13T16:00")
    assert rules(story) == []


def test_a_death_indicator_at_the_discharge_is_taken_back_by_its_source_alone() -> None:
    """A03 with method 1 and PID-30 Y: a repeated method 1 is no correction; N of the same source is one."""
    story = in_bed()
    died_in_hospital(story, "2026-11-13T16:40", source=PAS, method=LIVING, destination=HOME)
    story.correct("2026-11-14T08:00", method=LIVING, destination=HOME)
    lives(story, "2026-11-14T08:30", OTHER)
    assert (status(story)[0], see(story)["died_at"]) == ("died", "2026-11-13T16:40:00+00:00")
    said = lives(story, "2026-11-14T09:00")
    lives(story, "2026-11-14T10:00")
    assert status(story) == ("discharged", "open", "open")
    assert rules(story) == []
    assert why(story, "spells.0.status") == (story.events.index(said), "death_taken_back")
    dead(story, "2026-11-15T09:00")
    assert status(story) == ("discharged", "ended", "died")


def test_the_clock_runs_from_leaving_and_not_from_the_time_of_death() -> None:
    """Dead by the record a day before the bed was free: taken back, day 1 is the day on which she left."""
    story = in_bed()
    died_in_hospital(
        story, "2026-11-13T16:40", source=PAS, method=LIVING, destination=HOME, died_at=moment("2026-11-12")
    )
    assert see(story)["died_at"] == "2026-11-12"
    lives(story, "2026-11-14T09:00")
    episode = see(story)["episodes"][0]
    assert (episode["discharged_on"], episode["last_covered_day"]) == ("2026-11-13", "2026-12-24")


def test_a_suspected_death_at_discharge_goes_with_the_correction() -> None:
    """A word in the disposition raised it; a way of leaving alive ends it; destination 79 alone raises it again."""
    story = in_bed()
    died_in_hospital(story, "2026-11-13T16:40", confirmed=False, method=None, destination=None)
    assert see(story)["next_step"]["what"] == "confirm_death"
    story.correct("2026-11-14T09:00", method=LIVING, destination=HOME)
    assert see(story)["next_step"]["what"] == "start_support"
    away = home()
    away.correct("2026-11-14T09:00", destination=NOWHERE)
    assert (status(away)[1], see(away)["next_step"]["what"]) == ("none", "confirm_death")


def test_an_update_that_says_died_before_any_discharge_is_asked_about() -> None:
    """Method 4 in A08 and no A03 yet: suspected until the discharge comes and says how the stay ended."""
    story = in_bed()
    story.correct("2026-11-13T17:00", method=DIED)
    assert (status(story)[0], see(story)["next_step"]["what"]) == ("open", "confirm_death")
    story.correct("2026-11-13T18:00", patient_class="I")
    assert see(story)["next_step"]["what"] == "confirm_death"
    story.correct("2026-11-13T19:00", method=LIVING)
    assert see(story)["next_step"]["what"] == "stay"
    story.correct("2026-11-13T20:00", destination=NOWHERE)
    story.discharge("2026-11-14T09:00")
    assert status(story) == ("discharged", "open", "open")
    assert see(story)["next_step"]["what"] == "start_support"


def test_an_update_that_repeats_a_cancelled_death_says_nothing() -> None:
    """A03 with method 4, an A08 that repeats it, A13: the death goes with the discharge that was cancelled."""
    story = in_bed()
    story.correct("2026-11-13T16:00", method=DIED)
    died_in_hospital(story, "2026-11-13T16:40")
    story.correct("2026-11-13T17:00", method=DIED)
    story.cancel_discharge("2026-11-13T16:40", recorded="2026-11-13T18:00")
    assert status(story) == ("open", "none", "in_hospital")
    assert see(story)["next_step"]["what"] == "stay"


def test_a_cancelled_stay_holds_no_death() -> None:
    """The admission did not happen, so nobody died in it."""
    story = in_bed()
    died_in_hospital(story, "2026-11-13T16:40")
    story.cancel_admission("2026-11-02T09:15")
    assert JOINT.listing(fold(story)) is None
    story.admit("2026-11-20T09:00", "SP2")
    assert status(story)[0] == "open"
