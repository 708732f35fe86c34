"""Which ward somebody is on when no transfer was sent: the one that the discharge names."""

from datetime import date

import pytest

from hub.domain.ordering import steps
from hub.events.values import Place
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story

JOINT = JointProcessor()
W7 = Place("RZZ01", "W7", "BAY1", "12")


def ward_of(story: Story) -> str:
    """Fold a story and give the ward of its first stay."""
    state = JOINT.initial()
    for step in steps(story.events):
        state = JOINT.evolve(state, step)
    ward: str = JOINT.view(state, date(2026, 12, 1))["spells"][0]["location"]["ward"]
    return ward


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_discharge_says_the_ward_even_when_it_is_taken_back(cancelled: bool) -> None:  # noqa: FBT001  a table case
    """The transfer to W7 was never sent: the discharge names W7, and a cancelled leaving leaves the person there."""
    story = Story()
    story.admit("2026-11-02T09:15", place=Place("RZZ01", "AMU", "BAY2", "05"))
    story.discharge("2026-11-13T16:40", place=W7)
    if cancelled:
        story.cancel_discharge("2026-11-13T16:40", recorded="2026-11-13T19:00")
    assert ward_of(story) == "W7"


def test_a_discharge_that_names_no_ward_leaves_the_last_one() -> None:
    """Without a place in the discharge the last transfer stands."""
    story = Story()
    story.admit("2026-11-02T09:15", place=Place("RZZ01", "AMU", "BAY2", "05"))
    story.move("2026-11-05T10:00", "W9")
    story.discharge("2026-11-13T16:40")
    assert ward_of(story) == "W9"


def moved(when: str, **ends: str) -> Story:
    """Left W7 on the 13th, and a move that claims a time."""
    story = Story()
    story.admit("2026-11-02T09:15", place=Place("RZZ01", "AMU", "BAY2", "05"))
    story.discharge(ends.pop("left", "2026-11-13T16:40"), place=W7, **ends)
    story.move(when, "W9")
    return story


def found(story: Story) -> list[str]:
    """Return the rules of the findings."""
    state = JOINT.initial()
    for step in steps(story.events):
        state = JOINT.evolve(state, step)
    return [row["rule"] for row in JOINT.view(state, date(2026, 12, 1))["findings"]]


def test_nobody_who_has_left_is_moved() -> None:
    """A move dated two days after the discharge: the ward is the one they left from, and somebody is told."""
    story = moved("2026-11-15T10:00")
    assert (ward_of(story), found(story)) == ("W7", ["moved_after_leaving"])


@pytest.mark.parametrize(
    ("when", "left"), [("2026-11-13T16:40", "2026-11-13T16:40"), ("2026-11-13T15:00", "2026-11-13")]
)
def test_a_move_at_the_discharge_or_on_its_day_without_a_time_is_one(when: str, left: str) -> None:
    """A discharge that is a date alone sorts before the moves of its day: they count."""
    story = moved(when, left=left)
    assert found(story) == []
    assert ward_of(story) == ("W9" if len(left) == len("2026-11-13") else "W7")


def test_the_dead_are_moved_without_a_finding() -> None:
    """To the mortuary, which is no ward of the stay."""
    story = moved("2026-11-13T17:30", method="4", destination="79")
    assert (ward_of(story), found(story)) == ("W7", [])


def test_a_move_after_a_discharge_that_was_taken_back_counts() -> None:
    """The stay goes on, in the other ward."""
    story = moved("2026-11-15T10:00")
    story.cancel_discharge("2026-11-13T16:40", recorded="2026-11-13T19:00")
    assert (ward_of(story), found(story)) == ("W9", [])
