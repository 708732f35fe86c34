"""A move to another council reaches whoever visits the person, whether a new address or the move itself is told."""

from datetime import date
from typing import Any

import pytest

from hub.domain.only_visits import only_visits
from hub.events import care_record as c
from hub.events import portability as p
from hub.events.identity import PersonUpdated
from hub.events.values import HomeArea
from hub.processors.joint import JointProcessor
from tests.domain.stories import Story, ms
from tests.processors.moving import HERE, THERE, completed, notified
from tests.processors.people import AREAS, fold
from tests.processors.test_council_of_move import stated
from tests.processors.test_open_tasks import moves, supported

JOINT = JointProcessor(AREAS)
DAY = "2026-11-20"


def moving(**more: Any) -> Story:
    """Two lines run, and on the 15th a move on the 20th is told."""
    story = supported()
    notified(story, "2026-11-15T09:00", DAY, **more)
    return story


def told(story: Story, on: str) -> int:
    """Count the providers that are told of a move on a day."""
    return len([fact for fact in JOINT.facts(fold(story), date.fromisoformat(on)) if fact.key.startswith("moved:")])


@pytest.mark.parametrize("more", [{}, {"placed": True}])
def test_the_day_of_a_move_reaches_each_provider_though_no_address_came(more: dict[str, Any]) -> None:
    """Not before the day, on which the hub looks again; for a week where no visit is told.  Placed, they move too."""
    story = moving(**more)
    assert (told(story, "2026-11-19"), JOINT.wakes_on(fold(story), date(2026, 11, 19))) == (0, date(2026, 11, 20))
    assert moves(story, DAY) == [("1-100", DAY, None), ("1-200", DAY, None)]
    assert (told(story, DAY), told(story, "2026-11-26"), told(story, "2026-11-27")) == (2, 2, 0)


def test_a_visit_planned_after_the_day_of_the_move_shows_that_its_provider_knows() -> None:
    """One on the morning of the day may have been at the old address."""
    story = moving()
    story.tell(f"{DAY}T08:00", c.VisitConfirmed("L1", "1-100", None, ms(f"{DAY}T08:00")))
    assert told(story, DAY) == 2
    before = fold(story)
    story.tell("2026-11-21T08:00", c.VisitConfirmed("L1", "1-100", None, ms("2026-11-21T08:00")))
    assert moves(story, "2026-11-21") == [("1-200", DAY, None), ("1-100", DAY, DAY)]
    assert not only_visits(before, fold(story))


def test_a_move_that_is_told_after_its_day_is_told_from_then_on() -> None:
    """Only its completion came, five days after it: for a week from then; nothing of a line that was over by then."""
    story = supported()
    story.tell("2026-11-22T09:00", c.SupportLineEnded("L2", "1-200", date(2026, 11, 22)))
    completed(story, "2026-11-25T09:00", DAY)
    assert [row for row in moves(story, "2026-11-25") if row[0] == "1-100"] == [("1-100", "2026-11-25", None)]
    assert [told(story, f"2026-{day}") for day in ("11-24", "11-25", "12-01", "12-02")] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("when", "standing"), [("2026-11-18T09:00", (0, 0)), (f"{DAY}T09:00", (0, 0)), ("2026-11-22T09:00", (2, 0))]
)
def test_a_move_that_is_taken_back_is_told_no_more(when: str, standing: tuple[int, int]) -> None:
    """Cancelled before its day nobody is told; after it the warning is withdrawn."""
    story = moving()
    story.tell(when, p.MoveCancelled("M1"))
    assert (told(story, "2026-11-21"), told(story, "2026-11-22")) == standing


@pytest.mark.parametrize("placed", [None, True])
def test_the_new_address_after_the_move_and_the_old_one_again_are_not_told_as_moves(*, placed: bool | None) -> None:
    """Each move once: an address in a third council is another one."""
    story = moving(placed=placed)
    stated(story, "2026-11-22T09:00", THERE)
    assert [row[1] for row in moves(story, "2026-11-22")] == [DAY, DAY]
    if placed is None:
        stated(story, "2026-11-23T09:00", HERE, 0.99)
        assert [row[1] for row in moves(story, "2026-11-23")] == [DAY, DAY]
    stated(story, "2026-11-24T09:00", "E06000004")
    assert sorted({row[1] for row in moves(story, "2026-11-24")}) == [DAY, "2026-11-24"]


