"""A move of which no notice says where to moves no duty: the first council answers until one does."""

from datetime import date
from typing import Any

import pytest

from hub.events import portability as p
from hub.processors.portability import PortabilityProcessor
from tests.domain.stories import Story
from tests.processors.moving import CARE_ACT, HERE, PORTABLE, THERE, holders, move, notified, told
from tests.processors.people import fold
from tests.processors.test_council_of_move import at_home, council
from tests.processors.test_moves_together import shown, steps_of


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
    """Until a notice says it; nothing waits that nobody could do."""
    story = nowhere()
    view = shown(story, "2026-11-25", 0)
    assert [(row["rule"], row["sources"]) for row in view["findings"]] == [("move_not_said_where", [2])]
    assert [row["because"] for row in view["duty"]] == ["move_not_said_where"]
    assert steps_of(story, "2026-11-25") == []
    notified(story, "2026-11-25T09:00", "2026-11-20")
    assert move(story, "2026-11-25")["findings"] == ["move_not_confirmed"]
    assert holders(story, "2026-11-19", 3) == [HERE, THERE, THERE]
    assert told(story, "2026-11-25")["InterimDutyStarted M1"]["to_council"] == THERE
    assert [step[:2] for step in steps_of(story, "2026-11-25")] == [("confirm_move", THERE), ("assess_move", THERE)]


def test_a_move_that_nobody_says_where_to_takes_nothing_over_from_another() -> None:
    """The council that they moved to before goes on."""
    story = nowhere(move="M2", from_council=None)
    notified(story, "2026-11-15T09:00", "2026-11-18")
    assert holders(story, "2026-11-17", 5) == [HERE, *[THERE] * 4]
    story.tell("2026-11-22T09:00", p.MoveCancelled("M2"))
    assert holders(story, "2026-11-17", 8) == [HERE, *[THERE] * 7]
