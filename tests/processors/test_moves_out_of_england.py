"""A move out of England: no steps between two councils, no interim duty, and the council there answers."""

from datetime import date

import pytest

from hub.domain.access_after import councils_of_moves
from hub.events import portability as p
from hub.processors.portability import PortabilityProcessor
from tests.domain.stories import Story, ms
from tests.processors.moving import CARE_ACT, HERE, PORTABLE, THERE, completed, holders, move, notified, told
from tests.processors.people import fold
from tests.processors.test_council_of_move import at_home
from tests.processors.test_left_england import WALES
from tests.processors.test_moves_together import steps_of


def leaving() -> Story:
    """A notice of 15 November of a move to Wales on the 20th."""
    story = at_home()
    notified(story, "2026-11-15T09:00", "2026-11-20", to_council=WALES)
    return story


@pytest.mark.parametrize("processor", [CARE_ACT, PORTABLE])
def test_a_move_out_of_england_has_no_interim_duty_no_alerts_and_no_policy(processor: PortabilityProcessor) -> None:
    """The council there is named from the day on; nothing is told, nothing waits, and nobody has to confirm it."""
    story = leaving()
    view = move(story, "2026-11-25", processor)
    assert [(row["council"], row["to"], row["because"]) for row in view["duty"]] == [
        (HERE, "2026-11-19", "first_council_answers"),
        (WALES, None, "moved_out_of_england"),
    ]
    shown = {name: view[name] for name in ("state", "policy", "to_council", "interim_duty_from", "alerts", "findings")}
    assert shown == {
        "state": "MOVE_NOTIFIED",
        "policy": None,
        "to_council": WALES,
        "interim_duty_from": None,
        "alerts": [],
        "findings": [],
    }
    assert (told(story, "2026-11-25", processor), steps_of(story, "2026-11-25"), view["gap_days"]) == ({}, [], 0)
    state = fold(story, processor)
    assert (processor.facts(state, date(2026, 11, 25)), processor.wakes_on(state, date(2026, 11, 1))) == (
        frozenset(),
        None,
    )


def test_who_moved_out_of_england_is_shown_as_moved() -> None:
    """Completed, the duty stays where the move led."""
    story = leaving()
    completed(story, "2026-11-22T09:00", "2026-11-20")
    view = move(story, "2026-11-25")
    assert (view["state"], [row["because"] for row in view["duty"]]) == (
        "TRANSFERRED",
        ["first_council_answers", "moved_out_of_england"],
    )


def test_an_interim_duty_that_had_begun_in_england_ends_with_the_notice_that_leads_out_of_it() -> None:
    """To the second council on the 20th; on the 25th it becomes known that they went to Wales."""
    story = at_home()
    notified(story, "2026-11-15T09:00", "2026-11-20")
    notified(story, "2026-11-25T09:00", "2026-11-20", to_council=WALES)
    assert holders(story, "2026-11-19", 9) == [HERE, *[THERE] * 6, WALES, WALES]
    assert told(story, "2026-11-28").keys() == {"InterimDutyStarted M1", "InterimDutyEnded M1"}


def test_a_council_outside_england_is_not_tied_by_a_move() -> None:
    """It has none of the acts of section 37; a council in England has."""
    story = leaving()
    assert councils_of_moves(fold(story), ms("2026-11-16T09:00")) == frozenset()
    story.tell("2026-11-16T10:00", p.MoveNotified("M2", date(2026, 11, 20), HERE, THERE))
    assert councils_of_moves(fold(story), ms("2026-11-16T11:00")) == {THERE}
