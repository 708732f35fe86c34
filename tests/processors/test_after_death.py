"""What happened after a confirmed death: a finding with both sources, and whoever told of it is asked."""

from datetime import date
from typing import Any

import pytest

from hub.events import care_record as c
from hub.processors.joint import JointProcessor
from tests.domain.sayings import dead, lives
from tests.domain.stories import OTHER_TRUST, Story, ms
from tests.processors.people import AREAS, fold, see, why

JOINT = JointProcessor(AREAS)
ON = "2026-11-21"


def supported() -> Story:
    """Admitted on 2 November, home on the 13th with new support."""
    story = Story("after death")
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40")
    story.line("2026-11-13", "L2", 700, provider="1-200")
    return story


def visit(story: Story, day: str) -> None:
    """Somebody came on a day."""
    story.tell(f"{day}T08:05", c.VisitConfirmed("L2", "1-200", ms(f"{day}T08:00"), ms(f"{day}T08:05")))


def found(story: Story) -> list[tuple[Any, ...]]:
    """Return what each finding of something after a death is about, and how many events say its sides."""
    rows = [row for row in see(story, ON)["findings"] if row["rule"] == "active_after_death"]
    return [(row["about"]["kind"], row["about"]["id"], row["about"]["of"], len(row["sources"])) for row in rows]


def asked(story: Story) -> tuple[Any, ...] | None:
    """Return who is asked, by when and about what, as the next step says it."""
    step = see(story, ON)["next_step"]
    return None if step is None else (step["what"], step["holder"], step["organisation"], step["due"])


def test_a_death_before_a_live_discharge_is_a_finding_and_the_hospital_is_asked() -> None:
    """Died on the 10th, left alive on the 13th, visited on the 20th: support waits, and somebody is asked at once."""
    story = supported()
    story.death("2026-11-14T08:00", died="2026-11-10T03:00")
    for day in ("2026-11-15", "2026-11-20"):
        visit(story, day)
    assert found(story) == [("spell", "SP1", "RZZ", 2), ("line", "L2", "1-200", 2)]
    assert asked(story) == ("check_death", "hospital", "RZZ", "2026-11-13")
    view = see(story, ON)
    assert [step["what"] for step in view["open_steps"]] == ["check_death"]
    assert (view["status"], view["tasks"][0]["state"]) == ("unfinished", "stopped")
    assert why(story, "next_step", ON)[1] == "step_check_death"
    row = JOINT.listing(fold(story), date.fromisoformat(ON))
    assert row is not None
    assert (row.status, row.step, row.holder) == ("unfinished", "check_death", "hospital")


def test_where_only_visits_came_after_the_death_the_provider_is_asked() -> None:
    """Nobody else knows who opened the door; of a visit on the day of the death nobody asks."""
    story = supported()
    story.death("2026-11-18T08:00", died="2026-11-17T03:00")
    visit(story, "2026-11-17")
    assert (found(story), asked(story)) == ([], None)
    assert JOINT.listing(fold(story), date.fromisoformat(ON)).status == "died"  # type: ignore[union-attr]
    before = fold(story)
    visit(story, "2026-11-20")
    assert not JOINT.tells_the_same(before, fold(story))
    assert found(story) == [("line", "L2", "1-200", 2)]
    assert asked(story) == ("check_death", "provider", "1-200", "2026-11-20")
    (step,) = see(story, ON)["open_steps"]
    assert step["about"] == "L2"


def test_of_several_providers_that_came_after_the_death_the_one_that_waits_longest_is_asked_first() -> None:
    """Both are asked; the board shows whom the earlier visit asks, whichever line began first."""
    story = supported()
    story.line("2026-11-13", "L3", 700, provider="1-300")
    story.death("2026-11-15T08:00", died="2026-11-14T03:00")
    visit(story, "2026-11-17")
    story.tell("2026-11-20T08:05", c.VisitConfirmed("L3", "1-300", ms("2026-11-20T08:00"), ms("2026-11-20T08:05")))
    assert asked(story) == ("check_death", "provider", "1-200", "2026-11-17")
    assert [step["about"] for step in see(story, ON)["open_steps"]] == ["L2", "L3"]


@pytest.mark.parametrize("died", ["2026-11-13", "2026-11-13T16:40", "2026-11-15T08:00"])
def test_a_death_on_the_day_of_the_discharge_or_after_it_contradicts_nothing(died: str) -> None:
    """A day alone is no time before the discharge on it."""
    story = supported()
    story.death("2026-11-16T08:00", died=died)
    assert (found(story), asked(story)) == ([], None)


def test_a_death_that_is_told_without_its_hour_is_no_time_before_what_comes_on_that_day() -> None:
    """Told at eight in the morning, left alive at twenty to five: at which hour of the day nobody said."""
    story = supported()
    story.death("2026-11-13T08:00")
    assert (found(story), asked(story)) == ([], None)


def test_a_stay_that_ended_by_death_or_was_cancelled_contradicts_no_death() -> None:
    """The end of a stay is the death itself, and what was taken back did not happen."""
    story = Story("died there")
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-13T16:40", method="4", destination="79")
    story.death("2026-11-14T08:00", died="2026-11-10T03:00")
    assert found(story) == []
    gone = supported()
    gone.admit("2026-11-19T09:00", "SP2")
    gone.cancel_admission("2026-11-19T09:00", "SP2")
    gone.death("2026-11-20T08:00", died="2026-11-18T03:00")
    assert (found(gone), asked(gone)) == ([], None)


def test_an_admission_after_the_death_is_one_finding_and_its_hospital_is_asked() -> None:
    """Admitted and discharged elsewhere after it: the stay is told of once, by its admission."""
    story = supported()
    story.death("2026-11-14T08:00", died="2026-11-14T03:00")
    story.admit("2026-11-16T09:00", "SP9", OTHER_TRUST)
    story.discharge("2026-11-18T09:00", "SP9", OTHER_TRUST)
    assert found(story) == [("spell", "SP9", OTHER_TRUST, 2)]
    assert asked(story) == ("check_death", "hospital", OTHER_TRUST, "2026-11-16")


def test_who_takes_the_death_back_answers() -> None:
    """The hospital says that the person lives: nothing is asked any more, and support runs."""
    story = supported()
    dead(story, "2026-11-14T08:00", died="2026-11-10")
    assert asked(story) == ("check_death", "hospital", "RZZ", "2026-11-13")
    lives(story, "2026-11-15T09:00")
    assert found(story) == []
    assert asked(story) != ("check_death", "hospital", "RZZ", "2026-11-13")
    assert see(story, ON)["status"] == "open"
