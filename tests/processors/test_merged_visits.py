"""Visit numbers that turned out to be one stay (A42)."""

from itertools import permutations

import pytest

from hub.events import discharge as d
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story, moment, spell
from tests.processors.people import AREAS, see
from tests.processors.standing import rules
from tests.processors.test_joint_lives import arrive

JOINT = JointProcessor(AREAS)


def merged(again: str, kept: str = "SP1") -> Story:
    """Left on the 13th at 16:40 under SP1, admitted again under SP9, and both numbers are one."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    story.admit(again, "SP9")
    gone = "SP9" if kept == "SP1" else "SP1"
    story.tell("2026-11-16T09:00", d.SpellMerged(spell(kept), spell(gone)))
    return story


@pytest.mark.parametrize("kept", ["SP1", "SP9"])
@pytest.mark.parametrize("again", ["2026-11-13T16:41", "2026-11-13T17:00", "2026-11-14T23:00"])
def test_who_was_admitted_again_at_once_never_left(again: str, kept: str) -> None:
    """One stay under the number that is kept, open since the 2nd; no six weeks, and a finding says why."""
    story = merged(again, kept)
    view = see(story)
    assert [(row["spell_id"], row["status"], row["admitted_at"][:10]) for row in view["spells"]] == [
        (kept, "open", "2026-11-02")
    ]
    assert (view["episodes"], rules(story)) == ([], ["spell_merged"])
    assert len({JOINT.encode(arrive([order], JOINT)) for order in permutations(story.events)}) == 1


def test_the_discharge_that_follows_opens_the_six_weeks() -> None:
    """Home on the 20th, under either number."""
    for number in ("SP1", "SP9"):
        story = merged("2026-11-13T17:00")
        story.discharge("2026-11-20T10:00", number)
        assert [(row["discharged_on"], row["status"]) for row in see(story)["episodes"]] == [("2026-11-20", "open")]


def test_numbers_that_were_not_merged_are_two_stays() -> None:
    """A new number minutes after the discharge is a readmission."""
    story = Story()
    story.events = merged("2026-11-13T17:00").events[:-1]
    assert [row["status"] for row in see(story)["spells"]] == ["discharged", "open"]
    assert [row["status"] for row in see(story)["episodes"]] == ["suspended"]


def test_days_at_home_between_the_two_are_no_stay() -> None:
    """Merged numbers do not make a week at home a week in a bed: the number was used again."""
    story = merged("2026-11-15T17:00")
    assert [row["status"] for row in see(story)["spells"]] == ["discharged", "open"]


def test_a_cancelled_admission_under_the_merged_number_takes_no_discharge_away() -> None:
    """The second admission did not happen: they left on the 13th."""
    story = merged("2026-11-13T17:00")
    story.cancel_admission("2026-11-13T17:00", "SP9", recorded="2026-11-13T18:00")
    assert [row["status"] for row in see(story)["episodes"]] == ["open"]


def test_an_end_under_a_merged_number_alone_turns_no_class() -> None:
    """The discharge is the first that is heard of the stay: a day case is one, with no class that was turned."""
    story = Story()
    left = d.SpellDischarged(spell("SP9"), moment("2026-11-13T16:40"), patient_class="D")
    story.tell("2026-11-13T16:40", left)
    story.tell("2026-11-14", d.SpellMerged(spell("SP1"), spell("SP9")))
    assert rules(story) == ["no_admission_seen"]
