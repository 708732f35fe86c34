"""A move of which no notice says where to moves no duty: the first council answers until one does."""

from datetime import date
from typing import Any

import pytest

from hub.events import portability as p
from hub.events.identity import PersonUpdated
from hub.processors.portability import PortabilityProcessor
from tests.domain.stories import Story
from tests.processors.moving import CARE_ACT, HERE, PORTABLE, THERE, holders, move, notified, told
from tests.processors.people import fold, see
from tests.processors.test_council_of_move import at_home, council
from tests.processors.test_moves_together import shown, steps_of


def view_of(story: Story, on: str) -> list[dict[str, Any]]:
    """Return the moves as they are shown on a day."""
    return list(CARE_ACT.view(fold(story, CARE_ACT), date.fromisoformat(on))["moves"])


def nowhere(**more: Any) -> Story:
    """At home in the first council, and to move on 20 November; nobody says where to."""
    story = at_home()
    notified(story, "2026-11-15T09:00", "2026-11-20", **{"to_council": None} | more)
    return story


@pytest.mark.parametrize("processor", [CARE_ACT, PORTABLE])
def test_the_first_council_answers_on_every_day(processor: PortabilityProcessor) -> None:
    """Before the day and after it, as on the board; nobody is told of a duty, alerted or counted."""
    story = nowhere()
    assert holders(story, "2026-11-18", 10, processor) == [HERE] * 10
    assert [council(story, on) for on in ("2026-11-19", "2026-11-25")] == [HERE, HERE]
    view = move(story, "2026-11-25", processor)
    assert (view["state"], view["interim_duty_from"], view["alerts"], view["gap_days"]) == (
        "MOVE_NOTIFIED",
        None,
        [],
        0,
    )
    assert processor.facts(fold(story, processor), date(2026, 11, 25)) == frozenset()


def test_that_nobody_says_where_to_is_a_finding_and_the_duty_says_so() -> None:
    """Until a notice says it the first council is to find out, by the day of the move; nobody else can do anything."""
    story = nowhere()
    view = shown(story, "2026-11-25", 0)
    assert [(row["rule"], row["sources"]) for row in view["findings"]] == [("move_not_said_where", [2])]
    assert [row["because"] for row in view["duty"]] == ["move_not_said_where"]
    assert steps_of(story, "2026-11-16") == steps_of(story, "2026-11-25") == [("find_second_council", HERE, "M1")]
    (step,) = [each for each in see(story, "2026-11-25")["open_steps"] if each["about"] == "M1"]
    assert (step["holder"], step["due"], step["overdue"]) == ("council", "2026-11-20", True)
    notified(story, "2026-11-25T09:00", "2026-11-20")
    assert move(story, "2026-11-25")["findings"] == ["move_not_confirmed"]
    assert holders(story, "2026-11-19", 3) == [HERE, THERE, THERE]
    assert told(story, "2026-11-25")["InterimDutyStarted M1"]["to_council"] == THERE
    assert [step[:2] for step in steps_of(story, "2026-11-25")] == [("confirm_move", THERE), ("assess_move", THERE)]


@pytest.mark.parametrize("end", [p.MoveCompleted("M1", date(2026, 11, 20)), p.MoveCancelled("M1")])
def test_nobody_asks_where_to_once_the_move_is_over(end: Any) -> None:
    """They came, or do not move."""
    story = nowhere()
    story.tell("2026-11-21T09:00", end)
    assert steps_of(story, "2026-11-22") == []


def test_while_whereabouts_are_hidden_it_is_not_said_whose_it_is_to_find_out() -> None:
    """The first council is that of the home."""
    story = nowhere()
    story.tell("2026-11-16T09:00", PersonUpdated(location_hidden=True))
    (step,) = [each for each in see(story, "2026-11-17")["open_steps"] if each["about"] == "M1"]
    assert (step["what"], step["holder"], step["organisation"]) == ("find_second_council", "council", None)


@pytest.mark.parametrize(("day", "asks"), [("2026-11-18", True), ("2026-11-20", False), ("2026-11-23", False)])
def test_where_to_is_known_by_another_move_of_the_day_or_later(day: str, *, asks: bool) -> None:
    """From its day on it is over, taken over by the other; an earlier one says nothing of where they go next."""
    story = nowhere(move="M2")
    notified(story, "2026-11-15T08:00", day)
    on = "2026-11-24"
    assert (("find_second_council", "M2") in {(step[0], step[2]) for step in steps_of(story, on)}) == asks
    (other,) = [row for row in view_of(story, on) if row["move_id"] == "M2"]
    assert other["state"] == ("MOVE_NOTIFIED" if asks else "OVERTAKEN")


def test_a_move_that_nobody_says_where_to_takes_nothing_over_from_another() -> None:
    """The council that they moved to before goes on."""
    story = nowhere(move="M2", from_council=None)
    notified(story, "2026-11-15T09:00", "2026-11-18")
    assert holders(story, "2026-11-17", 5) == [HERE, *[THERE] * 4]
    story.tell("2026-11-22T09:00", p.MoveCancelled("M2"))
    assert holders(story, "2026-11-17", 8) == [HERE, *[THERE] * 7]
