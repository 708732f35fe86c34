"""A move that was called off and is notified again under its own id: its newest word counts."""

from itertools import permutations

import pytest

from hub.events import portability as p
from tests.domain.stories import Story
from tests.processors.moving import CARE_ACT, HERE, THERE, completed, holders, move, notified, told
from tests.processors.people import fold, why
from tests.processors.standing import rules
from tests.processors.test_council_of_move import at_home, council
from tests.processors.test_joint_lives import arrive
from tests.processors.test_left_england import WALES, ended, with_support
from tests.processors.test_moves_together import steps_of


def cancelled(story: Story, when: str) -> None:
    """Somebody says that the person does not move."""
    story.tell(when, p.MoveCancelled("M1"))


def again(day: str = "2026-11-23", on: str = "2026-12-10") -> Story:
    """Meant for 20 November and called off; on the 26th it is to be after all."""
    story = at_home()
    notified(story, "2026-11-15T09:00", "2026-11-20")
    cancelled(story, f"{day}T09:00")
    notified(story, "2026-11-26T09:00", on)
    return story


def test_a_move_that_is_on_again_hands_the_duty_over_on_its_new_day() -> None:
    """Back to the first council after the cancel, to the second from 10 December on; page and board say the same."""
    story = again()
    assert holders(story, "2026-11-19", 24) == [HERE] + [THERE] * 4 + [HERE] * 16 + [THERE] * 3
    assert [council(story, f"2026-{day}") for day in ("11-23", "11-24", "12-09", "12-10")] == [THERE, HERE, HERE, THERE]
    shown = move(story, "2026-11-27")
    assert (shown["state"], shown["cancelled_at"], shown["intended_on"]) == ("MOVE_NOTIFIED", None, "2026-12-10")
    assert (shown["notified_at"], shown["findings"]) == ("2026-11-26T09:00:00+00:00", [])
    assert move(story, "2026-12-11")["state"] == "INTERIM_DUTY_FROM_MOVE_DAY"
    begun = [key for key in told(story, "2026-12-11") if key.startswith("InterimDutyStarted")]
    assert sorted(begun) == ["InterimDutyStarted M1", "InterimDutyStarted M1:2026-12-10"]


def test_in_every_order_of_arrival_it_is_the_same() -> None:
    """The newest word is the one that was said last, whenever it comes; a cancel that was said last ends the move."""
    story = again()
    words = [event for event in story.events if hasattr(event.body, "move_id")]
    others = [event for event in story.events if event not in words]
    came = [arrive([others, *([event] for event in order)], CARE_ACT) for order in permutations(words)]
    assert {CARE_ACT.encode(state) for state in came} == {CARE_ACT.encode(fold(story, CARE_ACT))}
    cancelled(story, "2026-11-28T09:00")
    assert (move(story, "2026-11-29")["state"], holders(story, "2026-12-09", 3)) == ("CANCELLED_NOT_MOVED", [HERE] * 3)


def test_a_move_called_off_in_time_and_notified_again_begins_on_its_new_day_alone() -> None:
    """Nobody had the duty before, and for the day that was meant at first nothing is told."""
    story = again("2026-11-18")
    assert holders(story, "2026-11-19", 23) == [HERE] * 21 + [THERE] * 2
    assert not [key for key in told(story, "2026-12-09") if key.startswith("InterimDuty")]


def test_notified_again_for_the_same_day_it_was_never_called_off() -> None:
    """They did move on the 20th: as where a move is told late, it counts from its day."""
    assert holders(again(on="2026-11-20"), "2026-11-19", 10) == [HERE] + [THERE] * 9


def test_what_was_done_for_the_move_stays_done() -> None:
    """Confirmed and assessed before it was called off: the second council does neither twice."""
    story = at_home()
    notified(story, "2026-11-15T09:00", "2026-11-20")
    story.tell("2026-11-16T09:00", p.MoveConfirmedGenuine("M1"))
    story.tell("2026-11-17T09:00", p.MoveAssessed("M1", "A2"))
    cancelled(story, "2026-11-18T09:00")
    notified(story, "2026-11-26T09:00", "2026-12-10")
    shown = move(story, "2026-12-12")
    assert (shown["state"], shown["interim_duty_from"], shown["findings"]) == ("ASSESSED_BEFORE_MOVE", None, [])


def test_a_notice_that_comes_after_a_cancel_of_nothing_begins_the_move() -> None:
    """No notice was known before: there is nothing to give back."""
    story = at_home()
    cancelled(story, "2026-11-14T09:00")
    cancelled(story, "2026-11-14T10:00")
    notified(story, "2026-11-15T09:00", "2026-11-20")
    assert (move(story, "2026-11-16")["state"], holders(story, "2026-11-19", 2)) == ("MOVE_NOTIFIED", [HERE, THERE])


@pytest.mark.parametrize(("first", "state"), [("moved", "TRANSFERRED"), ("cancelled", "MOVE_NOTIFIED")])
def test_of_a_move_that_ended_twice_the_first_end_says_whether_a_notice_begins_it_again(first: str, state: str) -> None:
    """Who moved has moved; of who was said not to move a completion was out of turn, and does not count later."""
    story = at_home()
    notified(story, "2026-11-15T09:00", "2026-11-20")
    if first == "cancelled":
        cancelled(story, "2026-11-18T09:00")
    completed(story, "2026-11-20T09:00", "2026-11-20")
    if first == "moved":
        cancelled(story, "2026-11-22T09:00")
    notified(story, "2026-11-26T09:00", "2026-12-10")
    shown = move(story, "2026-11-27")
    assert (shown["state"], shown["moved_on"]) == (state, "2026-11-20" if first == "moved" else None)


def test_what_waits_follows_each_notice_and_each_cancel_on_its_day() -> None:
    """Nothing between a cancel and the next notice; a completion that was told first is not taken back by a notice."""
    story = again("2026-11-18")
    cancelled(story, "2026-11-28T09:00")
    notified(story, "2026-11-30T09:00", "2026-12-10")
    days = [f"2026-11-{day}" for day in (17, 18, 25, 26, 27, 28, 29, 30)]
    assert [len(steps_of(story, day)) for day in days] == [1, 0, 0, 1, 1, 0, 0, 1]
    completed(story, "2026-12-10T09:00", "2026-12-10")
    notified(story, "2026-12-11T09:00", "2026-12-20")
    assert [len(steps_of(story, day)) for day in ("2026-12-09", "2026-12-12")] == [1, 0]


def test_somebody_who_was_not_to_leave_england_and_then_does_has_left_it_on_the_new_day() -> None:
    """Back in England by the cancel, as the finding says; gone again on 10 December by the second notice."""
    story = with_support()
    notified(story, "2026-11-15T09:00", "2026-11-20", to_council=WALES)
    cancelled(story, "2026-11-23T09:00")
    notified(story, "2026-11-26T09:00", "2026-12-10", to_council=WALES)
    assert ended(story)[:2] == ("left_england", "2026-12-10")
    assert rules(story) == ["back_in_england"]
    assert why(story, "findings.0") == (4, "back_in_england")
