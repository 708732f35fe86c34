"""A move that is written down by hand: to another council, and over only once that council has a plan of its own."""

from datetime import date

from msgspec.structs import replace

from connectors.hand_record.known import known_of
from hub.domain.days import day_of
from hub.events.portability import MoveCompleted
from hub.runtime.provenance import own_provenance
from tests.domain.stories import Story
from tests.hand.entries import GOOD
from tests.hand.test_translation import TABLE, faults, told

MOVED = {"move": "move", "moved_on": "2026-11-10"}


def test_a_move_is_over_from_the_first_day_of_the_new_councils_own_plan() -> None:
    """Care Act 2014 section 38: who moved on the 10th is owed the interim duty until its plan of the 18th."""
    (event,) = told("move_completed", MOVED | {"plan_on": "2026-11-18"}).events
    assert isinstance(event.body, MoveCompleted)
    assert (event.body.moved_on, day_of(event.occurred.at)) == (date(2026, 11, 10), date(2026, 11, 18))


def test_a_move_without_a_plan_is_not_written_down_as_over() -> None:
    """That somebody moved ends nobody's duty by itself."""
    assert faults(told("move_completed", MOVED)) == {("fields.plan_on", "missing")}


def test_a_plan_of_the_new_council_does_not_begin_before_the_move() -> None:
    """Until the day of the move the first council meets the needs."""
    wrong = {("fields.plan_on", "ends_before_it_starts")}
    assert faults(told("move_completed", MOVED | {"plan_on": "2026-11-09"})) == wrong
    assert told("move_completed", MOVED | {"plan_on": "2026-11-10"}).outcome == "accepted"


def test_a_correction_begins_with_the_day_of_the_plan() -> None:
    """The day of the plan is when the event happened; sent again as it is offered, it stays that day."""
    story = Story("moved")
    event = story.tell("2026-11-18", MoveCompleted("M1", date(2026, 11, 10)))
    made = replace(event, provenance=replace(own_provenance(event.event_id, "made"), feed="hand"))
    (entry,) = known_of([made], TABLE).entries
    assert (entry.answers["moved_on"], entry.answers["plan_on"]) == ("2026-11-10", "2026-11-18")


def test_a_move_is_to_another_council() -> None:
    """From a council to itself moves no duty, and whoever fills in the form can put it right at once."""
    same = GOOD["move_notified"][0] | {"to_council": "E08000025"}
    assert faults(told("move_notified", same)) == {("fields.to_council", "the_same")}
    del same["from_council"]
    assert told("move_notified", same).outcome == "accepted", "nobody said from where"
