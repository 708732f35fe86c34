"""Who left for another hospital and is received by none is not forgotten: a day by which, and then a finding."""

from datetime import date

import pytest

from hub.domain.moving import NOT_RECEIVED_AFTER
from tests.domain.stories import OTHER_TRUST, Story
from tests.processors.people import fold, see, why
from tests.processors.standing import JOINT, in_bed


def sent_on(destination: str = "51") -> Story:
    """In bed since 2 November; left on the 13th for another hospital."""
    story = in_bed()
    story.discharge("2026-11-13T16:40", destination=destination)
    return story


def rules(story: Story, on: str) -> list[tuple[str, str]]:
    """Return the rule of each finding of a day, and the stay that it is about."""
    return [(row["rule"], row["spell_id"]) for row in see(story, on)["findings"]]


@pytest.mark.parametrize("destination", ["51", "53", "87"])
def test_a_stay_that_nobody_receives_is_due_the_day_after(destination: str) -> None:
    """Left on the 13th: whoever receives them has done so by the 14th, also on the evening of the 13th."""
    for on in ("2026-11-13", "2027-03-01"):
        step = see(sent_on(destination), on)["next_step"]
        assert (step["what"], step["holder"], step["organisation"]) == ("receive", "hospital", None)
        assert step["due"] == "2026-11-14"


def test_from_the_seventh_day_after_on_it_is_a_finding() -> None:
    """Six days after leaving nothing is said, from the seventh on it is, with the discharge as its reason."""
    story = sent_on()
    assert NOT_RECEIVED_AFTER == 7
    assert (rules(story, "2026-11-19"), rules(story, "2026-11-20")) == ([], [("not_received", "SP1")])
    assert rules(story, "2027-03-01") == [("not_received", "SP1")]
    assert why(story, "findings.0", "2026-11-20") == (1, "not_received")


def test_the_finding_is_worked_out_and_not_kept() -> None:
    """The state of that person is the same bytes on every day; a day looked at again has no finding yet."""
    story = sent_on()
    state = fold(story)
    view = JOINT.view(JOINT.as_of(state, state, date(2026, 11, 15)), date(2026, 11, 15))
    assert view["findings"] == []
    assert [row["rule"] for row in JOINT.view(state, date(2026, 11, 30))["findings"]] == ["not_received"]


@pytest.mark.parametrize("came", ["2026-11-13T18:00", "2026-11-13", "2026-11-16T09:00"])
def test_who_arrives_is_no_finding(came: str) -> None:
    """On that day or later: the stay in the other hospital is where they are."""
    story = sent_on()
    story.admit(came, "SP2", OTHER_TRUST)
    assert rules(story, "2026-12-01") == []
    assert see(story, "2026-12-01")["next_step"]["what"] == "stay"


def test_neither_who_went_home_nor_who_died_is_missed() -> None:
    """A discharge home is received by nobody; of the dead nobody is asked where they are."""
    assert rules(sent_on("19"), "2026-12-01") == []
    died = sent_on()
    died.death("2026-11-14T08:00")
    assert rules(died, "2026-12-01") == []


def test_a_corrected_destination_takes_it_back() -> None:
    """The hospital says later that they went home."""
    story = sent_on()
    story.cancel_discharge("2026-11-13T16:40", recorded="2026-11-22T09:00")
    story.discharge("2026-11-13T16:40", recorded="2026-11-22T09:05")
    assert rules(story, "2026-12-01") == []
    assert see(story, "2026-12-01")["next_step"]["what"] == "start_support"