def test_a_move_within_one_council_or_while_whereabouts_are_hidden_is_not_told() -> None:
    """Nor one of which no day is known."""
    within, hidden, unknown = moving(to_council=HERE), moving(), supported()
    hidden.tell("2026-11-16T09:00", PersonUpdated(location_hidden=True))
    unknown.tell("2026-11-16T09:00", p.MoveConfirmedGenuine("M1", THERE))
    for story in (within, hidden, unknown):
        assert told(story, DAY) == 0


def test_homes_that_name_no_other_council_are_no_move() -> None:
    """The same council in another form, beside a move that lies ahead."""
    story = moving()
    story.tell("2026-11-16T09:00", PersonUpdated(home=HomeArea(HERE, "QF7", 0.99, "sector")))
    assert moves(story, "2026-11-17") == []


def test_a_new_address_between_the_notice_and_the_day_of_a_move_is_that_move() -> None:
    """One warning, from the day of the address on: until a visit after the day of the move, or for a week from it."""
    story = moving()
    stated(story, "2026-11-17T09:00", THERE)
    assert [told(story, f"2026-11-{day}") for day in (16, 17, 20, 26, 27)] == [0, 2, 2, 2, 0]
    assert {row[1] for row in moves(story, DAY)} == {"2026-11-17"}
    story.tell("2026-11-18T08:00", c.VisitConfirmed("L1", "1-100", None, ms("2026-11-18T08:00")))
    assert told(story, "2026-11-19") == 2
    story.tell("2026-11-21T08:00", c.VisitConfirmed("L1", "1-100", None, ms("2026-11-21T08:00")))
    assert {row[1] for row in moves(story, "2026-11-21") if row[2] is None} == {"2026-11-17"}
    assert told(story, "2026-11-21") == 1


@pytest.mark.parametrize(
    ("homes", "days"),
    [
        ([("2026-11-14T09:00", THERE)], {"2026-11-14", DAY}),
        ([("2026-11-17T09:00", THERE), ("2026-11-18T09:00", HERE)], {"2026-11-17", "2026-11-18", DAY}),
        ([("2026-11-17T09:00", "E06000004")], {"2026-11-17", DAY}),
    ],
)
def test_another_address_before_a_move_is_a_change_of_its_own(homes: list[tuple[str, str]], days: set[str]) -> None:
    """Stated before anybody spoke of the move, followed by the old one again, or in a third council."""
    story = moving()
    for when, code in homes:
        stated(story, when, code)
    assert {row[1] for row in moves(story, DAY)} == days


def test_a_move_that_is_called_off_before_its_day_leaves_the_address_that_was_stated() -> None:
    """Told of an address, they are told that; a visit after it shows that its provider knows."""
    story = moving()
    stated(story, "2026-11-17T09:00", THERE)
    story.tell("2026-11-18T09:00", p.MoveCancelled("M1"))
    assert {row[1] for row in moves(story, DAY)} == {"2026-11-17"}
    assert (told(story, "2026-11-23"), told(story, "2026-11-24")) == (2, 0)


def test_two_notices_to_one_council_with_one_address_before_both_days_are_one_warning() -> None:
    """Under two ids, for one day: one address was stated."""
    story = moving()
    notified(story, "2026-11-16T09:00", "2026-11-22", move="M2")
    stated(story, "2026-11-17T09:00", THERE)
    assert {row[1] for row in moves(story, "2026-11-22")} == {"2026-11-17"}


def test_an_address_in_the_council_that_was_left_is_no_new_one_though_they_are_to_move_back() -> None:
    """Moved on the 15th to a third council, and on the 20th to move back: on the 17th the old address was stated."""
    story = supported()
    notified(story, "2026-11-14T09:00", "2026-11-15", move="M0", to_council="E06000004")
    notified(story, "2026-11-15T09:00", DAY, move="M1", from_council="E06000004", to_council=HERE)
    stated(story, "2026-11-16T09:00", "E06000004")
    stated(story, "2026-11-17T09:00", HERE)
    assert {row[1] for row in moves(story, DAY)} == {"2026-11-15", DAY}
