"""A cancel that is sent twice, and one whose clock is behind that of what it cancels."""

from collections.abc import Sequence
from itertools import permutations

import pytest

from hub.domain.ordering import settled_after, steps
from hub.domain.pairing import CLOCKS_APART
from hub.events.envelope import Event
from tests.domain.stories import Story

LEFT = "2026-11-13T16:40"


def struck(events: Sequence[Event]) -> set[bytes]:
    """Give the ids of what is taken back; the same for every order of arrival."""
    (only,) = {
        frozenset(step.event.event_id for step in steps(arrived) if step.struck is not None)
        for arrived in permutations(events)
    }
    return set(only)


def at(minute: str) -> str:
    """Give a time on the evening of the discharge."""
    return f"2026-11-13T{minute}"


def test_a_cancel_sent_twice_under_two_ids_leaves_the_re_entry() -> None:
    """A03, A13, the same A13 again, A03 for the same minute: the second A13 strikes nothing."""
    story = Story()
    first = story.discharge(LEFT, recorded=at("17:12"))
    story.cancel_discharge(LEFT, recorded=at("19:00"))
    again = story.cancel_discharge(LEFT, recorded=at("19:00"))
    story.discharge(LEFT, recorded=at("20:00"))
    assert struck(story.events) == {first.event_id}
    repeat = next(step for step in steps(story.events) if step.repeats)
    assert (repeat.event.type, repeat.strikes) == (again.type, None)
    assert settled_after(steps(story.events)) == again.recorded_at


def test_a_cancel_of_the_re_entry_strikes_it_too() -> None:
    """A03 A13 A03 A13 of one minute, and each A13 sent twice: both discharges are gone, and nothing else happens."""
    story = Story()
    gone = [story.discharge(LEFT, recorded=at("17:12"))]
    story.cancel_discharge(LEFT, recorded=at("19:00"))
    gone.append(story.discharge(LEFT, recorded=at("20:00")))
    story.cancel_discharge(LEFT, recorded=at("21:00"))
    assert struck(story.events) == {event.event_id for event in gone}
    story.cancel_discharge(LEFT, recorded=at("19:00"))
    story.cancel_discharge(LEFT, recorded=at("21:00"))
    assert struck(story.events) == {event.event_id for event in gone}


def test_a_cancel_recorded_first_strikes_once_however_often_it_is_sent() -> None:
    """A feed that records the cancel before its target, and sends it twice: the re-entry stands."""
    story = Story()
    story.cancel_discharge(LEFT, recorded=at("17:00"))
    story.cancel_discharge(LEFT, recorded=at("17:00"))
    first = story.discharge(LEFT, recorded=at("17:12"))
    story.discharge(LEFT, recorded=at("20:00"))
    assert struck(story.events) == {first.event_id}


def test_a_repeat_does_not_fall_back_to_an_older_discharge() -> None:
    """The time of the cancel is that of a discharge which is gone already: no other one is meant."""
    story = Story()
    story.admit("2026-11-02T09:15")
    story.discharge("2026-11-10T10:00")
    story.admit("2026-11-12T08:00")
    gone = story.discharge(LEFT, recorded=at("17:12"))
    for _ in range(2):
        story.cancel_discharge(LEFT, recorded=at("19:00"))
    assert struck(story.events) == {gone.event_id}


def test_a_repeat_without_the_time_leaves_what_was_written_after_it() -> None:
    """A feed that does not repeat the time, and sends its A13 twice: the re-entry for the old time stands."""
    story = Story()
    first = story.discharge(LEFT, recorded=at("17:12"))
    for _ in range(2):
        story.cancel_discharge(at("19:00"))
    story.discharge(LEFT, recorded=at("20:00"))
    assert struck(story.events) == {first.event_id}


@pytest.mark.parametrize(("minutes_behind", "met"), [(1, True), (10, True), (15, True), (16, False)])
def test_a_cancel_with_a_slow_clock_meets_a_discharge_a_quarter_of_an_hour_later(
    minutes_behind: int,
    met: bool,  # noqa: FBT001  a table case
) -> None:
    """Neither message says when it happened: the A13 is written minutes before the A03 that it means."""
    story = Story()
    story.admit("2026-11-02T09:15")
    left = story.discharge(LEFT)
    cancel = story.cancel_discharge(at(f"16:{40 - minutes_behind}"))
    assert struck(story.events) == ({left.event_id} if met else set())
    assert settled_after(steps(story.events)) == cancel.recorded_at + CLOCKS_APART


def test_a_slow_clock_is_no_excuse_when_something_earlier_can_be_meant() -> None:
    """An earlier discharge that stands is what the cancel means; of two later ones it means the first."""
    story = Story()
    early = story.discharge(at("16:00"))
    story.discharge(LEFT)
    story.cancel_discharge(at("16:30"))
    assert struck(story.events) == {early.event_id}
    story = Story()
    first = story.discharge(LEFT)
    story.discharge(at("16:44"))
    story.cancel_discharge(at("16:30"))
    assert struck(story.events) == {first.event_id}


def test_a_slow_clock_is_no_excuse_for_a_repeat() -> None:
    """A cancel that may repeat an earlier one does not reach what happened after it."""
    story = Story()
    first = story.discharge(at("16:00"))
    story.cancel_discharge(at("16:30"))
    story.cancel_discharge(at("16:31"))
    story.discharge(LEFT)
    assert struck(story.events) == {first.event_id}


def test_a_later_cancel_does_not_set_an_earlier_one_free() -> None:
    """What an old cancel took back stays taken back when another stay under the number is cancelled afterwards."""
    story = Story()
    gone = [story.discharge(at("16:00"), recorded=at("16:50"))]
    story.cancel_discharge(at("16:30"))
    gone.append(story.discharge("2026-11-20T10:00"))
    story.cancel_discharge("2026-11-20T10:00", recorded="2026-11-20T11:00")
    assert struck(story.events) == {event.event_id for event in gone}


def test_what_stands_before_something_that_was_taken_back_knows_it() -> None:
    """A discharge entered again for an earlier time outlasts the one that was taken back; a single one does not."""
    story = Story()
    story.discharge(LEFT, recorded=at("17:12"))
    story.cancel_discharge(LEFT, recorded=at("19:00"))
    earlier = story.discharge(at("16:00"), recorded=at("20:00"))
    story.discharge(at("18:00"), recorded=at("18:10"), number="SP2")
    assert [step.event for step in steps(story.events) if step.outlasts] == [earlier]
